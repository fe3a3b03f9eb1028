//! Keys that tokens are verified with.

use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey};
use model::ClientPublicKey;
use serde_json::Value;

use super::KeyMistake;

/// A public key and the one algorithm that it is for. A token's header does not choose (S-203).
#[derive(Clone, Debug)]
pub struct VerificationKey {
    pub(crate) kid: Option<String>,
    pub(crate) algorithm: Algorithm,
    pub(crate) key: DecodingKey,
}

impl VerificationKey {
    /// One of ours, from the JWK that [`super::SigningKey::public_jwk`] gives.
    ///
    /// # Errors
    /// If it is not one.
    pub fn from_jwk(jwk: &Value) -> Result<Self, KeyMistake> {
        let kid = jwk["kid"].as_str().ok_or(KeyMistake::Format)?.to_owned();
        let algorithm = jwk["alg"].as_str().and_then(asymmetric).ok_or(KeyMistake::Algorithm)?;
        let parsed: Jwk = serde_json::from_value(jwk.clone()).map_err(|_| KeyMistake::Format)?;
        let key = DecodingKey::from_jwk(&parsed).map_err(|_| KeyMistake::Format)?;
        Self::new(Some(kid), algorithm, key)
    }

    /// One that an application registered (`private_key_jwt`): PEM, SubjectPublicKeyInfo. It has no id: the application
    /// calls it what it likes.
    ///
    /// # Errors
    /// If it is no public key of its algorithm, or the algorithm is not `RS256`, `PS256`, `ES256` or `EdDSA`.
    pub fn from_pem(public_key: &ClientPublicKey) -> Result<Self, KeyMistake> {
        let algorithm = asymmetric(&public_key.alg).ok_or(KeyMistake::Algorithm)?;
        let pem = public_key.pem.as_bytes();
        let key = match algorithm {
            Algorithm::ES256 => DecodingKey::from_ec_pem(pem),
            Algorithm::EdDSA => DecodingKey::from_ed_pem(pem),
            _ => DecodingKey::from_rsa_pem(pem),
        };
        Self::new(None, algorithm, key.map_err(|_| KeyMistake::Format)?)
    }

    fn new(kid: Option<String>, algorithm: Algorithm, key: DecodingKey) -> Result<Self, KeyMistake> {
        if key.family() == algorithm.family() { Ok(Self { kid, algorithm, key }) } else { Err(KeyMistake::Format) }
    }
}

/// Never HMAC: its key would be public here (N-028).
fn asymmetric(name: &str) -> Option<Algorithm> {
    match name {
        "RS256" => Some(Algorithm::RS256),
        "PS256" => Some(Algorithm::PS256),
        "ES256" => Some(Algorithm::ES256),
        "EdDSA" => Some(Algorithm::EdDSA),
        _ => None,
    }
}
