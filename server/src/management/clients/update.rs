//! PATCH /api/v2/clients/{id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{ClientSight, Scope};

use super::answer::{answer, global};
use super::{patch, schema};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, refuse};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("patch_clients_by_id", "Change an application")
    .any(&[Scope::UpdateClients, Scope::UpdateClientKeys, Scope::UpdateClientCredentials])
    .body(Kind::Whole(&schema::UPDATE, schema::FIXED))
    .gives(200, schema::CLIENT)
    .refuses(&[409]);

/// A secret that it has from now on is in this answer and in no later one.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    patch::check_secret(&body)?;
    let asked = patch::read(&body, &schema::UPDATE)?;
    let clients = state.directory().clients();
    if clients.is_global(&actor, &id) {
        let client = clients.see(&actor, &id).await?;
        if !asked.is_empty() {
            return Err(refuse("the client All Applications stands for all of them and cannot be changed"));
        }
        return Ok(Json(global(&client, ClientSight::WHOLE)).into_response());
    }
    let changed = clients.update_with(&actor, &id, |client| asked.patch(client)).await?;
    let mut shown = answer(&changed.client, ClientSight::WHOLE);
    if let Some(secret) = changed.client_secret {
        shown.insert("client_secret".to_owned(), secret.into());
    }
    Ok(Json(shown).into_response())
}
