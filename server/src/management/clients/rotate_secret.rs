//! POST /api/v2/clients/{id}/rotate-secret

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{ClientSight, Scope};

use super::answer::answer;
use super::schema::CLIENT;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("post_rotate-secret", "Give an application a new secret, which is in this answer alone")
        .any(&[Scope::UpdateClientKeys])
        .gives(200, CLIENT)
        .refuses(&[409]);

/// The new secret is in this answer and in no later one; the old one ends at once.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let rotated = state.directory().clients().rotate_secret(&actor, &id).await?;
    let mut shown = answer(&rotated.client, ClientSight::WHOLE);
    if let Some(secret) = rotated.client_secret {
        shown.insert("client_secret".to_owned(), secret.into());
    }
    Ok(Json(shown).into_response())
}
