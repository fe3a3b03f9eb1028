//! JSON Web Tokens: made, and believed only after every check (RFC 7519, RFC 8725).

mod verify;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{JsonObject, TokenDialect};
use serde_json::json;

use crate::keys::{KeyMistake, SigningKey};

pub(crate) use verify::time;
pub use verify::{Expected, Signed, TokenMistake, peek, verify};

/// What a token is for, as its header says (`typ`): one kind is never taken for another (RFC 8725 §3.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `JWT`, as ID tokens have it at Auth0.
    IdToken,
    /// `at+jwt` (RFC 9068 §2.1).
    AccessToken,
    /// `JWT`: an access token in Auth0's own dialect. ID tokens have the same, so its audience must be asked for.
    Auth0AccessToken,
    /// `client-authentication+jwt`, `JWT` or nothing: clients are free in it.
    ClientAssertion,
    /// `logout+jwt` (OpenID Connect Back-Channel Logout 1.0 §2.4).
    LogoutToken,
}

impl From<TokenDialect> for Kind {
    fn from(dialect: TokenDialect) -> Self {
        if dialect.is_rfc9068() { Self::AccessToken } else { Self::Auth0AccessToken }
    }
}

impl Kind {
    fn typ(self) -> &'static str {
        match self {
            Self::IdToken | Self::Auth0AccessToken => "JWT",
            Self::AccessToken => "at+jwt",
            Self::ClientAssertion => "client-authentication+jwt",
            Self::LogoutToken => "logout+jwt",
        }
    }

    /// Whether a header's `typ` is this kind. `application/` may stand in front (RFC 7515 §4.1.9).
    fn is(self, typ: Option<&str>) -> bool {
        let typ = typ.map(|typ| {
            let lower = typ.to_ascii_lowercase();
            lower.strip_prefix("application/").map_or(lower.clone(), str::to_owned)
        });
        match (self, typ.as_deref()) {
            (Self::IdToken | Self::Auth0AccessToken, Some(typ)) => typ == "jwt",
            (Self::AccessToken, Some(typ)) => typ == "at+jwt",
            (Self::ClientAssertion, Some(typ)) => typ == "jwt" || typ == "client-authentication+jwt",
            (Self::LogoutToken, Some(typ)) => typ == "logout+jwt",
            (Self::ClientAssertion, None) => true,
            (_, None) => false,
        }
    }
}

/// Signs `claims`.
///
/// # Errors
/// If the cryptographic library fails.
pub fn sign(key: &SigningKey, kind: Kind, claims: &JsonObject) -> Result<String, KeyMistake> {
    let header = json!({ "alg": key.public_jwk()["alg"], "typ": kind.typ(), "kid": key.kid() });
    let claims = serde_json::to_vec(claims).map_err(|_| KeyMistake::Format)?;
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims));
    let signature = key.sign(message.as_bytes())?;
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}
