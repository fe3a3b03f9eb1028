//! GET /v2/logout, GET and POST /oidc/logout, POST /u/logout, GET /u/logged-out

use app::hosted::{self, LogOut};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use directory::{AuthorizeError, DEFAULT_TENANT, Destination, Hint, LiveSession, Origin};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use model::Client;
use protocol::{OAuthError, Parameters};

use super::answer::redirect;
use super::{Form, Hosted, refused};
use crate::cookies::Cookie;
use crate::{ServerState, form_token};

const FORBIDDEN: &str = "The URL to return to is not in the list of allowed logout URLs, so nobody was logged out.";

/// Auth0's own: logs out at once.
pub(super) async fn show_v2(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let left = async {
        let parameters = parameters(Parameters::parse(&query.unwrap_or_default()))?;
        let client = named_client(&state, parameters.get("client_id")).await?;
        let destination = destination(&state, client.as_ref(), parameters.get("returnTo")).await?;
        leave(&state, &headers, &origin, client.as_ref(), &destination, None).await
    };
    match left.await {
        Ok(response) => response,
        Err(error) => refused(&state, &headers, error).await,
    }
}

/// OpenID Connect RP-Initiated Logout 1.0.
pub(super) async fn show_oidc(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    oidc(&state, &origin, &headers, Parameters::parse(&query.unwrap_or_default())).await
}

/// The same, in a form.
pub(super) async fn submit_oidc(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).and_then(|query| query.join(form.0));
    oidc(&state, &origin, &headers, parameters).await
}

async fn oidc(
    state: &ServerState,
    origin: &Origin,
    headers: &HeaderMap,
    asked: Result<Parameters, OAuthError>,
) -> Response {
    let left = async {
        let asked = parameters(asked)?;
        let hint = match asked.get("id_token_hint") {
            Some(token) => state.directory().authorize().hint(DEFAULT_TENANT, token, true).await?,
            None => None,
        };
        let client_id = match (asked.get("client_id"), &hint) {
            (Some(named), Some(hint)) if named != hint.client_id => {
                return Err(AuthorizeError::Request("id_token_hint is of another application than client_id".into()));
            }
            (Some(named), _) => Some(named.to_owned()),
            (None, hint) => hint.as_ref().map(|hint| hint.client_id.clone()),
        };
        let client = named_client(state, client_id.as_deref()).await?;
        let return_to = asked.get("post_logout_redirect_uri");
        let destination = match return_to {
            None => Destination::Nowhere,
            some => destination(state, client.as_ref(), some).await?,
        };
        let Some(live) = session(state, headers, client.as_ref()).await? else {
            return leave(state, headers, origin, client.as_ref(), &destination, asked.get("state")).await;
        };
        if hint.is_some_and(|hint| is_of(&hint, &live)) {
            return leave(state, headers, origin, client.as_ref(), &destination, asked.get("state")).await;
        }
        Ok(question(state, headers, &live, client.as_ref(), return_to, asked.get("state")).await)
    };
    match left.await {
        Ok(response) => response,
        Err(error) => refused(state, headers, error).await,
    }
}

/// S-247: any page can send a browser here, so without a hint of ours the user is asked.
async fn question(
    state: &ServerState,
    headers: &HeaderMap,
    live: &LiveSession,
    client: Option<&Client>,
    return_to: Option<&str>,
    echo: Option<&str>,
) -> Response {
    let hosted = Hosted::new(state, headers).await.leading_to_url(return_to.unwrap_or_default());
    let page = LogOut {
        form_token: hosted.token(),
        user: live.user.display_name().to_owned(),
        client_id: client.map(|client| client.client_id.clone()).unwrap_or_default(),
        return_to: return_to.unwrap_or_default().to_owned(),
        state: echo.unwrap_or_default().to_owned(),
    };
    hosted.answer(StatusCode::OK, |frame| hosted::log_out(frame, &page))
}

/// The user said that it is meant.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        let text = "This page had been open too long. Go back and try again.";
        return Hosted::new(&state, &headers).await.message(StatusCode::FORBIDDEN, "This page has expired", text);
    }
    let left = async {
        let client = named_client(&state, sent.0.get("client_id")).await?;
        let destination = match sent.0.get("return_to") {
            None => Destination::Nowhere,
            some => destination(&state, client.as_ref(), some).await?,
        };
        leave(&state, &headers, &origin, client.as_ref(), &destination, sent.0.get("state")).await
    };
    match left.await {
        Ok(response) => response,
        Err(error) => refused(&state, &headers, error).await,
    }
}

