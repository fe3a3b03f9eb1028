//! `response_type` (RFC 6749 §3.1.1, OAuth 2.0 Multiple Response Type Encoding Practices).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::OAuthError;

/// What /authorize answers. All but `code` need the client's `implicit` grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseType {
    /// A code, for the token endpoint.
    Code,
    /// An access token.
    Token,
    /// An ID token.
    IdToken,
    /// Both tokens.
    IdTokenToken,
    /// A code and an ID token.
    CodeIdToken,
}

impl ResponseType {
    /// All that there are.
    pub const ALL: [Self; 5] = [Self::Code, Self::Token, Self::IdToken, Self::IdTokenToken, Self::CodeIdToken];

    /// Reads the words, in any order.
    ///
    /// # Errors
    /// `unsupported_response_type` for any other combination.
    pub fn parse(text: &str) -> Result<Self, OAuthError> {
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        Ok(match words.as_slice() {
            ["code"] => Self::Code,
            ["token"] => Self::Token,
            ["id_token"] => Self::IdToken,
            ["id_token", "token"] => Self::IdTokenToken,
            ["code", "id_token"] => Self::CodeIdToken,
            _ => return Err(OAuthError::unsupported_response_type(text)),
        })
    }

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Token => "token",
            Self::IdToken => "id_token",
            Self::IdTokenToken => "id_token token",
            Self::CodeIdToken => "code id_token",
        }
    }

    /// Whether a code is answered.
    pub fn has_code(self) -> bool {
        matches!(self, Self::Code | Self::CodeIdToken)
    }

    /// Whether an access token is answered.
    pub fn has_token(self) -> bool {
        matches!(self, Self::Token | Self::IdTokenToken)
    }

    /// Whether an ID token is answered.
    pub fn has_id_token(self) -> bool {
        matches!(self, Self::IdToken | Self::IdTokenToken | Self::CodeIdToken)
    }

    /// Whether tokens come past the browser: the client needs the `implicit` grant (S-110).
    pub fn is_front_channel(self) -> bool {
        self != Self::Code
    }
}

impl fmt::Display for ResponseType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ResponseType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ResponseType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}
