//! What a rule may be.

use model::{Rule, RulePatch};

use crate::{Error, Result};

/// The longest name, in characters.
const NAME: usize = 255;
/// What all scripts may be long together, in bytes, as at Auth0.
const SCRIPTS: i64 = 100 * 1024;
/// The most rules.
const RULES: i64 = 200;
/// The last place.
const PLACES: i64 = 1_000_000_000;

/// The rule with what is asked.
///
/// # Errors
/// `Field` for the first mistake.
pub(super) fn apply(rule: Rule, patch: RulePatch) -> Result<Rule> {
    let rule = Rule {
        name: patch.name.unwrap_or(rule.name),
        script: patch.script.unwrap_or(rule.script),
        order: patch.order.unwrap_or(rule.order),
        enabled: patch.enabled.unwrap_or(rule.enabled),
        id: rule.id,
    };
    let length = rule.name.chars().count();
    if !is_name(&rule.name) || length > NAME {
        let message = "letters, digits, spaces and hyphens; a letter or digit first and last";
        return Err(Error::field("name", format!("1 to {NAME} characters, {length} given: {message}")));
    }
    if rule.script.trim().is_empty() || rule.script.contains('\0') {
        return Err(Error::field("script", "A function in JavaScript, without a character of the code 0"));
    }
    if !(0..=PLACES).contains(&rule.order) {
        return Err(Error::field("order", format!("0 to {PLACES}, {} given", rule.order)));
    }
    Ok(rule)
}

/// Whether there is room for `after`, in the place of `before` where it has one, among so many rules and bytes.
///
/// # Errors
/// `Field`.
pub(super) fn size((count, bytes): (i64, i64), before: Option<&Rule>, after: &Rule) -> Result<()> {
    let length = |rule: &Rule| i64::try_from(rule.script.len()).unwrap_or(i64::MAX);
    let bytes = bytes.saturating_sub(before.map_or(0, length)).saturating_add(length(after));
    if bytes > SCRIPTS {
        return Err(Error::field(
            "script",
            format!("All rules together may have {SCRIPTS} bytes, and would have {bytes}"),
        ));
    }
    if before.is_none() && count >= RULES {
        return Err(Error::field("name", format!("There are {RULES} rules already")));
    }
    Ok(())
}

/// Auth0: `^[a-zA-Z0-9]([ \-a-zA-Z0-9]*[a-zA-Z0-9])?$`
fn is_name(name: &str) -> bool {
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = name.as_bytes();
    is_end(bytes.first())
        && is_end(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b" -".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_auth0s() {
        for name in ["a", "A rule-2", "9"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", " a", "a-", "a_b", "ä", "a\nb"] {
            assert!(!is_name(name), "{name}");
        }
    }
}
