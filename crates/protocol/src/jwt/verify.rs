//! Every check of a token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Header;
use model::JsonObject;
use serde_json::Value;

use super::Kind;
use crate::keys::VerificationKey;

/// Longer ones are not looked at.
const LONGEST: usize = 16 * 1024;

/// Seconds by which clocks may differ (S-204).
const LEEWAY: i64 = 60;

/// What a token must say.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// What it is for.
    pub kind: Kind,
    /// `iss`.
    pub issuer: &'a str,
    /// `aud` is, or holds, one of these; empty for any, as for an `id_token_hint` that says who its client is.
    pub audiences: &'a [&'a str],
    /// Whether it may have expired: an `id_token_hint` of a logout may (S-243).
    pub may_be_expired: bool,
}

/// Why a token is not believed. For the log: whoever sent it is told no more than that it is not (S-203).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenMistake {
    /// Not a signed JWT in its compact form.
    #[error("it is not a signed JWT")]
    Malformed,
    /// A header that names a key or asks for what is not understood (`jku`, `jwk`, `x5u`, `x5c`, `crit`, `zip`).
    #[error("its header brings a key of its own, or something that is not understood")]
    Header,
    /// Not what it must be for.
    #[error("its typ is another")]
    Kind,
    /// No key has that id.
    #[error("it names no key that is known")]
    UnknownKey,
    /// Another algorithm than the key's, or a signature that does not verify.
    #[error("its signature is not good")]
    Signature,
    /// `iss`
    #[error("it is from another issuer")]
    Issuer,
    /// `aud`
    #[error("it is for somebody else")]
    Audience,
    /// `exp`
    #[error("it has expired")]
    Expired,
    /// `nbf` or `iat` in the future.
    #[error("it is not valid yet")]
    NotYet,
    /// A claim is missing or of the wrong type.
    #[error("a claim is missing or is not what it must be")]
    Claim,
}

/// A token that is signed by one of the keys that are believed. What it says is another question ([`Signed::check`]), which
/// has another answer from second to second and from door to door.
#[derive(Clone, Debug)]
pub struct Signed {
    typ: Option<String>,
    claims: JsonObject,
}

impl Signed {
    /// Checks the signature.
    ///
    /// The key is found by the token's `kid` among `keys`; keys without an id are tried each. Which algorithm is right is the
    /// key's word, not the token's.
    ///
    /// # Errors
    /// The first check that failed: of form, header or signature.
    pub fn read(token: &str, keys: &[VerificationKey]) -> Result<Self, TokenMistake> {
        let header = read_header(token)?;
        check_signature(token, &header, keys)?;
        Ok(Self { typ: header.typ, claims: read_claims(token)? })
    }

    /// The claims, if the token is what is expected at `now`, in seconds.
    ///
    /// # Errors
    /// The first check that failed.
    pub fn check(&self, expected: &Expected<'_>, now: i64) -> Result<&JsonObject, TokenMistake> {
        if !expected.kind.is(self.typ.as_deref()) {
            return Err(TokenMistake::Kind);
        }
        check_claims(&self.claims, expected, now)?;
        Ok(&self.claims)
    }
}

/// Checks a token and gives its claims. `now` is in seconds.
///
/// # Errors
/// As those of [`Signed`].
pub fn verify(
    token: &str,
    keys: &[VerificationKey],
    expected: &Expected<'_>,
    now: i64,
) -> Result<JsonObject, TokenMistake> {
    let signed = Signed::read(token, keys)?;
    signed.check(expected, now)?;
    Ok(signed.claims)
}

/// The claims of a token that nobody has checked: to find out whose keys to check it with, and for nothing else.
pub fn peek(token: &str) -> Option<JsonObject> {
    read_header(token).ok()?;
    read_claims(token).ok()
}

fn read_header(token: &str) -> Result<Header, TokenMistake> {
    if token.len() > LONGEST {
        return Err(TokenMistake::Malformed);
    }
    let header = jsonwebtoken::decode_header(token).map_err(|_| TokenMistake::Malformed)?;
    let brings_key = header.jku.is_some() || header.jwk.is_some() || header.x5u.is_some() || header.x5c.is_some();
    if brings_key || header.crit.is_some() || header.zip.is_some() || header.enc.is_some() {
        return Err(TokenMistake::Header);
    }
    Ok(header)
}

/// Signature alone: what the library checks of claims, it checks against the machine's clock, and passes over what is
/// missing.
fn check_signature(token: &str, header: &Header, keys: &[VerificationKey]) -> Result<(), TokenMistake> {
    let (message, signature) = token.rsplit_once('.').ok_or(TokenMistake::Malformed)?;
    let mut mistake = TokenMistake::UnknownKey;
    for key in keys.iter().filter(|key| key.kid.is_none() || key.kid == header.kid) {
        mistake = TokenMistake::Signature;
        let is_its_algorithm = key.algorithm == header.alg;
        let verified = || jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key.key, key.algorithm);
        if is_its_algorithm && verified().is_ok_and(|is_good| is_good) {
            return Ok(());
        }
    }
    Err(mistake)
}

/// A claim that stands twice could be read as either: such a token is not read at all (RFC 7519 §4).
fn read_claims(token: &str) -> Result<JsonObject, TokenMistake> {
    let body = token.split('.').nth(1).and_then(|body| URL_SAFE_NO_PAD.decode(body).ok());
    let text = body.and_then(|body| String::from_utf8(body).ok()).ok_or(TokenMistake::Malformed)?;
    match model::parse_json(&text) {
        Ok(Value::Object(claims)) => Ok(claims),
        _ => Err(TokenMistake::Malformed),
    }
}

fn check_claims(claims: &JsonObject, expected: &Expected<'_>, now: i64) -> Result<(), TokenMistake> {
    if claims.get("iss").and_then(Value::as_str) != Some(expected.issuer) {
        return Err(TokenMistake::Issuer);
    }
    if !expected.audiences.is_empty() && !is_for(claims.get("aud"), expected.audiences) {
        return Err(TokenMistake::Audience);
    }
    let expires = time(claims, "exp")?.ok_or(TokenMistake::Claim)?;
    if !expected.may_be_expired && now.saturating_sub(LEEWAY) >= expires {
        return Err(TokenMistake::Expired);
    }
    for name in ["nbf", "iat"] {
        if time(claims, name)?.is_some_and(|from| from > now.saturating_add(LEEWAY)) {
            return Err(TokenMistake::NotYet);
        }
    }
    Ok(())
}

fn is_for(aud: Option<&Value>, audiences: &[&str]) -> bool {
    let is_one = |value: &Value| value.as_str().is_some_and(|aud| audiences.contains(&aud));
    match aud {
        Some(Value::Array(values)) => values.iter().any(is_one),
        Some(value) => is_one(value),
        None => false,
    }
}

/// A NumericDate (RFC 7519 §2), whose fraction is cut off.
pub(crate) fn time(claims: &JsonObject, name: &str) -> Result<Option<i64>, TokenMistake> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    let whole = || value.as_f64().filter(|seconds| seconds.abs() < 1e15).map(|seconds| seconds as i64);
    value.as_i64().or_else(whole).map(Some).ok_or(TokenMistake::Claim)
}
