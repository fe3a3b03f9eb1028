//! The parameters of a request, from a query, a form or JSON.

use std::collections::BTreeMap;
use std::fmt;

use percent_encoding::percent_decode_str;

use crate::OAuthError;
use crate::error::echo;

/// More than any client sends.
const MOST: usize = 100;
/// Of a name and a value together, decoded; an `id_token_hint` is the longest that real clients send.
const LONGEST: usize = 32 * 1024;

/// Parameters, each at most once (S-114).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Reads a query (without `?`) or a body of `application/x-www-form-urlencoded`.
    ///
    /// # Errors
    /// `invalid_request` for a parameter that stands twice, for what is not UTF-8, and beyond the limits.
    pub fn parse(text: &str) -> Result<Self, OAuthError> {
        let mut parameters = Self::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            parameters.insert(decode(name)?, decode(value)?)?;
        }
        Ok(parameters)
    }

    /// Reads a body of `application/x-www-form-urlencoded` as it came.
    ///
    /// # Errors
    /// As [`Parameters::parse`].
    pub fn parse_form(body: &[u8]) -> Result<Self, OAuthError> {
        Self::parse(std::str::from_utf8(body).map_err(|_| not_utf8())?)
    }

    /// Reads a JSON object, which Auth0's token endpoint takes too. `null` counts as left out: auth0-python 4 sends
    /// `"organization": null`.
    ///
    /// # Errors
    /// `invalid_request` for what is not JSON, not an object, or holds an object or array, and as [`Parameters::parse`].
    pub fn parse_json(body: &[u8]) -> Result<Self, OAuthError> {
        let text = std::str::from_utf8(body).map_err(|_| not_utf8())?;
        let value = model::parse_json(text)
            .map_err(|mistake| OAuthError::invalid_request(format!("The body is not JSON. {mistake}")))?;
        let serde_json::Value::Object(object) = value else {
            return Err(OAuthError::invalid_request("The body must be a JSON object"));
        };
        let mut parameters = Self::default();
        for (name, value) in object {
            match value {
                serde_json::Value::Null => {}
                serde_json::Value::String(text) => parameters.insert(name, text)?,
                serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
                    parameters.insert(name, value.to_string())?;
                }
                _ => return Err(OAuthError::invalid_request(format!("{} must be a text", echo(&name)))),
            }
        }
        Ok(parameters)
    }

    /// Both together, for instance of query and body.
    ///
    /// # Errors
    /// `invalid_request` for a parameter that stands in both.
    pub fn join(mut self, other: Self) -> Result<Self, OAuthError> {
        for (name, value) in other.0 {
            self.insert(name, value)?;
        }
        Ok(self)
    }

    /// The value of `name`. An empty one counts as left out (RFC 6749 §3.1).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The value of `name`.
    ///
    /// # Errors
    /// `invalid_request` that names the parameter, if it is missing or empty.
    pub fn require(&self, name: &str) -> Result<&str, OAuthError> {
        self.get(name).ok_or_else(|| OAuthError::missing_parameter(name))
    }

    /// All that are not empty, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn insert(&mut self, name: String, value: String) -> Result<(), OAuthError> {
        if self.0.len() >= MOST {
            return Err(OAuthError::invalid_request(format!("More than {MOST} parameters")));
        }
        if name.len() + value.len() > LONGEST {
            return Err(OAuthError::invalid_request(format!("{} is too long", echo(&name))));
        }
        // PostgreSQL cannot keep it, and nobody means it.
        if name.contains('\0') || value.contains('\0') {
            return Err(OAuthError::invalid_request(format!("{} contains the character NUL", echo(&name))));
        }
        if self.0.contains_key(&name) {
            return Err(OAuthError::invalid_request(format!("Parameter {} stands more than once", echo(&name))));
        }
        self.0.insert(name, value);
        Ok(())
    }
}

/// The names alone: passwords and codes are among the values.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn decode(text: &str) -> Result<String, OAuthError> {
    let spaced = text.replace('+', " ");
    Ok(percent_decode_str(&spaced).decode_utf8().map_err(|_| not_utf8())?.into_owned())
}

fn not_utf8() -> OAuthError {
    OAuthError::invalid_request("The parameters are not UTF-8")
}
