//! Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4).

use model::JsonObject;
use serde_json::json;

/// The member of `events` that makes it a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What goes into a logout token. Times are in seconds.
#[derive(Clone, Copy, Debug)]
pub struct LogoutToken<'a> {
    /// `iss`
    pub issuer: &'a str,
    /// `sub`: who was logged out.
    pub subject: &'a str,
    /// `aud`: the application that is told.
    pub client_id: &'a str,
    /// `sid`: the session; none where all of the user's ended.
    pub session_id: Option<&'a str>,
    /// `iat`
    pub issued_at: i64,
    /// `exp` is so many seconds later.
    pub lifetime: i64,
    /// The same for each try to tell the same thing.
    pub jti: &'a str,
}

impl LogoutToken<'_> {
    /// All of its claims; never a `nonce`, so that it cannot pass for an ID token.
    pub fn claims(&self) -> JsonObject {
        let claims = [
            ("iss", json!(self.issuer)),
            ("sub", json!(self.subject)),
            ("aud", json!(self.client_id)),
            ("iat", json!(self.issued_at)),
            ("exp", json!(self.issued_at.saturating_add(self.lifetime))),
            ("jti", json!(self.jti)),
            ("events", json!({ EVENT: {} })),
            ("sid", json!(self.session_id)),
        ];
        claims.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
