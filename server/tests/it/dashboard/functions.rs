//! Every server function, and a call of it that works.

use model::Role;
use serde_json::{Value, json};

use super::given::{DEVICE, Given};
use crate::test_app::{CONNECTION, PASSWORD};

/// A server function.
pub(super) struct Function {
    /// Its path below `/fn/`.
    pub(super) path: &'static str,
    /// The weakest role that may call it; none for what is given to a person.
    pub(super) least_role: Option<Role>,
    /// Arguments that work on what is given.
    pub(super) arguments: fn(&Given) -> Value,
}

/// S-501: a function that is not in this list fails `roles::every_function_is_in_the_list`.
pub(super) const FUNCTIONS: &[Function] = &[
    read("session/whoami", |_| json!({})),
    setting("administrators/list", |_| json!({})),
    setting("administrators/add", |given| json!({ "administrator": administrator(given) })),
    setting(
        "administrators/update",
        |given| json!({ "id": given.administrator, "role": "editor", "may_impersonate": true }),
    ),
    setting("administrators/remove", |given| json!({ "id": given.administrator })),
    read("impersonations/list", |_| json!({ "after": null })),
    read("impersonations/options", |given| json!({ "id": given.user })),
    given("impersonations/offer", |given| json!({ "request": impersonation(given), "password": null })),
    setting("impersonations/end", |given| json!({ "id": given.impersonation })),
    read("jobs/list", |_| json!({})),
    read("jobs/get", |given| json!({ "id": given.job })),
    read("jobs/errors", |given| json!({ "id": given.checked, "after": [1, 2] })),
    change("jobs/cancel", |given| json!({ "id": given.job })),
    change("jobs/import-checked", |given| json!({ "id": given.checked })),
    change("jobs/export", |_| {
        json!({ "export": {
        "connection_id": null, "format": "csv", "limit": 3, "fields": [{ "name": "email", "export_as": "Mail" }], "full": false,
    } })
    }),
    read("access/of-user", |given| json!({ "id": given.user })),
    change("access/unlink", |given| json!({ "id": given.user, "name": DEVICE, "agent": "Unknown device" })),
    change("access/end-session", |given| json!({ "session": given.session })),
    change("access/sign-out", |given| json!({ "id": given.user })),
    change("access/revoke-grant", |given| json!({ "grant": given.allowed })),
    read("connections/list", |_| json!({})),
    read("connections/get", |given| json!({ "id": given.connection })),
    read("connections/clients", |given| json!({ "id": given.connection })),
    setting(
        "connections/create",
        |given| json!({ "connection": { "name": format!("{}-new", given.name), "options": options(), "enable_all_clients": true } }),
    ),
    setting(
        "connections/update",
        |given| json!({ "id": given.connection, "edit": { "base": {}, "value": options() } }),
    ),
    setting(
        "connections/set-client",
        |given| json!({ "id": given.connection, "client_id": given.client, "enabled": true }),
    ),
    setting("connections/delete", |given| json!({ "id": given.connection })),
    read("tenant/issuer", |_| json!({})),
    read("tenant/settings", |_| json!({})),
    setting("tenant/update", |_| json!({ "edit": { "base": tenant(), "settings": tenant() } })),
    read("clients/list", |given| json!({ "after": format!("{}.{}", given.client, given.name) })),
    read("clients/get", |given| json!({ "id": given.client })),
    change("clients/create", |given| json!({ "client": client(given) })),
    change(
        "clients/create-machine",
        |given| json!({ "name": given.name, "audience": given.audience, "scope": ["read:orders"] }),
    ),
    change("clients/update", |given| json!({ "id": given.client, "patch": client(given) })),
    change("clients/rotate-secret", |given| json!({ "id": given.client })),
    change("clients/delete", |given| json!({ "id": given.client })),
    read("resource-servers/list", |given| json!({ "after": given.audience })),
    read("resource-servers/get", |given| json!({ "id": given.api })),
    change("resource-servers/create", |given| {
        let identifier = format!("{}new", given.audience);
        json!({ "resource_server": resource_server(&identifier) })
    }),
    change("resource-servers/update", |given| json!({ "id": given.api, "patch": resource_server(&given.audience) })),
    change("resource-servers/delete", |given| json!({ "id": given.api })),
    read("client-grants/list", |given| json!({ "query": { "client_id": given.client, "audience": given.audience } })),
    change(
        "client-grants/save",
        |given| json!({ "client_id": given.client, "audience": given.audience, "scope": ["read:orders"] }),
    ),
    change("client-grants/delete", |given| json!({ "id": given.grant })),
    read("mails/templates", |_| json!({})),
    read("mails/preview-template", |_| json!({ "kind": "reset_email", "template": template() })),
    read("mails/settings", |_| json!({})),
    change("mails/list", |_| json!({ "after": null })),
    change("mails/get", |given| json!({ "id": given.mail })),
    change("mails/send-again", |given| json!({ "id": given.mail })),
    change("mails/send-test", |_| json!({ "to": "ada@example.com" })),
    change("mails/update-template", |_| json!({ "kind": "reset_email", "template": template() })),
    change("mails/reset-template", |_| json!({ "kind": "reset_email" })),
    change("mails/update-settings", |_| json!({ "settings": { "port": 587 }, "password": null })),
    read("keys/list", |_| json!({})),
    setting("keys/rotate", |_| json!({ "alg": "EdDSA" })),
    setting("keys/revoke", |given| json!({ "kid": given.key })),
    read("user-blocks/list", |given| json!({ "id": given.user })),
    change("user-blocks/remove", |given| json!({ "id": given.user })),
    read("users/list", |_| json!({ "query": query() })),
    read("users/count", |_| json!({ "query": query() })),
    read("users/get", |given| json!({ "id": given.user })),
    read("users/metadata-names", |_| json!({ "prefix": "user_metadata." })),
    read("saved-searches/list", |_| json!({})),
    change("saved-searches/create", |given| json!({ "name": format!("New {}", given.name), "query": query() })),
    change(
        "saved-searches/rename",
        |given| json!({ "id": given.saved_search, "name": format!("Other {}", given.name) }),
    ),
    change("saved-searches/delete", |given| json!({ "id": given.saved_search })),
    read("log-streams/list", |_| json!({})),
    setting("log-streams/create", |given| {
        json!({ "stream": {
        "name": format!("New {}", given.name), "sink": sink(), "http_authorization": "x", "categories": [],
        "start_from": null,
    } })
    }),
    setting("log-streams/set-status", |given| json!({ "id": given.log_stream, "status": "paused" })),
    setting("log-streams/delete", |given| json!({ "id": given.log_stream })),
    read("logs/chart", |_| json!({ "hours": 24 })),
    read("logs/get", |given| json!({ "log_id": given.event })),
    read("logs/search", |given| json!({ "query": log_query(given) })),
    read("users/what-ends", |given| json!({ "id": given.user })),
    read("users/block-of", |given| json!({ "id": given.user })),
    change(
        "users/block",
        |given| json!({ "id": given.user, "block": { "reason": "Lost phone", "until": "2027-01-01T00:00:00.000Z" } }),
    ),
    change("users/create", |given| {
        json!({ "user": {
        "connection": CONNECTION, "email": format!("{}@new.example", given.name), "password": PASSWORD, "username": null,
        "idempotency_key": format!("key-{}", given.name),
    } })
    }),
    read("users/locations", |given| json!({ "id": given.user, "from": null, "to": 30_000 })),
    change("users/set-blocked", |given| json!({ "id": given.user, "blocked": true })),
    change(
        "users/edit-metadata",
        |given| json!({ "id": given.user, "edit": { "kind": "user", "base": {}, "value": { "plan": "gold" } } }),
    ),
    change(
        "users/change-email",
        |given| json!({ "id": given.user, "email": format!("{}@other.example", given.name), "verified": true }),
    ),
    change("users/change-password", |given| json!({ "id": given.user, "password": "Another-Horse-9" })),
    change("users/send-verification-mail", |given| json!({ "id": given.user })),
    change("users/send-password-reset", |given| json!({ "id": given.user })),
    change("users/verify-email", |given| json!({ "id": given.user })),
    change(
        "users/bulk",
        |given| json!({ "request": { "action": "block", "selection": { "ids": [given.user] }, "after": null, "reason": "r" } }),
    ),
    change("users/delete", |given| json!({ "id": given.user })),
];

