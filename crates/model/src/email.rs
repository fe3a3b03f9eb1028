//! Email addresses.

use std::fmt;

/// The longest part before the `@`, in characters.
const MAX_LOCAL: usize = 64;
/// The longest part after the `@`, in characters.
const MAX_DOMAIN: usize = 256;

/// What is wrong with an email address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmailMistake {
    /// Nothing was given.
    Missing,
    /// More than 64 characters before the `@`: how many.
    LocalTooLong(usize),
    /// More than 256 characters after the `@`: how many.
    DomainTooLong(usize),
    /// Not of the form `name@domain`.
    Format,
}

impl fmt::Display for EmailMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("Enter an email address"),
            Self::LocalTooLong(given) => {
                write!(f, "At most {MAX_LOCAL} characters before the @, {given} given")
            }
            Self::DomainTooLong(given) => write!(f, "At most {MAX_DOMAIN} characters after the @, {given} given"),
            Self::Format => f.write_str("Not an email address: it has the form name@example.com"),
        }
    }
}

/// The address in its one canonical form: trimmed, lower case.
///
/// # Errors
/// What is wrong with it.
pub fn check_email(text: &str) -> Result<String, EmailMistake> {
    let text = text.trim();
    if text.is_empty() {
        return Err(EmailMistake::Missing);
    }
    let (local, domain) = text.rsplit_once('@').ok_or(EmailMistake::Format)?;
    let (local_length, domain_length) = (local.chars().count(), domain.chars().count());
    if local_length > MAX_LOCAL {
        return Err(EmailMistake::LocalTooLong(local_length));
    }
    if domain_length > MAX_DOMAIN {
        return Err(EmailMistake::DomainTooLong(domain_length));
    }
    if !is_local(local) || !is_domain(domain) {
        return Err(EmailMistake::Format);
    }
    Ok(text.to_lowercase())
}

/// RFC 5321 dot-string, letters of any script allowed (RFC 6531); quoted strings are refused as Auth0 does.
fn is_local(local: &str) -> bool {
    !local.is_empty()
        && local.split('.').all(|atom| {
            !atom.is_empty() && atom.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c))
        })
}

fn is_domain(domain: &str) -> bool {
    !domain.is_empty()
        && domain.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_are_counted_and_told() {
        let long = |local: usize, domain: usize| format!("{}@{}", "a".repeat(local), "b".repeat(domain));
        assert!(check_email(&long(64, 256)).is_ok());
        assert_eq!(check_email(&long(65, 10)), Err(EmailMistake::LocalTooLong(65)));
        assert_eq!(check_email(&long(10, 257)), Err(EmailMistake::DomainTooLong(257)));
        assert!(EmailMistake::LocalTooLong(65).to_string().contains("64 characters before the @, 65 given"));
    }

    #[test]
    fn an_address_is_kept_trimmed_and_in_lower_case() {
        assert_eq!(check_email(" Ada@Example.COM ").as_deref(), Ok("ada@example.com"));
        assert_eq!(check_email("ada+x@例え.jp").as_deref(), Ok("ada+x@例え.jp"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in
            ["ada", "@b.c", "a@", "a b@c.d", "a@b..c", ".a@b.c", "a@-b.c", "a\u{200d}@b.c", "a\u{0}@b.c", "a@b.c."]
        {
            assert_eq!(check_email(text), Err(EmailMistake::Format), "{text:?}");
        }
    }
}
