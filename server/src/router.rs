//! Every route of the process.

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::{get, post};

use crate::{
    ServerState, assets, authentication, body_limit, csp_reports, dashboard, entrance, events, failures, health, login,
    management, same_origin, session, setup, sign_in, sign_out, user_files,
};

/// The longest body of a server function: a user's metadata, twice, with room.
const FUNCTION_BODY: usize = 4 * 1024 * 1024;
/// The longest form, and the longest request of an application.
pub(crate) const FORM_BODY: usize = 64 * 1024;

/// Roster as a service: what a request meets is read from the bottom up.
pub fn router(state: ServerState) -> Router {
    let forms = Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-out", post(sign_out::submit))
        .route("/setup", get(setup::show).post(setup::submit))
        .route("/csp-reports", post(csp_reports::submit))
        .layer(from_fn_with_state((state.clone(), FORM_BODY), body_limit::limit))
        .with_state(state.clone());

    // POST /fn/<noun>/<verb>: the server functions of `app::functions`
    let functions = dashboard::functions(&state)
        .layer(from_fn(dashboard::translate))
        .layer(from_fn_with_state((state.clone(), FUNCTION_BODY), body_limit::limit))
        .layer(from_fn(dashboard::require_session_or_refuse));

    // What programs call, and what an administrator tries of it on the page `/management-api`.
    let api = management::router(&state);
    let attempts = dashboard::attempts(api.clone()).layer(from_fn(dashboard::require_session_or_refuse));

    // What a page follows as long as it is seen.
    let streams = Router::new()
        .route("/events/logs", get(events::follow_log))
        .route("/events/jobs/{id}", get(events::follow_job))
        .layer(from_fn(dashboard::require_session_or_refuse))
        .with_state(state.clone());

    // Files of users, which pages send and fetch without holding them.
    let files = user_files::routes().layer(from_fn(dashboard::require_session_or_refuse)).with_state(state.clone());

    // GET /users, /users/{id}, /users/{id}/{tab}: the pages of `app::App`
    let pages =
        dashboard::pages(&state).layer(from_fn_with_state(state.clone(), dashboard::require_session_or_redirect));

    let visitors = forms
        .merge(functions)
        .merge(attempts)
        .merge(streams)
        .merge(files)
        .merge(pages)
        .layer(from_fn_with_state(state.clone(), session::identify));

    let own = Router::new()
        .route("/", get(async || Redirect::to("/users")))
        .route("/health", get(health::show))
        .route("/pkg/{*path}", get(assets::show))
        .route("/favicon.svg", get(assets::favicon))
        .route("/favicon.ico", get(async || Redirect::permanent("/favicon.svg")))
        .fallback(failures::no_such_page)
        .with_state(state.clone())
        .merge(visitors)
        .method_not_allowed_fallback(failures::no_such_method)
        .layer(from_fn_with_state(state.clone(), same_origin::check));

    own.merge(authentication::router(&state))
        .merge(api)
        .merge(login::router(&state))
        .layer(from_fn_with_state(state, entrance::enter))
}
