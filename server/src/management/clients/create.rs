//! POST /api/v2/clients

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{ClientSight, Scope};
use http::StatusCode;
use model::Client;

use super::answer::answer;
use super::{patch, schema};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::Kind;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("post_clients", "Create an application; its secret is in this answer alone")
        .any(&[Scope::CreateClients])
        .body(Kind::Whole(&schema::CREATE, schema::FIXED))
        .gives(201, schema::CLIENT)
        .refuses(&[409]);

/// Its secret is in this answer and in no later one: what is kept is a hash.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let asked = patch::read(&body, &schema::CREATE)?;
    // Auth0 lets an application of no named kind ask for tokens of its own.
    let is_of_no_kind = !asked.names("app_type") && !asked.names("grant_types");
    let mut patch = asked.patch(&Client::default())?;
    if is_of_no_kind {
        let mut grants = Client::default_grants(patch.app_type.unwrap_or_default());
        if patch.token_endpoint_auth_method != Some(model::TokenEndpointAuthMethod::None) {
            grants.push("client_credentials".to_owned());
        }
        patch.grant_types = Some(grants);
    }
    let created = state.directory().clients().create(&actor, patch).await?;
    let mut shown = answer(&created.client, ClientSight::WHOLE);
    if let Some(secret) = created.client_secret {
        shown.insert("client_secret".to_owned(), secret.into());
    }
    Ok((StatusCode::CREATED, Json(shown)).into_response())
}
