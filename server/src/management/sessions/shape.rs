//! Sessions as Auth0 writes them.

use model::UserSession;
use serde_json::{Value, json};

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
