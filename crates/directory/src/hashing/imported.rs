//! Hashes that were made elsewhere: Auth0's `password_hash` and `custom_password_hash`. They are kept as they came until
//! their user logs in; then the password is hashed anew.
//!
//! What a hash costs to verify is bounded here, when it comes and when it is verified: no hash keeps a login waiting.

mod custom;
mod digest;
mod encoding;
mod recipe;

use model::JsonObject;
use serde_json::Value;

use super::memory::Memory;
use crate::{Error, Result};
use custom::Custom;
use recipe::Recipe;

/// What stands before a `custom_password_hash` where it is kept.
const CUSTOM: &str = "$custom$";
/// The longest `custom_password_hash`, in bytes of JSON.
const LONGEST: usize = 16 * 1024;

/// What is wrong with a hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HashMistake {
    /// Auth0's word for it.
    pub(crate) code: &'static str,
    /// Which property it is.
    pub(crate) path: &'static str,
    /// What is wrong, for people.
    pub(crate) message: String,
}

impl HashMistake {
    fn new(code: &'static str, path: &'static str, message: impl Into<String>) -> Self {
        Self { code, path, message: message.into() }
    }
}

/// Whether a hash was made elsewhere.
pub(crate) fn is_imported(hash: &str) -> bool {
    hash.starts_with("$2") || hash.starts_with(CUSTOM)
}

/// Whether a hash came as a `custom_password_hash` and nobody logged in with it yet.
pub(crate) fn is_custom(hash: &str) -> bool {
    hash.starts_with(CUSTOM)
}

/// What is kept of a `password_hash`: bcrypt, and what another Roster kept where `is_full`.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn password_hash(hash: &str, is_full: bool) -> Result<String, HashMistake> {
    const PATH: &str = "password_hash";
    let at_path = |mistake: HashMistake| HashMistake { path: PATH, ..mistake };
    if is_full && hash.starts_with("$argon2") {
        recipe::check_argon2(hash).map_err(at_path)?;
    } else if let (true, Some(json)) = (is_full, hash.strip_prefix(CUSTOM)) {
        parse(json).map_err(at_path)?;
    } else {
        recipe::check_bcrypt(hash).map_err(at_path)?;
    }
    Ok(hash.to_owned())
}

/// What is kept of a `custom_password_hash`.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn custom_password_hash(object: &JsonObject) -> Result<String, HashMistake> {
    let json = Value::Object(object.clone()).to_string();
    parse(&json)?;
    Ok(format!("{CUSTOM}{json}"))
}

fn parse(json: &str) -> Result<(Recipe, Custom), HashMistake> {
    if json.len() > LONGEST {
        let message = format!("at most {LONGEST} bytes of JSON, {} given", json.len());
        return Err(HashMistake::new("MAX_LENGTH", "custom_password_hash", message));
    }
    let custom = Custom::parse(json)?;
    Ok((Recipe::of(&custom)?, custom))
}

/// Whether `password`, as it was typed or in its `normal` form, is the one of `hash`.
pub(super) fn verify(
    hash: &str,
    password: &str,
    normal: &str,
    memory: &Memory,
    is_needed: impl Fn() -> bool,
) -> Result<bool> {
    let internal = |mistake: HashMistake| Error::Internal(format!("stored hash: {}", mistake.message));
    let (recipe, encoding) = match hash.strip_prefix(CUSTOM) {
        Some(json) => {
            let (recipe, custom) = parse(json).map_err(internal)?;
            (recipe, custom.password_encoding())
        }
        None => {
            recipe::check_bcrypt(hash).map_err(internal)?;
            (Recipe::Bcrypt(hash.to_owned()), encoding::PasswordEncoding::default())
        }
    };
    if recipe.matches(&encoding.encode(password), memory, &is_needed)? {
        return Ok(true);
    }
    Ok(password != normal && recipe.matches(&encoding.encode(normal), memory, &is_needed)?)
}

#[cfg(test)]
mod tests;
