//! Sessions as Auth0 writes them.

use model::UserSession;
use serde_json::{Value, json};

use crate::management::payload::{Kind, Schema};

pub(in crate::management) const SESSION: Kind = Kind::Named(
    "Session",
    &Kind::Nested(&Schema {
        properties: &[
            ("authenticated_at", Kind::Time),
            ("authentication", Kind::Nested(&AUTHENTICATION)),
            ("clients", Kind::List(&CLIENT)),
            ("cookie", Kind::Is(r#"{"mode":"non-persistent"}"#)),
            ("created_at", Kind::Time),
            ("device", Kind::Nested(&DEVICE)),
            ("expires_at", Kind::Time),
            ("id", Kind::Text),
            ("idle_expires_at", Kind::Time),
            ("last_interacted_at", Kind::Time),
            ("session_metadata", Kind::OrNull(&Kind::Object)),
            ("updated_at", Kind::Time),
            ("user_id", Kind::Text),
        ],
        required: &["authenticated_at", "clients", "created_at", "expires_at", "id", "idle_expires_at", "user_id"],
    }),
);
const AUTHENTICATION: Schema = Schema { properties: &[("methods", Kind::List(&METHOD))], required: &["methods"] };
const METHOD: Schema =
    Schema { properties: &[("name", Kind::Text), ("timestamp", Kind::Time)], required: &["name", "timestamp"] };
const CLIENT: Schema = Schema { properties: &[("client_id", Kind::Text)], required: &["client_id"] };
const DEVICE: Schema =
    Schema { properties: &[("initial_ip", Kind::Text), ("initial_user_agent", Kind::Text)], required: &[] };

/// The session on the wire. What Roster does not keep (networks, where a session was seen last) is left out.
pub(in crate::management) fn shaped(session: &UserSession) -> Value {
    let clients: Vec<Value> = session.clients.iter().map(|id| json!({ "client_id": id })).collect();
    // In the place of a user nobody showed that they are the user.
    let methods = match session.impersonation {
        None => json!([{ "name": "pwd", "timestamp": session.authenticated_at }]),
        Some(_) => json!([]),
    };
    let mut device = json!({});
    for (name, value) in [("initial_user_agent", &session.user_agent), ("initial_ip", &session.ip)] {
        if let Some(value) = value {
            device[name] = json!(value);
        }
    }
    json!({
        "id": session.id,
        "user_id": session.user_id,
        "created_at": session.created_at,
        "updated_at": session.last_seen_at,
        "authenticated_at": session.authenticated_at,
        "last_interacted_at": session.last_seen_at,
        "idle_expires_at": session.idle_expires_at,
        "expires_at": session.expires_at,
        "device": device,
        "clients": clients,
        "authentication": { "methods": methods },
        "cookie": { "mode": "non-persistent" },
        "session_metadata": session.metadata,
    })
}
