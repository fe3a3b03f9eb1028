//! What stands behind the `?` of a request.

use axum::extract::RawQuery;
use directory::Error;
use http::StatusCode;

use super::refusal::{Refusal, failed, refused};

/// The parameters of a request. One that comes twice counts as it came last, as with Auth0; unknown ones do nothing.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn of(raw: &RawQuery) -> Self {
        let text = raw.0.as_deref().unwrap_or_default();
        Self(url::form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().rev().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// All values of a parameter that may come several times, or as a list with commas.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(key, _)| key.strip_suffix("[]").unwrap_or(key) == name);
        let values = values.flat_map(|(_, value)| value.split(','));
        values.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
    }

    /// # Errors
    /// 400 unless it is a whole number from `least` to `most`.
    pub(super) fn number(&self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let Ok(number) = text.parse::<i64>() else {
            return Err(invalid(&format!("'Expected type integer but found type string' on property {name}")));
        };
        if number < least {
            return Err(invalid(&format!("'Value {number} is less than minimum {least}' on property {name}")));
        }
        if number > most {
            return Err(invalid(&format!("'Value {number} is greater than maximum {most}' on property {name}")));
        }
        Ok(Some(number))
    }

    /// # Errors
    /// 400 unless it is `true` or `false`.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.text(name) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(invalid(&format!("'Expected type boolean but found type string' on property {name}"))),
        }
    }
}

/// A parameter that cannot be.
pub(super) fn invalid(message: &str) -> Refusal {
    let message = format!("Query validation error: {message}");
    refused(StatusCode::BAD_REQUEST, &message, Some("invalid_query_string")).into()
}

/// Why a question is not answered: what the directory says of a field is said of a parameter.
pub(super) fn unanswered(error: Error) -> Refusal {
    match error {
        Error::Field { field, message } => invalid(&format!("'{message}' on property {field}")),
        error => failed(error).into(),
    }
}
