//! A connection as Auth0 writes it.

use model::{Connection, JsonObject};
use serde_json::{Value, json};

use super::options;
use crate::management::fixed::{self, Fixed};
use crate::management::payload::{Kind, Schema};

/// What is so of each connection. `realms` is the name alone, see [`check_realms`].
pub(super) const FIXED: &[Fixed] = &[
    Fixed::shown("authentication", r#"{"active":true}"#),
    Fixed::shown("connected_accounts", r#"{"active":false}"#),
    Fixed::shown("is_domain_connection", "false"),
    Fixed::taken("cross_app_access_requesting_app", r#"{"active":false}"#),
    Fixed::taken("display_name", r#""""#),
    Fixed::taken("metadata", "{}"),
    Fixed::taken("show_as_button", "false"),
];

/// Nothing is required, as `fields` may leave it out.
pub(in crate::management) const CONNECTION: Kind = Kind::Named("Connection", &Kind::Whole(&SCHEMA, FIXED));
const SCHEMA: Schema = Schema {
    properties: &[
        ("enabled_clients", Kind::Texts),
        ("id", Kind::Text),
        ("name", Kind::Text),
        ("options", Kind::Whole(&options::SCHEMA, options::FIXED)),
        ("realms", Kind::Texts),
        ("strategy", Kind::Choice(&["auth0"])),
    ],
    required: &[],
};

/// With the applications that use it, where these are asked for.
pub(in crate::management) fn answer(connection: &Connection, clients: Option<&[String]>) -> JsonObject {
    let whole = json!({
        "id": connection.id,
        "name": connection.name,
        "strategy": connection.strategy,
        "options": options::answer(&connection.options),
        "realms": [connection.name],
    });
    let Value::Object(mut answer) = whole else { return JsonObject::new() };
    fixed::add(&mut answer, FIXED);
    if let Some(clients) = clients {
        answer.insert("enabled_clients".to_owned(), clients.into());
    }
    answer
}

/// Takes `realms` out of a body.
///
/// # Errors
/// What is wrong with it, unless it is the connection's name alone.
pub(super) fn check_realms(body: &mut JsonObject, name: &str) -> Result<(), directory::Error> {
    match body.remove("realms") {
        None | Some(Value::Null) => Ok(()),
        Some(realms) if realms == json!([name]) => Ok(()),
        Some(_) => {
            let message = "Only the connection's own name is supported".to_owned();
            Err(directory::Error::Field { field: "realms", message })
        }
    }
}