/// Says that the user is logged out.
pub(super) async fn show_logged_out(State(state): State<ServerState>, headers: HeaderMap) -> Response {
    let text = "You can close this window.";
    Hosted::new(&state, &headers).await.message(StatusCode::OK, "You are logged out", text)
}

fn parameters(parsed: Result<Parameters, OAuthError>) -> Result<Parameters, AuthorizeError> {
    parsed.map_err(|error| AuthorizeError::Request(error.description))
}

async fn named_client(state: &ServerState, client_id: Option<&str>) -> Result<Option<Client>, AuthorizeError> {
    let Some(client_id) = client_id else { return Ok(None) };
    let client = state.directory().find_client(DEFAULT_TENANT, client_id).await?;
    client.map(Some).ok_or(AuthorizeError::UnknownClient)
}

async fn destination(
    state: &ServerState,
    client: Option<&Client>,
    return_to: Option<&str>,
) -> Result<Destination, AuthorizeError> {
    match state.directory().logouts().destination(DEFAULT_TENANT, client, return_to).await? {
        Destination::Forbidden => Err(AuthorizeError::Request(FORBIDDEN.to_owned())),
        allowed => Ok(allowed),
    }
}

/// The session that a logout of the application means.
async fn session(
    state: &ServerState,
    headers: &HeaderMap,
    client: Option<&Client>,
) -> Result<Option<LiveSession>, AuthorizeError> {
    if let Some((_, live)) = impersonation(state, headers, client).await? {
        return Ok(Some(live));
    }
    let Some(secret) = Cookie::Login.read(state.url(), headers) else { return Ok(None) };
    Ok(state.directory().user_sessions().resolve(DEFAULT_TENANT, &secret).await?)
}

/// Whether the hint says that the application means this very session, or at least its user.
fn is_of(hint: &Hint, live: &LiveSession) -> bool {
    match &hint.session_id {
        Some(id) => *id == live.session.id,
        None => hint.subject == live.user.user_id.as_str(),
    }
}

/// An administrator's session in a user's place, if a logout of the application means it: of the one that it is for, or of
/// none in particular.
async fn impersonation(
    state: &ServerState,
    headers: &HeaderMap,
    client: Option<&Client>,
) -> Result<Option<(String, LiveSession)>, AuthorizeError> {
    let Some(secret) = Cookie::Impersonation.read(state.url(), headers) else { return Ok(None) };
    let found = state.directory().impersonations().of_browser(DEFAULT_TENANT, Some(&secret)).await?;
    let found = found.filter(|(_, it)| client.is_none_or(|client| client.client_id == it.client_id));
    Ok(found.map(|(live, _)| (secret, live)))
}

/// Ends the session, on the server and in the browser. In a user's place an administrator leaves that, and stays logged in
/// themselves.
async fn leave(
    state: &ServerState,
    headers: &HeaderMap,
    origin: &Origin,
    client: Option<&Client>,
    destination: &Destination,
    echo: Option<&str>,
) -> Result<Response, AuthorizeError> {
    let cookie = if let Some((secret, _)) = impersonation(state, headers, client).await? {
        let reason = "Logged out at the application";
        state.directory().impersonations().leave(DEFAULT_TENANT, &secret, reason, origin).await?;
        Cookie::Impersonation
    } else {
        if let Some(secret) = Cookie::Login.read(state.url(), headers) {
            state.directory().logouts().log_out(DEFAULT_TENANT, &secret, client, origin).await?;
        }
        Cookie::Login
    };
    let mut response = match destination {
        Destination::To(url) => redirect(&with_state(url, echo)),
        Destination::Nowhere | Destination::Forbidden => Redirect::to("/u/logged-out").into_response(),
    };
    response.headers_mut().extend(cookie.expire(state.url()).map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}

fn with_state(url: &str, state: Option<&str>) -> String {
    let Some(state) = state else { return url.to_owned() };
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}state={}", escape(state))
}

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3).
pub(super) fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
