//! The door for programs: REST with bearer tokens, as Auth0's Management API has it.
//!
//! No cookie counts here. `bearer` finds out who calls, `payload` and `query` read what they sent, and one call on the
//! directory answers it. One file a noun, one a verb below it.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::any;

use crate::router::FORM_BODY;
use crate::{ServerState, body_limit};

mod actions;
mod api;
mod bearer;
mod caller;
mod client_grants;
mod clients;
mod connections;
mod device_credentials;
mod document;
mod email_templates;
mod emails;
mod fields;
mod fixed;
mod grants;
mod impersonate;
mod jobs;
mod limit;
mod log_streams;
mod logs;
mod operation;
mod paging;
mod payload;
mod permissions;
mod query;
mod refresh_tokens;
mod refusal;
mod resource_servers;
mod roles;
mod rules;
mod rules_configs;
mod sessions;
mod settled;
mod stats;
mod tenants;
mod tickets;
mod user_blocks;
mod users;

use api::Api;

pub(crate) use caller::act;
pub(crate) use refusal::told;

/// The longest body: two metadata objects of 1 MiB, with room.
const BODY: usize = 4 * 1024 * 1024;

/// Every route of the door. Each is mounted with its description (`api`), of which the OpenAPI document is made.
pub(crate) fn router(state: &ServerState) -> Router {
    let api = users::routes()
        .merge(device_credentials::routes())
        .merge(grants::routes())
        .merge(jobs::routes())
        .merge(log_streams::routes())
        .merge(logs::routes())
        .merge(refresh_tokens::routes())
        .merge(sessions::routes())
        .merge(stats::routes())
        .merge(tickets::routes())
        .merge(user_blocks::routes())
        .merge(actions::routes())
        .merge(clients::routes())
        .merge(client_grants::routes())
        .merge(connections::routes())
        .merge(resource_servers::routes())
        .merge(roles::routes())
        .merge(email_templates::routes())
        .merge(emails::routes())
        .merge(rules::routes())
        .merge(rules_configs::routes())
        .merge(settled::routes())
        .merge(tenants::routes())
        .around(|router| router.layer(from_fn_with_state((state.clone(), BODY), body_limit::limit)))
        .merge(
            Api::new()
                .post("/users/{id}/impersonate", impersonate::submit, impersonate::API)
                .around(|router| router.layer(from_fn_with_state((state.clone(), FORM_BODY), body_limit::limit))),
        )
        .merge(jobs::uploads());
    document::router(api, state)
        .route("/api", any(refusal::no_such_route))
        .route("/api/", any(refusal::no_such_route))
        .route("/api/{*path}", any(refusal::no_such_route))
        .method_not_allowed_fallback(refusal::no_such_method)
        .layer(from_fn_with_state(state.clone(), limit::count))
        .with_state(state.clone())
}

/// Whether an address is of this door: what is refused there is refused in JSON.
pub(crate) fn is_path(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path.starts_with("/users/") && path.ends_with("/impersonate")
}
