//! Permissions of roles and users, as bodies name them.

use axum::response::Response;
use model::Permission;
use serde_json::Value;

use super::paging::List;
use super::payload::{self, Kind, Schema, refuse};

/// What envelopes call them.
pub(super) const LIST: List = List::named("permissions");

const SCHEMA: Schema = Schema { properties: &[("permissions", Kind::List(&PERMISSION))], required: &["permissions"] };
const PERMISSION: Schema = Schema {
    properties: &[("permission_name", Kind::Text), ("resource_server_identifier", Kind::Text)],
    required: &["resource_server_identifier", "permission_name"],
};
/// At once.
const MOST: usize = 1_000;

/// The permissions in a body.
///
/// # Errors
/// 400 for what is no list of permissions, and for an empty one.
pub(super) fn read(body: &[u8]) -> Result<Vec<Permission>, Box<Response>> {
    let body = payload::read(body, &SCHEMA)?;
    let items = payload::items(&body, "permissions", 1, MOST)?;
    serde_json::from_value(Value::Array(items.to_vec())).map_err(|error| refuse(&error.to_string()))
}
