//! Permissions of roles and users, as bodies name them.

use model::Permission;
use serde_json::Value;

use super::paging::List;
use super::payload::{self, Kind, Schema, refuse};
use super::refusal::Refusal;

/// What envelopes call them.
pub(super) const LIST: List = List::named("permissions");

const SCHEMA: Schema = Schema {
    properties: &[("permissions", Kind::Between(1, MOST as i64, &Kind::List(&PERMISSION)))],
    required: &["permissions"],
};
const PERMISSION: Schema = Schema {
    properties: &[("permission_name", Kind::Text), ("resource_server_identifier", Kind::Text)],
    required: &["resource_server_identifier", "permission_name"],
};
/// At once.
const MOST: usize = 1_000;

/// The body that names some.
pub(super) const BODY: Kind = Kind::Nested(&SCHEMA);

/// One that a role or a user has: `model::HeldPermission`.
pub(super) const HELD: Kind = Kind::Named(
    "Permission",
    &Kind::Nested(&Schema {
        properties: &[
            ("description", Kind::Text),
            ("permission_name", Kind::Text),
            ("resource_server_identifier", Kind::Text),
            ("resource_server_name", Kind::Text),
            ("sources", Kind::List(&SOURCE)),
        ],
        required: &["description", "permission_name", "resource_server_identifier", "resource_server_name"],
    }),
);
const SOURCE: Schema = Schema {
    properties: &[
        ("source_id", Kind::Text),
        ("source_name", Kind::Text),
        ("source_type", Kind::Choice(&["DIRECT", "ROLE"])),
    ],
    required: &["source_id", "source_name", "source_type"],
};

/// The permissions in a body.
///
/// # Errors
/// 400 for what is no list of permissions, and for an empty one.
pub(super) fn read(body: &[u8]) -> Result<Vec<Permission>, Refusal> {
    let body = payload::read(body, &SCHEMA)?;
    let items = payload::items(&body, "permissions", 1, MOST)?;
    serde_json::from_value(Value::Array(items.to_vec())).map_err(|error| refuse(&error.to_string()))
}
