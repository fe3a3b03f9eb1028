//! Proof Key for Code Exchange (RFC 7636), S256 alone.

use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::OAuthError;

/// A `code_challenge` of the method S256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Challenge(String);

impl Challenge {
    /// Reads `code_challenge` and `code_challenge_method`; nothing if neither was sent.
    ///
    /// # Errors
    /// `invalid_request` for another method than S256, a missing one (RFC 7636 would take `plain`; S-132), a method
    /// without a challenge, and what is not 43 characters of base64url (S-133).
    pub fn parse(challenge: Option<&str>, method: Option<&str>) -> Result<Option<Self>, OAuthError> {
        match (challenge, method) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(OAuthError::missing_parameter("code_challenge")),
            (Some(challenge), Some("S256")) if is_challenge(challenge) => Ok(Some(Self(challenge.to_owned()))),
            (Some(_), Some("S256")) => {
                Err(OAuthError::invalid_request("code_challenge: 43 characters of base64url without padding, please"))
            }
            (Some(_), _) => Err(OAuthError::invalid_request("code_challenge_method must be S256")),
        }
    }

    /// The challenge of a verifier, as a client makes it.
    pub fn of(verifier: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes())))
    }

    /// As it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Compares what /authorize was told with what the token endpoint is told.
///
/// # Errors
/// `invalid_request` for a verifier that RFC 7636 §4.1 does not allow; `invalid_grant` if it does not belong to the
/// challenge, or if one of the two is there without the other (S-134).
pub fn verify(challenge: Option<&Challenge>, verifier: Option<&str>) -> Result<(), OAuthError> {
    if verifier.is_some_and(|verifier| !is_verifier(verifier)) {
        return Err(OAuthError::invalid_request("code_verifier: 43 to 128 of A-Z a-z 0-9 - . _ ~, please"));
    }
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) => {
            let expected = Challenge::of(verifier);
            constant_time::verify_slices_are_equal(challenge.0.as_bytes(), expected.0.as_bytes())
                .map_err(|_| OAuthError::wrong_code_verifier())
        }
        _ => Err(OAuthError::wrong_code_verifier()),
    }
}

fn is_challenge(text: &str) -> bool {
    text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~'))
}
