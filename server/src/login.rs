//! The door for end users: where applications send browsers to, and the hosted pages.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::router::FORM_BODY;
use crate::{ServerState, body_limit, rate_limits, same_origin};

mod activate;
mod answer;
mod authorize;
mod browser_sessions;
mod consent;
mod enter;
mod forgotten_password;
mod form;
mod impersonate;
mod log_out;
mod new_password;
mod no_change;
mod page;
mod password;
mod sign_up;
mod unblock;
mod verify_email;

pub(crate) use enter::enter;
pub(crate) use form::Form;
pub(crate) use page::{Hosted, refused};

/// Every route of the door.
pub(crate) fn router(state: &ServerState) -> Router {
    // Applications send browsers here from pages of their own.
    let entrances = Router::new()
        .route("/authorize", get(authorize::show).post(authorize::submit))
        .route("/v2/logout", get(log_out::show_v2))
        .route("/oidc/logout", get(log_out::show_oidc).post(log_out::submit_oidc));

    // Hosted pages. What their forms post to is open to pages of ours alone.
    let pages = Router::new()
        .route("/authorize/resume", get(authorize::resume))
        .route("/activate", get(activate::show).post(activate::submit))
        .route("/activate/confirm", get(activate::show_confirm).post(activate::submit_confirm))
        .route("/impersonate", get(impersonate::show).post(impersonate::submit))
        .route("/impersonate/end", post(impersonate::end))
        .route("/u/login", get(password::show).post(password::submit))
        .route("/u/signup", get(sign_up::show).post(sign_up::submit))
        .route("/u/reset-password", get(forgotten_password::show).post(forgotten_password::submit))
        .route("/u/reset-password/new", get(new_password::show).post(new_password::submit))
        .route("/u/unblock", get(unblock::show).post(unblock::submit))
        .route("/u/verify-email", get(verify_email::show).post(verify_email::submit))
        .route("/u/consent", get(consent::show).post(consent::submit))
        .route("/u/logout", post(log_out::submit))
        .route("/u/logged-out", get(log_out::show_logged_out))
        .route("/u/error", get(page::show_error))
        .layer(from_fn_with_state(state.clone(), no_change::check))
        .layer(from_fn_with_state(state.clone(), same_origin::check));

    entrances
        .merge(pages)
        .layer(from_fn_with_state((state.clone(), FORM_BODY), body_limit::limit))
        .layer(from_fn_with_state(state.clone(), rate_limits::people))
        .with_state(state.clone())
}
