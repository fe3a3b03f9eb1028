//! Connections: where users come from.

use serde::{Deserialize, Serialize};

use crate::PasswordPolicy;

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

/// Settings of a database connection, named as in Auth0's `options`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConnectionOptions {
    /// Which passwords are accepted.
    #[serde(rename = "passwordPolicy", default)]
    pub password_policy: PasswordPolicy,
    /// Whether users have a user name beside their email.
    #[serde(default)]
    pub requires_username: bool,
}
