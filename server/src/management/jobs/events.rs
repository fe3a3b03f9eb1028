//! GET /api/v2/jobs/{id}/events: how far a job is, as server-sent events, until it has ended. Auth0 has no such route.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use directory::{Actor, Error, FoundJob, Origin, Scope};
use http::HeaderMap;
use model::FailureKind;

use super::answer::followed;
use crate::ServerState;
use crate::events::{JobFeed, Who};
use crate::failures;
use crate::management::bearer::program;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::{Refusal, told};

pub(super) const API: Operation = Operation::new("get_jobs_events", "Follow a job, as server-sent events")
    .any(&[Scope::CreateUsers, Scope::ReadUsers])
    .gives_events(200);

/// A program, by what it sent: its token ends, and what it may do can be taken from it.
struct Bearer {
    headers: HeaderMap,
    origin: Origin,
}

impl Who for Bearer {
    async fn actor(&self, state: &ServerState) -> Result<Option<Actor>, Error> {
        match program(state, &self.headers, &self.origin).await {
            Ok(actor) => Ok(Some(actor)),
            Err(refused) if refused.status() == failures::status(FailureKind::Unauthenticated) => Ok(None),
            Err(_) => Err(Error::Busy),
        }
    }
}

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Extension(origin): Extension<Origin>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let written = |found: FoundJob| serde_json::to_string(&followed(&found));
    let feed = JobFeed::begin(&state, &actor, &id, Bearer { headers, origin }, written).await?;
    feed.answer(actor.name()).map_err(|failure| told(&failure).into())
}
