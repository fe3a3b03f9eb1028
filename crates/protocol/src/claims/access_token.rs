//! Access tokens (RFC 9068, and Auth0's own).

use model::{JsonObject, TokenDialect};
use serde_json::{Value, json};

use crate::Scope;

/// What goes into an access token. Times are in seconds.
#[derive(Clone, Copy, Debug)]
pub struct AccessToken<'a> {
    /// The API's.
    pub dialect: TokenDialect,
    /// `iss`
    pub issuer: &'a str,
    /// `sub`: the user's id, or [`machine_subject`].
    pub subject: &'a str,
    /// `aud`: the API; /userinfo too if `openid` was granted.
    pub audiences: &'a [&'a str],
    /// `azp`, and `client_id` by RFC 9068.
    pub client_id: &'a str,
    /// What was granted.
    pub scope: &'a Scope,
    /// `iat`
    pub issued_at: i64,
    /// `exp` is so many seconds later.
    pub lifetime: i64,
    /// Unique: from the caller's randomness.
    pub jti: &'a str,
    /// `gty`, where Auth0 has it: `client-credentials`, `password`.
    pub grant: Option<&'a str>,
    /// `sid`: the browser's login.
    pub session_id: Option<&'a str>,
    /// When the user last proved who they are.
    pub auth_time: Option<i64>,
    /// What the API's own rules allow.
    pub permissions: Option<&'a [String]>,
}

impl AccessToken<'_> {
    /// All of its claims (S-201). Auth0's own dialect has `jti` too: what a token came from is found by it.
    pub fn claims(&self) -> JsonObject {
        let audience = match self.audiences {
            [one] => json!(one),
            several => json!(several),
        };
        let claims = [
            ("iss", json!(self.issuer)),
            ("sub", json!(self.subject)),
            ("aud", audience),
            ("iat", json!(self.issued_at)),
            ("exp", json!(self.issued_at.saturating_add(self.lifetime))),
            ("jti", json!(self.jti)),
            ("client_id", json!(self.dialect.is_rfc9068().then_some(self.client_id))),
            ("azp", json!(self.client_id)),
            ("scope", if self.scope.is_empty() { Value::Null } else { json!(self.scope) }),
            ("gty", json!(self.grant)),
            ("sid", json!(self.session_id)),
            ("auth_time", json!(self.auth_time)),
            ("permissions", json!(self.permissions)),
        ];
        claims.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// `sub` of a program's token. User ids hold a `|`, client ids are letters and digits: it is never a user's (S-202).
pub fn machine_subject(client_id: &str) -> String {
    format!("{client_id}@clients")
}
