//! POST /sign-out

use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::HeaderMap;
use http::header::{HeaderName, HeaderValue, SET_COOKIE};

use crate::cookies::Cookie;
use crate::{ServerState, failures};

/// Ends the session on the server, then in the browser (S-349).
pub(crate) async fn submit(State(state): State<ServerState>, headers: HeaderMap) -> Response {
    if let Some(secret) = Cookie::Session.read(state.url(), &headers)
        && let Err(error) = state.directory().sessions().sign_out(&secret).await
    {
        // The session is still open: the browser must be able to try again.
        return failures::answer_to(&state, &failures::Asked::by_person(&headers), &error.into());
    }
    let mut response = Redirect::to("/sign-in").into_response();
    let clear = (HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\", \"storage\""));
    response.headers_mut().extend([clear]);
    response.headers_mut().extend(Cookie::Session.expire(state.url()).map(|cookie| (SET_COOKIE, cookie)));
    response
}
