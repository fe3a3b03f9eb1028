//! GET and POST /u/signup

use app::hosted;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use directory::{Credentials, DEFAULT_TENANT, LoginRefusal, Origin, SignUp, SignUpRefusal};
use http::{HeaderMap, StatusCode};
use model::{Connection, Failure, FailureKind, FieldMistake};
use protocol::Parameters;

use super::password::{Waiting, waiting};
use super::{Form, Hosted, enter, refused};
use crate::cookies::Cookie;
use crate::{ServerState, failures, form_token};

/// The form.
pub(super) async fn show(State(state): State<ServerState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    let id = parameters.get("state").unwrap_or_default();
    match waiting(&state, id).await {
        Ok(waiting) => {
            let email = waiting.transaction.login_hint().unwrap_or_default().to_owned();
            let page = hosted::SignUp { state: id.to_owned(), email, ..hosted::SignUp::default() };
            form(&state, &headers, StatusCode::OK, &waiting, page).await
        }
        Err(error) => refused(&state, &headers, error).await,
    }
}

/// Makes the user, and logs them in by the one path there is.
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
    let page = hosted::SignUp {
        state: id.to_owned(),
        email: sent.get("email").to_owned(),
        username: Some(sent.get("username").to_owned()),
        ..hosted::SignUp::default()
    };
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        let failure =
            Failure::new(FailureKind::Forbidden, "This form had been open too long. Please send it once more.");
        return again(&state, &headers, &waiting, page, failure).await;
    }
    let Some(connection) = open_connection(&state, &waiting).await else {
        return closed(&state, &headers).await;
    };
    let new = SignUp {
        connection: connection.name.clone(),
        email: page.email.clone(),
        password: sent.get("password").to_owned(),
        username: page.username.clone().filter(|_| connection.options.requires_username),
        ..SignUp::default()
    };
    let signed_up = state.directory().accounts().sign_up(DEFAULT_TENANT, &waiting.client, new, &origin).await;
    let user = match signed_up {
        Ok(user) => user,
        Err(refusal) => return again(&state, &headers, &waiting, page, told(refusal)).await,
    };
    let device = Cookie::Device.read(state.url(), &headers).unwrap_or_default();
    let credentials = Credentials {
        client: &waiting.client,
        connection: Some(&connection.name),
        identifier: user.email.as_deref().unwrap_or_default(),
        password: sent.get("password"),
        device: Some(&device),
    };
    match state.directory().logins().log_in(DEFAULT_TENANT, credentials, &origin).await {
        Ok(logged_in) => enter(&state, &headers, &origin, id, &waiting.transaction, &logged_in).await,
        Err(LoginRefusal::Failed(error)) => again(&state, &headers, &waiting, page, error.into()).await,
        Err(refusal) => {
            let failure = Failure::new(FailureKind::Invalid, refusal.to_string());
            again(&state, &headers, &waiting, page, failure).await
        }
    }
}

/// Where the application's users sign up: the connection that was asked for, or the first that takes them.
async fn open_connection(state: &ServerState, waiting: &Waiting) -> Option<Connection> {
    let connections = state.directory().client_connections(DEFAULT_TENANT, &waiting.client.client_id).await;
    connections.unwrap_or_default().into_iter().find(|connection| {
        connection.strategy == "auth0"
            && !connection.options.disable_signup
            && waiting.transaction.connection().is_none_or(|name| name == connection.name)
    })
}

/// What the page says of a refusal, beside its field where there is one.
fn told(refusal: SignUpRefusal) -> Failure {
    let beside = |field: &str, message: String| {
        let fields = vec![FieldMistake { field: field.to_owned(), message: message.clone() }];
        Failure { fields, ..Failure::new(FailureKind::Invalid, message) }
    };
    match refusal {
        SignUpRefusal::Failed(error) => error.into(),
        SignUpRefusal::Field { field, message } => beside(field, message),
        SignUpRefusal::Password(mistake) => beside("password", mistake.to_string()),
        SignUpRefusal::UsernameTaken => beside("username", refusal.to_string()),
        // In words that do not tell whether somebody has the address.
        SignUpRefusal::Taken => Failure::new(
            FailureKind::Invalid,
            "Something went wrong, please try again. If you have an account already, log in or choose a new password.",
        ),
        SignUpRefusal::Disabled | SignUpRefusal::NoConnection => {
            Failure::new(FailureKind::Invalid, "Nobody can sign up here.")
        }
    }
}

async fn again(
    state: &ServerState,
    headers: &HeaderMap,
    waiting: &Waiting,
    page: hosted::SignUp,
    failure: Failure,
) -> Response {
    let (status, retry) = (failures::status(failure.kind), failures::retry_after(failure.kind));
    let page = hosted::SignUp { failure: Some(failure), ..page };
    let mut response = form(state, headers, status, waiting, page).await;
    response.headers_mut().extend(retry);
    response
}

async fn form(
    state: &ServerState,
    headers: &HeaderMap,
    status: StatusCode,
    waiting: &Waiting,
    page: hosted::SignUp,
) -> Response {
    let Some(connection) = open_connection(state, waiting).await else { return closed(state, headers).await };
    let hosted = Hosted::new(state, headers).await.leading_to(&waiting.transaction);
    let has_username = connection.options.requires_username;
    let page = hosted::SignUp {
        form_token: hosted.token(),
        application: waiting.client.name.clone(),
        username: has_username.then(|| page.username.unwrap_or_default()),
        rules: connection.options.password_strength().policy_lines(),
        ..page
    };
    hosted.answer(status, |frame| hosted::sign_up(frame, &page))
}

async fn closed(state: &ServerState, headers: &HeaderMap) -> Response {
    let text = "Accounts are made by an administrator here. Go back and log in with the one that you were given.";
    Hosted::new(state, headers).await.message(StatusCode::FORBIDDEN, "Nobody can sign up here", text)
}
