//! What /authorize answers an application: success or error, with `iss` (RFC 9207) and `state`.

mod page;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::authorize::{AuthorizationRequest, ResponseMode, ResponseType};
use crate::{OAuthError, Parameters, Scope, redirect_uri};

/// Everything but RFC 3986's unreserved characters; a space becomes `%20`, which every parser reads, unlike `+`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where an answer goes. Make one only after the redirect URI was found among the client's own (S-104).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnAddress {
    /// The client's, byte for byte.
    pub redirect_uri: String,
    /// Given back as it came.
    pub state: Option<String>,
    /// How it travels.
    pub mode: ResponseMode,
}

impl ReturnAddress {
    /// That of a request; `redirect_uri` is the one that was checked.
    pub fn of(request: &AuthorizationRequest, redirect_uri: &str) -> Self {
        Self { redirect_uri: redirect_uri.to_owned(), state: request.state.clone(), mode: request.response_mode }
    }

    /// For the error of a request that could not be read: as much as is plain.
    pub fn guess(parameters: &Parameters, redirect_uri: &str) -> Self {
        let response_type = parameters
            .get("response_type")
            .and_then(|text| ResponseType::parse(text).ok())
            .unwrap_or(ResponseType::Code);
        Self {
            redirect_uri: redirect_uri.to_owned(),
            state: parameters.get("state").map(str::to_owned),
            mode: ResponseMode::choose(parameters.get("response_mode"), response_type)
                .unwrap_or_else(|_| ResponseMode::usual(response_type)),
        }
    }
}

/// What is given. Each is there if the response type asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    /// For the token endpoint.
    pub code: Option<String>,
    /// With its lifetime in seconds and its scope.
    pub access_token: Option<(String, i64, Scope)>,
    /// Signed.
    pub id_token: Option<String>,
}

/// An answer to an application, ready to be sent one way or another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationResponse {
    redirect_uri: String,
    mode: ResponseMode,
    fields: Vec<(&'static str, String)>,
}

impl AuthorizationResponse {
    /// Success.
    pub fn success(issuer: &str, to: &ReturnAddress, granted: Granted) -> Self {
        let mut fields = Vec::new();
        if let Some(code) = granted.code {
            fields.push(("code", code));
        }
        if let Some((token, lifetime, scope)) = granted.access_token {
            fields.push(("access_token", token));
            fields.push(("token_type", "Bearer".to_owned()));
            fields.push(("expires_in", lifetime.to_string()));
            fields.push(("scope", scope.to_string()));
        }
        if let Some(id_token) = granted.id_token {
            fields.push(("id_token", id_token));
        }
        Self::new(issuer, to, fields)
    }

    /// An error; it too says who it is from (S-141).
    pub fn error(issuer: &str, to: &ReturnAddress, error: &OAuthError) -> Self {
        let fields = vec![("error", error.code.to_owned()), ("error_description", error.description.clone())];
        Self::new(issuer, to, fields)
    }

    fn new(issuer: &str, to: &ReturnAddress, mut fields: Vec<(&'static str, String)>) -> Self {
        if let Some(state) = &to.state {
            fields.push(("state", state.clone()));
        }
        fields.push(("iss", issuer.to_owned()));
        Self { redirect_uri: to.redirect_uri.clone(), mode: to.mode, fields }
    }

    /// How it is to be sent.
    pub fn mode(&self) -> ResponseMode {
        self.mode
    }

    /// The client's redirect URI.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Where a form is posted to or a message goes, for `form-action` (S-405) and `postMessage` (S-119); none for an
    /// application's own scheme.
    pub fn origin(&self) -> Option<String> {
        redirect_uri::origin_of(&self.redirect_uri)
    }

    /// Names and values, as a form posts them.
    pub fn fields(&self) -> &[(&'static str, String)] {
        &self.fields
    }

    /// The URL to redirect to: with the fields in its fragment if that is the mode, else in its query.
    pub fn location(&self) -> String {
        let fields: Vec<String> =
            self.fields.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, ESCAPED))).collect();
        let sign = match self.mode {
            ResponseMode::Fragment => '#',
            _ if self.redirect_uri.ends_with(['?', '&']) => {
                return format!("{}{}", self.redirect_uri, fields.join("&"));
            }
            _ if self.redirect_uri.contains('?') => '&',
            _ => '?',
        };
        format!("{}{sign}{}", self.redirect_uri, fields.join("&"))
    }

    /// What is posted to the window that asked, as auth0-spa-js reads it.
    pub fn web_message(&self) -> serde_json::Value {
        let response: serde_json::Map<_, _> =
            self.fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        json!({ "type": "authorization_response", "response": response })
    }

    /// A page that posts the fields to the redirect URI; `nonce` lets its script pass the content security policy.
    pub fn form_post_page(&self, nonce: &str) -> String {
        page::form_post(&self.redirect_uri, &self.fields, nonce)
    }

    /// A page that posts [`Self::web_message`] to the window that opened or framed it, if that is of the redirect URI's
    /// origin; none if that has no origin.
    pub fn web_message_page(&self, nonce: &str) -> Option<String> {
        Some(page::web_message(&self.origin()?, &self.web_message(), nonce))
    }
}
