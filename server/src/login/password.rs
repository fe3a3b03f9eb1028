//! GET and POST /u/login

use app::hosted::{self, LogIn};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use directory::{AuthorizeError, Credentials, DEFAULT_TENANT, LoginRefusal, LoginTransaction, Origin};
use http::{HeaderMap, StatusCode};
use model::{Client, Failure};
use protocol::{OAuthError, Parameters};

use super::answer::follow;
use super::{Form, Hosted, enter, refused};
use crate::cookies::Cookie;
use crate::{ServerState, failures, form_token};

/// The form.
pub(super) async fn show(State(state): State<ServerState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    let id = parameters.get("state").unwrap_or_default();
    match waiting(&state, id).await {
        Ok(waiting) => {
            let hint = waiting.transaction.login_hint().unwrap_or_default().to_owned();
            let page = LogIn { state: id.to_owned(), identifier: hint, ..LogIn::default() };
            form(&state, &headers, StatusCode::OK, &waiting, page).await
        }
        Err(error) => refused(&state, &headers, error).await,
    }
}

/// Logs the user in, and goes back to what waits for it.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let id = sent.get("state");
    let waiting = match waiting(&state, id).await {
        Ok(waiting) => waiting,
        Err(error) => return refused(&state, &headers, error).await,
    };
    let identifier = sent.get("username");
    let page = LogIn { state: id.to_owned(), identifier: identifier.to_owned(), ..LogIn::default() };
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        let mistake = Some("This form had been open too long. Please log in once more.".to_owned());
        return form(&state, &headers, StatusCode::FORBIDDEN, &waiting, LogIn { mistake, ..page }).await;
    }
    let device = Cookie::Device.read(state.url(), &headers).unwrap_or_default();
    let credentials = Credentials {
        client: &waiting.client,
        connection: waiting.transaction.connection(),
        identifier,
        password: sent.get("password"),
        device: Some(&device),
    };
    match state.directory().logins().log_in(DEFAULT_TENANT, credentials, &origin).await {
        Ok(logged_in) => enter(&state, &headers, &origin, id, &waiting.transaction, &logged_in).await,
        Err(refusal) => refuse(&state, &headers, &waiting, page, refusal).await,
    }
}

/// What waits for a login.
pub(super) struct Waiting {
    pub(super) transaction: LoginTransaction,
    pub(super) client: Client,
}

/// What waits under `id`.
pub(super) async fn waiting(state: &ServerState, id: &str) -> Result<Waiting, AuthorizeError> {
    let transaction = state.directory().authorize().transaction(DEFAULT_TENANT, id).await?;
    let client = state.directory().find_client(DEFAULT_TENANT, &transaction.client_id).await?;
    Ok(Waiting { transaction, client: client.ok_or(AuthorizeError::UnknownClient)? })
}

/// What the user cannot mend goes to the application (as `user is blocked`), the rest back to the form.
async fn refuse(
    state: &ServerState,
    headers: &HeaderMap,
    waiting: &Waiting,
    page: LogIn,
    refusal: LoginRefusal,
) -> Response {
    if let Some(code) = refusal.at_callback() {
        let error = OAuthError::new(403, code, refusal.to_string());
        let step = state.directory().authorize().give_up(DEFAULT_TENANT, &page.state, &error).await;
        return follow(state, headers, step).await;
    }
    let (status, mistake, retry) = match refusal {
        LoginRefusal::Failed(error) => {
            let failure = Failure::from(error);
            (failures::status(failure.kind), failure.message, failures::retry_after(failure.kind))
        }
        LoginRefusal::TooManyAttempts => {
            let more = "Choose a new password, or ask your administrator to let you try again.";
            (StatusCode::TOO_MANY_REQUESTS, format!("{refusal} {more}"), None)
        }
        LoginRefusal::SuspiciousAddress => (StatusCode::TOO_MANY_REQUESTS, refusal.to_string(), None),
        other => (StatusCode::BAD_REQUEST, other.to_string(), None),
    };
    let mut response = form(state, headers, status, waiting, LogIn { mistake: Some(mistake), ..page }).await;
    response.headers_mut().extend(retry);
    response
}

async fn form(
    state: &ServerState,
    headers: &HeaderMap,
    status: StatusCode,
    waiting: &Waiting,
    page: LogIn,
) -> Response {
    let hosted = Hosted::new(state, headers).await.leading_to(&waiting.transaction);
    // A database that does not answer must not take the form away as well.
    let connections = state.directory().client_connections(DEFAULT_TENANT, &waiting.client.client_id).await;
    let databases: Vec<_> = connections
        .unwrap_or_default()
        .into_iter()
        .filter(|connection| connection.strategy == "auth0")
        .filter(|connection| waiting.transaction.connection().is_none_or(|name| name == connection.name))
        .collect();
    let page = LogIn {
        form_token: hosted.token(),
        application: waiting.client.name.clone(),
        has_usernames: databases.iter().any(|connection| connection.options.requires_username),
        has_sign_up: databases.iter().any(|connection| !connection.options.disable_signup),
        has_reset: !databases.is_empty(),
        ..page
    };
    hosted.answer(status, |frame| hosted::log_in(frame, &page))
}
