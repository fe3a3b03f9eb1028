//! GET and POST /u/reset-password

use app::hosted::{self, ForgottenPassword};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use directory::{DEFAULT_TENANT, Origin};
use http::{HeaderMap, StatusCode};
use model::{Client, Connection, Failure};
use protocol::Parameters;

use super::password::waiting;
use super::{Form, Hosted};
use crate::{ServerState, failures, form_token};

/// The form.
pub(super) async fn show(State(state): State<ServerState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    let place = Place::of(&state, parameters.get("state").unwrap_or_default()).await;
    form(&state, &headers, StatusCode::OK, &place, ForgottenPassword::default()).await
}

/// Writes the mail if there is such a user, and says the same in any case (N-062).
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let place = Place::of(&state, sent.get("state")).await;
    let page = ForgottenPassword { identifier: sent.get("username").to_owned(), ..ForgottenPassword::default() };
    let refusal = if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        Some((StatusCode::FORBIDDEN, "This form had been open too long. Please send it once more."))
    } else if page.identifier.trim().is_empty() {
        Some((StatusCode::BAD_REQUEST, "Enter your email address."))
    } else {
        None
    };
    if let Some((status, mistake)) = refusal {
        let page = ForgottenPassword { mistake: Some(mistake.to_owned()), ..page };
        return form(&state, &headers, status, &place, page).await;
    }
    let accounts = state.directory().accounts();
    for connection in &place.connections {
        let asked = accounts.forgot_password(
            DEFAULT_TENANT,
            place.client.as_ref(),
            &connection.name,
            &page.identifier,
            &origin,
        );
        if let Err(error) = asked.await {
            let failure = Failure::from(error);
            let status = failures::status(failure.kind);
            let page = ForgottenPassword { mistake: Some(failure.message.clone()), ..page };
            let mut response = form(&state, &headers, status, &place, page).await;
            response.headers_mut().extend(failures::retry_after(failure.kind));
            return response;
        }
    }
    Hosted::new(&state, &headers)
        .await
        .answer(StatusCode::OK, |frame| hosted::reset_mail_sent(frame, &place.transaction))
}

/// Where the user came from, and so which connections they may be in.
struct Place {
    transaction: String,
    client: Option<Client>,
    connections: Vec<Connection>,
}

impl Place {
    /// Of a login that waits; where none does, of the tenant's default directory.
    async fn of(state: &ServerState, id: &str) -> Self {
        let directory = state.directory();
        let is_usable = |connection: &Connection| {
            connection.strategy == "auth0" && !connection.options.disable_self_service_change_password
        };
        if let Ok(waiting) = waiting(state, id).await {
            let asked = waiting.transaction.connection().map(str::to_owned);
            let all = directory.client_connections(DEFAULT_TENANT, &waiting.client.client_id).await;
            let connections = all
                .unwrap_or_default()
                .into_iter()
                .filter(is_usable)
                .filter(|connection| asked.as_ref().is_none_or(|name| *name == connection.name))
                .collect();
            return Self { transaction: id.to_owned(), client: Some(waiting.client), connections };
        }
        let connection = directory.accounts().default_connection(DEFAULT_TENANT).await;
        let connections = connection.ok().flatten().into_iter().filter(is_usable).collect();
        Self { transaction: String::new(), client: None, connections }
    }
}

async fn form(
    state: &ServerState,
    headers: &HeaderMap,
    status: StatusCode,
    place: &Place,
    page: ForgottenPassword,
) -> Response {
    let hosted = Hosted::new(state, headers).await;
    if place.connections.is_empty() {
        let text = "Passwords are not changed here. Ask whoever runs this service for help.";
        return hosted.message(StatusCode::FORBIDDEN, "This cannot be done here", text);
    }
    let page = ForgottenPassword {
        form_token: hosted.token(),
        state: place.transaction.clone(),
        has_usernames: place.connections.iter().any(|connection| connection.options.requires_username),
        ..page
    };
    hosted.answer(status, |frame| hosted::forgotten_password(frame, &page))
}
