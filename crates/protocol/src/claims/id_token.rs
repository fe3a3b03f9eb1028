//! ID tokens (OpenID Connect Core §2).

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{JsonObject, SigningAlgorithm, UserProfile};
use serde_json::json;

use super::profile;
use crate::Scope;

/// What goes into an ID token. Times are in seconds.
#[derive(Clone, Copy, Debug)]
pub struct IdToken<'a> {
    /// `iss`
    pub issuer: &'a str,
    /// `aud`
    pub client_id: &'a str,
    /// `sub`, and of the rest what `scope` allows.
    pub user: &'a UserProfile,
    /// What was granted.
    pub scope: &'a Scope,
    /// `iat`
    pub issued_at: i64,
    /// `exp` is so many seconds later.
    pub lifetime: i64,
    /// When the user last proved who they are.
    pub auth_time: Option<i64>,
    /// As the client sent it.
    pub nonce: Option<&'a str>,
    /// `sid`: the browser's login.
    pub session_id: Option<&'a str>,
    /// What it will be signed with: decides how `at_hash` and `c_hash` are made.
    pub algorithm: SigningAlgorithm,
    /// The access token that comes with it, for `at_hash`.
    pub access_token: Option<&'a str>,
    /// The code that comes with it, for `c_hash`.
    pub code: Option<&'a str>,
}

impl IdToken<'_> {
    /// All of its claims.
    pub fn claims(&self) -> JsonObject {
        let mut claims = profile(self.user, self.scope);
        let mut add = |name: &str, value| claims.insert(name.to_owned(), value);
        add("iss", json!(self.issuer));
        add("aud", json!(self.client_id));
        add("iat", json!(self.issued_at));
        add("exp", json!(self.issued_at.saturating_add(self.lifetime)));
        let hash = |value| hash_of(self.algorithm, value);
        for (name, value) in [
            ("auth_time", self.auth_time.map(|time| json!(time))),
            ("nonce", self.nonce.map(|nonce| json!(nonce))),
            ("sid", self.session_id.map(|id| json!(id))),
            ("at_hash", self.access_token.map(|token| json!(hash(token)))),
            ("c_hash", self.code.map(|code| json!(hash(code)))),
        ] {
            if let Some(value) = value {
                add(name, value);
            }
        }
        claims
    }
}

/// `at_hash` or `c_hash`: the left half of the hash that the signature uses (OpenID Connect Core §3.1.3.6). Ed25519 uses
/// SHA-512.
pub fn hash_of(algorithm: SigningAlgorithm, value: &str) -> String {
    let hash = match algorithm {
        SigningAlgorithm::RS256 | SigningAlgorithm::ES256 => &digest::SHA256,
        SigningAlgorithm::EdDSA => &digest::SHA512,
    };
    let hashed = digest::digest(hash, value.as_bytes());
    URL_SAFE_NO_PAD.encode(&hashed.as_ref()[..hashed.as_ref().len() / 2])
}
