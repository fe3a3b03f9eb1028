//! Bearer token → Actor.

use axum::response::Response;
use directory::{Actor, DEFAULT_TENANT, Origin};
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};

use super::refusal::{failed, refused};
use crate::ServerState;

/// The program that asks (S-203).
///
/// # Errors
/// 401 without a token, and for every token that is not good, whatever is wrong with it.
pub(super) async fn program(state: &ServerState, headers: &HeaderMap, origin: &Origin) -> Result<Actor, Response> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (value, another) = (values.next(), values.next());
    let bearer = value.and_then(|value| value.to_str().ok()).and_then(|text| text.split_once(' '));
    let bearer = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, token)) = bearer.filter(|_| another.is_none()) else {
        return Err(refused(StatusCode::UNAUTHORIZED, "Missing authentication", None));
    };
    match state.directory().program(DEFAULT_TENANT, token.trim(), origin).await {
        Ok(Some(actor)) => Ok(actor),
        Ok(None) => Err(refused(StatusCode::UNAUTHORIZED, "Invalid token", Some("invalid_token"))),
        Err(error) => Err(failed(error)),
    }
}