/// Where a log stream goes.
pub(super) fn sink() -> Value {
    json!({
        "httpEndpoint": "https://logs.example.com/", "httpContentType": "application/json",
        "httpContentFormat": "JSONARRAY", "httpCustomHeaders": [],
    })
}

const fn read(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: Some(Role::Viewer), arguments }
}

const fn change(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: Some(Role::Editor), arguments }
}

const fn setting(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: Some(Role::Owner), arguments }
}

/// S-221: what no role includes.
const fn given(path: &'static str, arguments: fn(&Given) -> Value) -> Function {
    Function { path, least_role: None, arguments }
}

fn administrator(given: &Given) -> Value {
    let email = format!("{}@new.example", given.name);
    json!({ "email": email, "password": PASSWORD, "role": "viewer", "may_impersonate": true })
}

fn impersonation(given: &Given) -> Value {
    let parameters = json!({
        "response_type": "code", "response_mode": "query", "scope": "openid", "state": "s",
        "redirect_uri": "https://shop.example/callback", "nonce": "n",
    });
    json!({
        "user_id": given.user, "client_id": given.client, "reason": "A ticket", "is_view_only": true,
        "parameters": parameters,
    })
}

fn template() -> Value {
    json!({ "enabled": true, "from": "", "subject": "S", "text": "{{ url }}", "html": "{{ url }}" })
}

