//! /api/v2/tickets

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{NewTicket, Scope, TicketUser};
use http::StatusCode;
use model::{JsonObject, UserId};
use serde_json::{Value, json};

use super::api::Api;
use super::caller::Caller;
use super::operation::Operation;
use super::payload::{self, Kind, Schema, refuse};
use super::refusal::{Refusal, failed, refused};
use crate::ServerState;

const TICKET: Kind = Kind::Nested(&Schema { properties: &[("ticket", Kind::Text)], required: &["ticket"] });

const VERIFY: Operation =
    Operation::new("post_email-verification", "Get a link by which a user shows that an email is theirs")
        .any(&[Scope::CreateUserTickets])
        .body(Kind::Nested(&EMAIL_VERIFICATION))
        .gives(201, TICKET)
        .refuses(&[404]);

const CHANGE: Operation = Operation::new("post_password-change", "Get a link by which a user sets a new password")
    .any(&[Scope::CreateUserTickets])
    .body(Kind::Nested(&PASSWORD_CHANGE))
    .example(r#"{ "user_id": "auth0|65f0c0ffee" }"#)
    .gives(201, TICKET)
    .refuses(&[404]);

const EMAIL_VERIFICATION: Schema = Schema {
    properties: &[
        ("client_id", Kind::Text),
        ("identity", Kind::Object),
        ("includeEmailInRedirect", Kind::Flag),
        ("organization_id", Kind::Text),
        ("result_url", Kind::Text),
        ("ttl_sec", Kind::Integer),
        ("user_id", Kind::Text),
    ],
    required: &["user_id"],
};

const PASSWORD_CHANGE: Schema = Schema {
    properties: &[
        ("client_id", Kind::Text),
        ("connection_id", Kind::Text),
        ("email", Kind::Text),
        ("identity", Kind::Object),
        ("includeEmailInRedirect", Kind::Flag),
        ("mark_email_as_verified", Kind::Flag),
        ("organization_id", Kind::Text),
        ("result_url", Kind::Text),
        ("ttl_sec", Kind::Integer),
        ("user_id", Kind::Text),
    ],
    required: &[],
};

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new().post("/api/v2/tickets/email-verification", email_verification, VERIFY).post(
        "/api/v2/tickets/password-change",
        password_change,
        CHANGE,
    )
}

async fn email_verification(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &EMAIL_VERIFICATION)?;
    if body.contains_key("result_url") && body.contains_key("client_id") {
        return Err(refuse("result_url and client_id cannot be sent together"));
    }
    let user = UserId::from(text(&body, "user_id").unwrap_or_default());
    check_identity(&body, &user)?;
    let ticket = state.directory().user_tickets().email_verification(&actor, &user, &new_ticket(&body)?).await;
    made(ticket)
}

async fn password_change(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &PASSWORD_CHANGE)?;
    let user = match (text(&body, "user_id"), text(&body, "connection_id"), text(&body, "email")) {
        (Some(id), None, None) => TicketUser::Id(UserId::from(id)),
        (None, Some(connection_id), Some(email)) => {
            TicketUser::Email { connection_id: connection_id.to_owned(), email: email.to_owned() }
        }
        _ => return Err(refuse("either user_id, or connection_id and email, say whose password is meant")),
    };
    match &user {
        TicketUser::Id(id) => check_identity(&body, id)?,
        TicketUser::Email { .. } if body.contains_key("identity") => {
            return Err(refuse("identity can be sent with user_id alone"));
        }
        TicketUser::Email { .. } => {}
    }
    let marks_verified = flag(&body, "mark_email_as_verified");
    let new = new_ticket(&body)?;
    made(state.directory().user_tickets().password_change(&actor, &user, &new, marks_verified).await)
}

fn made(ticket: directory::Result<String>) -> Result<Response, Refusal> {
    let url = ticket.map_err(failed)?;
    Ok((StatusCode::CREATED, Json(json!({ "ticket": url }))).into_response())
}

fn new_ticket(body: &JsonObject) -> Result<NewTicket, Refusal> {
    if body.contains_key("organization_id") {
        let message = "organization_id: there are no organizations";
        return Err(refused(StatusCode::BAD_REQUEST, message, Some("operation_not_supported")).into());
    }
    Ok(NewTicket {
        result_url: text(body, "result_url").map(str::to_owned),
        tells_email: flag(body, "includeEmailInRedirect"),
        client_id: text(body, "client_id").map(str::to_owned),
        ttl_sec: body.get("ttl_sec").and_then(Value::as_i64).unwrap_or(0),
    })
}

/// An identity may be named, if it is the one that the user has as such.
fn check_identity(body: &JsonObject, user: &UserId) -> Result<(), Refusal> {
    let Some(identity) = body.get("identity") else { return Ok(()) };
    let part = |name: &str| identity.get(name).and_then(Value::as_str).unwrap_or_default();
    if part("provider") == user.provider() && part("user_id") == user.local() {
        return Ok(());
    }
    Err(refuse("identity: links are made for the user's main identity alone"))
}

fn text<'a>(body: &'a JsonObject, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str)
}

fn flag(body: &JsonObject, name: &str) -> bool {
    body.get(name).and_then(Value::as_bool).unwrap_or(false)
}
