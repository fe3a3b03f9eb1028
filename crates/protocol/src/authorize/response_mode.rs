//! `response_mode`: how the answer travels.

use serde::{Deserialize, Serialize};

use super::ResponseType;
use crate::OAuthError;
use crate::error::echo;

/// How the answer of /authorize travels to the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of the redirect.
    Query,
    /// In its fragment.
    Fragment,
    /// In a form that the browser posts (OAuth 2.0 Form Post Response Mode).
    FormPost,
    /// In a message to the window that opened or framed the page: silent authentication.
    WebMessage,
}

impl ResponseMode {
    /// All that there are.
    pub const ALL: [Self; 4] = [Self::Query, Self::Fragment, Self::FormPost, Self::WebMessage];

    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
            Self::WebMessage => "web_message",
        }
    }

    /// The mode that was asked for, or what is usual for the response type.
    ///
    /// # Errors
    /// `invalid_request` for an unknown mode, and for tokens in a query, where logs and other sites would see them.
    pub fn choose(asked: Option<&str>, response_type: ResponseType) -> Result<Self, OAuthError> {
        let Some(asked) = asked else { return Ok(Self::usual(response_type)) };
        let mode = Self::ALL
            .into_iter()
            .find(|mode| mode.as_str() == asked)
            .ok_or_else(|| OAuthError::invalid_request(format!("Unsupported response mode: {}", echo(asked))))?;
        if mode == Self::Query && response_type.is_front_channel() {
            return Err(OAuthError::invalid_request(format!(
                "response_mode query cannot carry response_type {response_type}: use fragment or form_post"
            )));
        }
        Ok(mode)
    }

    /// What is used where none is asked for.
    pub fn usual(response_type: ResponseType) -> Self {
        if response_type.is_front_channel() { Self::Fragment } else { Self::Query }
    }
}
