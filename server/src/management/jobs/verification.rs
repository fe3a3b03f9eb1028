//! POST /api/v2/jobs/verification-email

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{NewVerification, Scope};
use http::StatusCode;
use model::{JobStatus, UserId};
use serde_json::{Value, json};

use super::answer::{JOB, begun};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, refused};

const IDENTITY: Schema = Schema {
    properties: &[("connection_id", Kind::Text), ("provider", Kind::Text), ("user_id", Kind::Text)],
    required: &["user_id", "provider"],
};
const SCHEMA: Schema = Schema {
    properties: &[
        ("client_id", Kind::Text),
        ("identity", Kind::Nested(&IDENTITY)),
        ("organization_id", Kind::Text),
        ("user_id", Kind::Text),
    ],
    required: &["user_id"],
};

pub(super) const API: Operation =
    Operation::new("post_verification-email", "Send a user a mail to verify their address")
        .any(&[Scope::UpdateUsers])
        .body(Kind::Nested(&SCHEMA))
        .gives(201, JOB)
        .refuses(&[404]);

/// The mail is written at once and sent a moment later, so what is answered is that it is pending, as at Auth0.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let user_id = UserId::from(text("user_id").unwrap_or_default());
    if body.contains_key("organization_id") {
        let message = "organization_id: there are no organizations";
        return Err(refused(StatusCode::BAD_REQUEST, message, Some("operation_not_supported")).into());
    }
    if let Some(identity) = body.get("identity") {
        let part = |name: &str| identity.get(name).and_then(Value::as_str).unwrap_or_default();
        if part("provider") != user_id.provider() || part("user_id") != user_id.local() {
            return Err(payload::refuse("identity: mails are sent to the user's main identity alone"));
        }
    }
    let new = NewVerification { user_id, client_id: text("client_id").map(str::to_owned) };
    let job = state.directory().jobs().verification_email(&actor, &new).await?;
    let mut answer = begun(&job);
    answer["status"] = json!(JobStatus::Pending.as_str());
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}
