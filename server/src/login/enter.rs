//! From a login back to what waits for it.

use axum::response::{IntoResponse as _, Redirect, Response};
use directory::{DEFAULT_TENANT, DEVICE_LIFETIME, LoggedIn, LoginTransaction, Origin};
use http::HeaderMap;
use http::header::SET_COOKIE;

use super::refused;
use crate::ServerState;
use crate::cookies::Cookie;

/// Gives the browser a session of a user who has just shown who they are, with a secret of its own (S-343), and goes back
/// to what waits under `transaction_id`.
pub(crate) async fn enter(
    state: &ServerState,
    headers: &HeaderMap,
    origin: &Origin,
    transaction_id: &str,
    transaction: &LoginTransaction,
    logged_in: &LoggedIn,
) -> Response {
    let old = Cookie::Login.read(state.url(), headers);
    let sessions = state.directory().user_sessions();
    let (user, connection) = (&logged_in.user.user_id, &logged_in.connection.name);
    let client = &transaction.client_id;
    let begun = sessions.begin_in_place_of(DEFAULT_TENANT, old.as_deref(), user, connection, client, origin).await;
    let begun = match begun {
        Ok(begun) => begun,
        Err(error) => return refused(state, headers, error.into()).await,
    };
    let authorize = state.directory().authorize();
    if let Err(error) = authorize.logged_in(DEFAULT_TENANT, transaction_id, &begun.session.id).await {
        return refused(state, headers, error).await;
    }
    let seconds = begun.session.expires_at.since(begun.session.authenticated_at) / 1000;
    let mut response = Redirect::to(&format!("/authorize/resume?state={transaction_id}")).into_response();
    let cookies = [Cookie::Login.set_for(state.url(), &begun.secret, seconds), Cookie::Flow.expire(state.url())];
    let device = logged_in.device.as_deref();
    let device = device.and_then(|secret| Cookie::Device.set_for(state.url(), secret, DEVICE_LIFETIME / 1000));
    for cookie in cookies.into_iter().flatten().chain(device) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
