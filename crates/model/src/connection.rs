//! Connections: where users come from.

use serde::{Deserialize, Serialize};

use crate::{AppType, ConnectionOptions};

/// A source of users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// `con_` and 16 alphanumerics.
    pub id: String,
    /// Unique in the tenant, for instance `Username-Password-Authentication`.
    pub name: String,
    /// `auth0` for a database.
    pub strategy: String,
    /// Settings of the strategy.
    pub options: ConnectionOptions,
    /// How many applications use it. With none, no user can be created on it.
    pub applications: i64,
}

/// A database connection to be made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewConnection {
    /// Letters and digits, with single hyphens between them, at most 128; it cannot change.
    pub name: String,
    /// Its settings.
    pub options: ConnectionOptions,
    /// Whether every application of the tenant uses it from the start.
    pub enable_all_clients: bool,
    /// The applications that use it from the start, beside these.
    pub clients: Vec<String>,
}

/// What a program asks of a connection; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConnectionChange {
    /// Its settings, all of them.
    pub options: Option<ConnectionOptions>,
    /// The applications that use it, these and no others.
    pub clients: Option<Vec<String>>,
}

/// A connection, and who uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionWithClients {
    /// The connection.
    pub connection: Connection,
    /// The applications that use it, by id.
    pub clients: Vec<String>,
}

/// Settings of a connection as an administrator wants them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectionEdit {
    /// What the form began from; when this is not what is stored any more, nothing is changed.
    pub base: ConnectionOptions,
    /// What is to be stored.
    pub value: ConnectionOptions,
}

/// An application, and whether it uses a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionClient {
    /// The application.
    pub client_id: String,
    /// What users see at login.
    pub name: String,
    /// Its kind.
    pub app_type: AppType,
    /// Whether it uses the connection.
    pub enabled: bool,
}

/// The longest name of a connection.
const LONGEST_NAME: usize = 128;

/// # Errors
/// What is wrong with a connection's name: Auth0's `^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$`, at most 128.
pub fn check_connection_name(name: &str) -> Result<(), String> {
    let length = name.chars().count();
    if name.is_empty() {
        return Err("Enter a name".to_owned());
    }
    if length > LONGEST_NAME {
        return Err(format!("At most {LONGEST_NAME} characters, {length} given"));
    }
    if let Some(bad) = name.chars().find(|c| !c.is_ascii_alphanumeric() && *c != '-') {
        let bad = if bad == ' ' { "a space".to_owned() } else { format!("{bad:?}") };
        return Err(format!("Only letters, digits and hyphens, not {bad}"));
    }
    if name.split('-').any(str::is_empty) {
        return Err("A hyphen stands between two letters or digits".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check_connection_name;

    #[test]
    fn names_are_those_that_auth0_takes() {
        for name in ["a", "Username-Password-Authentication", "a-1-B", &"x".repeat(128)] {
            assert_eq!(check_connection_name(name), Ok(()), "{name}");
        }
        for name in ["", "-a", "a-", "a--b", "a b", "a_b", "ä", "a\0", "</textarea>", &"x".repeat(129)] {
            assert!(check_connection_name(name).is_err(), "{name:?}");
        }
    }
}