fn query() -> Value {
    json!({
        "q": "ada", "connection": CONNECTION, "status": "pending", "created_from": "2020-01-01", "created_to": "2030-01-01",
        "login_from": null, "login_to": null, "sort": "name", "order": "asc", "cursor": null, "page_size": 25,
    })
}

fn log_query(given: &Given) -> Value {
    json!({
        "user_id": given.user, "q": "type:s* AND NOT client_name:\"Shop\"", "groups": ["logins", "administrators"],
        "client_id": given.client, "connection": CONNECTION, "ip": "203.0.113.7", "hours": 48,
        "from": "2026-01-01T00:00:00.000Z", "to": "2026-12-31T00:00:00.000Z", "after": given.event,
    })
}

/// As the first start makes it.
fn tenant() -> Value {
    json!({ "friendly_name": "Default" })
}

fn options() -> Value {
    json!({
        "passwordPolicy": "excellent", "password_complexity_options": { "min_length": 12 },
        "password_history": { "enable": true, "size": 3 },
        "password_dictionary": { "enable": true, "dictionary": ["roster"] },
        "password_no_personal_info": { "enable": true }, "requires_username": true,
        "validation": { "username": { "min": 2, "max": 20 } }, "disable_signup": true,
        "disable_self_service_change_password": true, "brute_force_protection": false,
    })
}

fn client(given: &Given) -> Value {
    json!({
        "name": format!("{} shop", given.name), "description": "Sells", "logo_uri": "https://shop.example/logo.png",
        "app_type": "regular_web", "is_first_party": false, "callbacks": ["https://shop.example/callback"],
        "allowed_logout_urls": ["https://shop.example/"], "web_origins": ["https://shop.example"],
        "oidc_logout": { "backchannel_logout_urls": ["https://shop.example/logged-out"] },
        "allowed_origins": ["https://shop.example"], "initiate_login_uri": "https://shop.example/login",
        "grant_types": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_method": "client_secret_basic", "public_keys": [],
        "jwt_configuration": { "lifetime_in_seconds": 600, "alg": "ES256" },
        "refresh_token": {
            "rotation_type": "rotating", "leeway": 0, "token_lifetime": 2_000, "idle_token_lifetime": 1_000,
            "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false,
        },
        "allows_missing_pkce": false, "allows_token_in_query": false, "client_metadata": { "team": "shop" },
    })
}

fn resource_server(identifier: &str) -> Value {
    json!({
        "name": "Orders", "identifier": identifier,
        "scopes": [{ "value": "read:orders", "description": "Read orders" }, { "value": "write:orders", "description": "" }],
        "token_lifetime": 600, "token_lifetime_for_web": 300, "allow_offline_access": true, "signing_alg": "EdDSA",
        "skip_consent_for_verifiable_first_party_clients": false,
    })
}
