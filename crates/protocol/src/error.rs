//! Errors as OAuth 2 says them (RFC 6749 §4.1.2.1, §5.2), with Auth0's statuses and words: SDKs compare them.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// An error that a client is told: as JSON from the token endpoint, as parameters from /authorize.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthError {
    /// `error`.
    pub code: &'static str,
    /// `error_description`.
    pub description: String,
    /// The HTTP status where it is answered as JSON.
    pub status: u16,
}

impl OAuthError {
    /// An error of `code`.
    pub fn new(status: u16, code: &'static str, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), status }
    }

    /// The request cannot be understood.
    pub fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(400, "invalid_request", description)
    }

    /// A parameter that cannot be left out was.
    pub fn missing_parameter(name: &str) -> Self {
        Self::invalid_request(format!("Missing required parameter: {name}"))
    }

    /// A code that is unknown, spent, expired, or not this client's.
    pub fn invalid_code() -> Self {
        Self::invalid_grant("Invalid authorization code")
    }

    /// PKCE failed (RFC 7636 §4.6).
    pub fn wrong_code_verifier() -> Self {
        Self::invalid_grant("Failed to verify code verifier")
    }

    /// No such user, or not that password: nobody is told which.
    pub fn wrong_password() -> Self {
        Self::invalid_grant("Wrong email or password.")
    }

    /// A refresh token that is unknown, spent, expired, revoked, or not this client's.
    pub fn invalid_refresh_token() -> Self {
        Self::invalid_grant("Unknown or invalid refresh token.")
    }

    /// The user behind a refresh token was deleted.
    pub fn refresh_token_of_deleted_user() -> Self {
        Self::invalid_grant("The refresh_token was generated for a user who doesn't exist anymore.")
    }

    /// An administrator blocked the user; at the token endpoint. auth0-spa-js looks for these words.
    pub fn user_is_blocked() -> Self {
        Self::invalid_grant("user is blocked")
    }

    /// An administrator blocked the user; from /authorize.
    pub fn blocked_user_at_authorize() -> Self {
        Self::new(403, "unauthorized", "user is blocked")
    }

    /// What was presented to get a token is not good.
    pub fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new(403, "invalid_grant", description)
    }

    /// An unknown client or a wrong secret: nobody is told which.
    pub fn invalid_client() -> Self {
        Self::new(401, "invalid_client", "Unauthorized")
    }

    /// No, for a reason that is told.
    pub fn access_denied(description: impl Into<String>) -> Self {
        Self::new(403, "access_denied", description)
    }

    /// The grant is switched off for the client.
    pub fn grant_not_allowed(grant: &str) -> Self {
        Self::new(403, "unauthorized_client", format!("Grant type '{}' not allowed for the client.", echo(grant)))
    }

    /// A grant that nobody has.
    pub fn unsupported_grant_type(grant: &str) -> Self {
        Self::new(400, "unsupported_grant_type", format!("Unsupported grant type: {}", echo(grant)))
    }

    /// A response type that nobody has, or not this client (S-110).
    pub fn unsupported_response_type(response_type: &str) -> Self {
        Self::new(400, "unsupported_response_type", format!("Unsupported response type: {}", echo(response_type)))
    }

    /// More was asked for than may be given.
    pub fn invalid_scope(description: impl Into<String>) -> Self {
        Self::new(400, "invalid_scope", description)
    }

    /// A machine application without a client grant for that API.
    pub fn no_client_grant(audience: &str) -> Self {
        let audience = echo(audience);
        Self::access_denied(format!(
            "Client is not authorized to access \"{audience}\". You need to create a \"client-grant\" associated to this API."
        ))
    }

    /// No API has that identifier.
    pub fn unknown_audience(audience: &str) -> Self {
        Self::access_denied(format!("Service not found: {}", echo(audience)))
    }

    /// `prompt=none`, and nobody is logged in (or not recently enough, or somebody else).
    pub fn login_required() -> Self {
        Self::new(403, "login_required", "Login required")
    }

    /// `prompt=none`, and the user has to agree first.
    pub fn consent_required() -> Self {
        Self::new(403, "consent_required", "Consent required")
    }

    /// `prompt=none`, and something else has to be shown.
    pub fn interaction_required() -> Self {
        Self::new(403, "interaction_required", "Interaction required")
    }

    /// Too many wrong passwords in a row.
    pub fn too_many_attempts() -> Self {
        Self::new(
            429,
            "too_many_attempts",
            "Your account has been blocked after multiple consecutive login attempts. We've sent you an email with instructions on how to unblock it.",
        )
    }

    /// Device flow: the user has not decided yet (RFC 8628 §3.5).
    pub fn authorization_pending() -> Self {
        Self::new(403, "authorization_pending", "User has yet to authorize device code.")
    }

    /// Device flow: asked again too soon.
    pub fn slow_down() -> Self {
        Self::new(429, "slow_down", "You are polling faster than the specified interval of 5 seconds.")
    }

    /// Device flow: too late.
    pub fn expired_token() -> Self {
        Self::new(403, "expired_token", "The device code has expired.")
    }

    /// An access token that is unknown, expired or revoked (RFC 6750 §3.1).
    pub fn invalid_token() -> Self {
        Self::new(401, "invalid_token", "Unauthorized")
    }

    /// The access token is good, but not for this (RFC 6750 §3.1).
    pub fn insufficient_scope(scope: &str) -> Self {
        Self::new(403, "insufficient_scope", format!("Insufficient scope, expected: {scope}"))
    }

    /// Busy, or the database cannot be reached; the same request may succeed later.
    pub fn temporarily_unavailable() -> Self {
        Self::new(503, "temporarily_unavailable", "The server is busy. Try again in a moment.")
    }

    /// A mistake of Roster's own; the log has more.
    pub fn server_error() -> Self {
        Self::new(500, "server_error", "Something went wrong. The server's log has more.")
    }
}

impl Serialize for OAuthError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut body = serializer.serialize_struct("OAuthError", 2)?;
        body.serialize_field("error", self.code)?;
        body.serialize_field("error_description", &self.description)?;
        body.end()
    }
}

impl fmt::Display for OAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.description)
    }
}

impl std::error::Error for OAuthError {}

/// What somebody sent, fit to be said back: short, and of the characters that RFC 6749 §4.1.2.1 allows in a description.
pub(crate) fn echo(text: &str) -> String {
    const LONGEST: usize = 120;
    let is_allowed = |c: char| matches!(c, ' '..='~') && c != '"' && c != '\\';
    text.chars().take(LONGEST).map(|c| if is_allowed(c) { c } else { '?' }).collect()
}
