//! Client authentication with a signed assertion, `private_key_jwt` (RFC 7523 §3, OpenID Connect Core §9).

use model::{ClientPublicKey, Timestamp};
use serde_json::Value;

use crate::jwt::{self, Expected, Kind, TokenMistake};
use crate::keys::VerificationKey;

/// The one `client_assertion_type`.
pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How far in the future an assertion may end, in seconds (S-112).
const LONGEST_LIFETIME: i64 = 300;

/// Clocks may differ by that much.
const LEEWAY: i64 = 60;

/// An assertion that is good, if it was not used before: whoever asks keeps `jti` until `expires_at` (N-027).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// Unique among the client's assertions.
    pub jti: String,
    /// Seconds since 1970; afterwards the assertion is refused anyhow.
    pub expires_at: i64,
}

/// Whose assertion it says it is, unchecked: to find the client whose keys check it.
pub fn client_of(assertion: &str) -> Option<String> {
    jwt::peek(assertion)?.get("sub")?.as_str().map(str::to_owned)
}

/// Checks an assertion of `client_id`. `audiences` are our issuer and the endpoint's URL; `now` is in seconds.
///
/// # Errors
/// Why it is not believed, for the log. The client is told `invalid_client`.
pub fn verify(
    assertion: &str,
    client_id: &str,
    public_keys: &[ClientPublicKey],
    audiences: &[&str],
    now: i64,
) -> Result<Assertion, TokenMistake> {
    let time = Timestamp(now.saturating_mul(1_000));
    let good = public_keys.iter().filter(|key| key.is_good_at(time));
    // A key that was registered and cannot be read is as good as none.
    let keys: Vec<VerificationKey> = good.filter_map(|key| VerificationKey::from_pem(key).ok()).collect();
    if audiences.is_empty() {
        return Err(TokenMistake::Audience);
    }
    let expected = Expected { kind: Kind::ClientAssertion, issuer: client_id, audiences, may_be_expired: false };
    let claims = jwt::verify(assertion, &keys, &expected, now)?;
    if claims.get("sub").and_then(Value::as_str) != Some(client_id) {
        return Err(TokenMistake::Claim);
    }
    let expires = jwt::time(&claims, "exp")?.ok_or(TokenMistake::Claim)?;
    if expires > now.saturating_add(LONGEST_LIFETIME + LEEWAY) {
        return Err(TokenMistake::Claim);
    }
    let jti = claims.get("jti").and_then(Value::as_str).filter(|jti| (1..=255).contains(&jti.len()));
    let jti = jti.ok_or(TokenMistake::Claim)?.to_owned();
    Ok(Assertion { jti, expires_at: expires.saturating_add(LEEWAY) })
}
