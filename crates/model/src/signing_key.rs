//! The keys that tokens are signed with.

use serde::{Deserialize, Serialize};

use crate::{SigningAlgorithm, Timestamp};

/// Where a key is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SigningKeyState {
    /// Published, so that everybody knows it before it signs.
    Next,
    /// Signs.
    Current,
    /// Signs no more; what it signed is still believed.
    Previous,
    /// Nothing that it signed is believed.
    Revoked,
}

impl SigningKeyState {
    /// The state's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Current => "current",
            Self::Previous => "previous",
            Self::Revoked => "revoked",
        }
    }

    /// The state of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Next, Self::Current, Self::Previous, Self::Revoked].into_iter().find(|state| state.as_str() == name)
    }
}

impl SigningAlgorithm {
    /// The algorithm's name (RFC 7518, RFC 8037).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RS256 => "RS256",
            Self::ES256 => "ES256",
            Self::EdDSA => "EdDSA",
        }
    }

    /// The algorithm of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::RS256, Self::ES256, Self::EdDSA].into_iter().find(|alg| alg.as_str() == name)
    }
}

/// A signing key, as an administrator sees it: without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningKeyInfo {
    /// Names the key in the header of a token.
    pub kid: String,
    /// What it signs with.
    pub alg: SigningAlgorithm,
    /// Where it is in its life.
    pub state: SigningKeyState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it first signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_since: Option<Timestamp>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}
