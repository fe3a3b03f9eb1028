//! Every server function, and a call of it that works.

use serde_json::{Value, json};

use crate::test_app::{CONNECTION, PASSWORD};

/// A server function.
pub(super) struct Function {
    /// Its path below `/fn/`.
    pub(super) path: &'static str,
    /// Whether it changes something, which viewers may not.
    pub(super) is_change: bool,
    /// Arguments that work for the user of that id.
    pub(super) arguments: fn(&str) -> Value,
}

/// S-501: a function that is not in this list fails `roles::every_function_is_in_the_list`.
pub(super) const FUNCTIONS: [Function; 14] = [
    read("session/whoami", |_| json!({})),
    read("connections/list", |_| json!({})),
    read("users/list", |_| json!({ "query": query() })),
    read("users/count", |_| json!({ "query": query() })),
    read("users/get", |id| json!({ "id": id })),
    read("logs/of-user", |id| json!({ "id": id, "after": null })),
    change("users/create", |id| {
        json!({ "user": {
        "connection": CONNECTION, "email": format!("{}@new.example", &id[6..]), "password": PASSWORD, "username": null,
        "idempotency_key": format!("key-{id}"),
    } })
    }),
    change("users/set-blocked", |id| json!({ "id": id, "blocked": true })),
    change(
        "users/edit-metadata",
        |id| json!({ "id": id, "edit": { "kind": "user", "base": {}, "value": { "plan": "gold" } } }),
    ),
    change(
        "users/change-email",
        |id| json!({ "id": id, "email": format!("{}@other.example", &id[6..]), "verified": true }),
    ),
    change("users/change-password", |id| json!({ "id": id, "password": "Another-Horse-9" })),
    change("users/verify-email", |id| json!({ "id": id })),
    change("users/bulk", |id| json!({ "request": { "action": "block", "selection": { "ids": [id] }, "after": null } })),
    change("users/delete", |id| json!({ "id": id })),
];

const fn read(path: &'static str, arguments: fn(&str) -> Value) -> Function {
    Function { path, is_change: false, arguments }
}

const fn change(path: &'static str, arguments: fn(&str) -> Value) -> Function {
    Function { path, is_change: true, arguments }
}

fn query() -> Value {
    json!({
        "q": "ada", "connection": CONNECTION, "status": "pending", "created_from": "2020-01-01", "created_to": "2030-01-01",
        "login_from": null, "login_to": null, "sort": "name", "order": "asc", "cursor": null, "page_size": 25,
    })
}
