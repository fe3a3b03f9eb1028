//! Refresh tokens as Auth0 writes them.

use model::RefreshTokenInfo;
use serde_json::{Value, json};

use crate::management::payload::{Kind, Schema};

/// Partly where `fields` are named.
pub(in crate::management) const TOKEN: Kind = Kind::Named(
    "RefreshToken",
    &Kind::Nested(&Schema {
        properties: &[
            ("client_id", Kind::Text),
            ("created_at", Kind::Time),
            ("device", Kind::Nested(&DEVICE)),
            ("expires_at", Kind::OrNull(&Kind::Time)),
            ("id", Kind::Text),
            ("idle_expires_at", Kind::OrNull(&Kind::Time)),
            ("last_exchanged_at", Kind::Time),
            ("refresh_token_metadata", Kind::OrNull(&Kind::Object)),
            ("resource_servers", Kind::List(&API)),
            ("rotating", Kind::Flag),
            ("session_id", Kind::TextOrNull),
            ("user_id", Kind::Text),
        ],
        required: &[],
    }),
);
const DEVICE: Schema = Schema {
    properties: &[("initial_ip", Kind::Text), ("initial_user_agent", Kind::Text), ("last_ip", Kind::Text)],
    required: &[],
};
const API: Schema =
    Schema { properties: &[("audience", Kind::Text), ("scopes", Kind::Text)], required: &["audience", "scopes"] };

/// The refresh token on the wire; never the token itself.
pub(super) fn shaped(token: &RefreshTokenInfo) -> Value {
    let mut device = json!({});
    for (name, value) in
        [("initial_ip", &token.initial_ip), ("initial_user_agent", &token.user_agent), ("last_ip", &token.last_ip)]
    {
        if let Some(value) = value {
            device[name] = json!(value);
        }
    }
    let apis = match token.audience.as_str() {
        "" => json!([]),
        audience => json!([{ "audience": audience, "scopes": token.scope }]),
    };
    json!({
        "id": token.id,
        "user_id": token.user_id,
        "client_id": token.client_id,
        "session_id": token.session_id,
        "created_at": token.created_at,
        "last_exchanged_at": token.last_used_at,
        "idle_expires_at": token.idle_expires_at,
        "expires_at": token.expires_at,
        "rotating": token.is_rotating,
        "device": device,
        "resource_servers": apis,
        "refresh_token_metadata": token.metadata,
    })
}
