//! What programs keep with a login: a few names and short texts.

use model::JsonObject;
use serde_json::Value;

use crate::{Error, Result};

/// The most of them, as at Auth0.
const MOST: usize = 25;
/// The longest name and the longest text, in characters.
const LONGEST: usize = 255;

/// `metadata` as it is kept: nothing where there is nothing in it.
///
/// # Errors
/// `Field` for too much of it, or what is no text.
pub(crate) fn checked(field: &'static str, metadata: Option<JsonObject>) -> Result<Option<JsonObject>> {
    let Some(metadata) = metadata.filter(|metadata| !metadata.is_empty()) else { return Ok(None) };
    if metadata.len() > MOST {
        return Err(Error::field(field, format!("At most {MOST} properties, {} given", metadata.len())));
    }
    for (name, value) in &metadata {
        let Value::String(text) = value else {
            return Err(Error::field(field, format!("{}: expected a text", cut(name))));
        };
        if [name, text].iter().any(|text| text.chars().count() > LONGEST || text.contains('\0')) {
            let message = format!("{}: names and texts have at most {LONGEST} characters, none of them NUL", cut(name));
            return Err(Error::field(field, message));
        }
    }
    Ok(Some(metadata))
}

fn cut(name: &str) -> String {
    name.chars().take(40).collect()
}
