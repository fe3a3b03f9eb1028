//! Which passwords are accepted.

use model::ConnectionOptions;

use crate::{Error, Result};

/// Passwords of administrators, who have no second factor yet, are at least so long.
const ADMINISTRATOR_LENGTH: usize = 12;

/// # Errors
/// The demands of the connection's policy that the password does not meet.
pub(crate) fn check_user(password: &str, options: &ConnectionOptions) -> Result<()> {
    let rules = options.password_policy.check(password);
    let unmet: Vec<&str> = rules.iter().filter(|rule| !rule.is_met).map(|rule| rule.text).collect();
    if unmet.is_empty() {
        return Ok(());
    }
    Err(Error::field("password", format!("Password is too weak. Missing: {}", unmet.join("; "))))
}

/// # Errors
/// What is wrong with the password.
pub(crate) fn check_administrator(password: &str, email: &str) -> Result<()> {
    let length = password.chars().count();
    if length < ADMINISTRATOR_LENGTH {
        return Err(Error::field("password", format!("At least {ADMINISTRATOR_LENGTH} characters, {length} given")));
    }
    if password.to_lowercase().contains(&email.to_lowercase()) {
        return Err(Error::field("password", "The password may not contain the email address"));
    }
    let mut chars = password.chars();
    let first = chars.next();
    if chars.all(|c| Some(c) == first) {
        return Err(Error::field("password", "Not one character over and over"));
    }
    Ok(())
}
