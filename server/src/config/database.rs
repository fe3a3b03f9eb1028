//! `DATABASE_URL`

/// The URL when its scheme is one that Roster speaks.
///
/// # Errors
/// A message that names the value, with the password blanked.
pub(crate) fn check_database_url(url: &str) -> Result<String, String> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|scheme| url.starts_with(scheme)) {
        return Ok(url.to_owned());
    }
    Err(format!(
        "invalid value '{}' for --database (DATABASE_URL): expected sqlite://<file> or \
         postgres://<user>:<password>@<host>/<name>",
        without_password(url)
    ))
}

/// `scheme://user:***@host/…`
fn without_password(url: &str) -> String {
    let Some((before, host)) = url.rsplit_once('@') else { return url.to_owned() };
    let user_at = before.find("://").map_or(0, |at| at + 3);
    match before[user_at..].split_once(':') {
        Some((user, _)) => format!("{}{user}:***@{host}", &before[..user_at]),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_value_but_not_the_password() {
        let message = check_database_url("mysql://ada:hunter2@db/roster").unwrap_err();
        assert!(message.contains("mysql://ada:***@db/roster") && message.contains("DATABASE_URL"), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
}
