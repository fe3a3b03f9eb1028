//! An application as Auth0 writes it.

use directory::{ClientSight, DEFAULT_TENANT, credential_id};
use model::{Client, JsonObject, OidcLogout, RefreshTokenSettings, TokenEndpointAuthMethod};
use serde_json::{Value, json};

use super::schema::{FIXED, JWT_CONFIGURATION_FIXED, OIDC_LOGOUT_FIXED};
use crate::management::fixed;

/// As much of the application as `sight` lets see.
pub(super) fn answer(client: &Client, sight: ClientSight) -> JsonObject {
    let mut answer = object(json!({
        "client_id": client.client_id,
        "name": client.name,
        "description": client.description,
        "app_type": client.app_type,
    }));
    if sight.settings {
        settings(&mut answer, client);
    }
    if client.token_endpoint_auth_method == TokenEndpointAuthMethod::PrivateKeyJwt {
        answer.remove("token_endpoint_auth_method");
        if sight.keys {
            answer.insert("client_authentication_methods".to_owned(), methods(client));
        }
    }
    if sight.secrets {
        // Tokens are signed with the tenant's keys, which are at /.well-known/jwks.json.
        answer.insert("signing_keys".to_owned(), json!([]));
    }
    answer
}

/// The one that stands for all: it has neither kind nor settings of a login.
pub(super) fn global(client: &Client, sight: ClientSight) -> JsonObject {
    let mut answer = object(json!({ "client_id": client.client_id, "name": client.name }));
    if sight.settings {
        answer.extend(object(json!({
            "tenant": DEFAULT_TENANT,
            "global": true,
            "is_first_party": true,
            "callbacks": [],
            "owners": [],
            "cross_origin_authentication": false,
            "custom_login_page_on": true,
            "refresh_token": refresh_token(&client.refresh_token),
        })));
    }
    if sight.secrets {
        answer.insert("signing_keys".to_owned(), json!([]));
    }
    answer
}

fn settings(answer: &mut JsonObject, client: &Client) {
    fixed::add(answer, FIXED);
    answer.extend(object(json!({
        "tenant": DEFAULT_TENANT,
        "global": false,
        "callback_url_template": false,
        "is_first_party": client.is_first_party,
        "callbacks": client.callbacks,
        "allowed_logout_urls": client.allowed_logout_urls,
        "web_origins": client.web_origins,
        "allowed_origins": client.allowed_origins,
        "grant_types": client.grant_types,
        "token_endpoint_auth_method": client.token_endpoint_auth_method,
        "refresh_token": refresh_token(&client.refresh_token),
        "allows_missing_pkce": client.allows_missing_pkce,
        "allows_token_in_query": client.allows_token_in_query,
    })));
    let mut id_tokens = object(json!(client.jwt_configuration));
    fixed::add(&mut id_tokens, JWT_CONFIGURATION_FIXED);
    answer.insert("jwt_configuration".to_owned(), id_tokens.into());
    for (name, text) in [("logo_uri", &client.logo_uri), ("initiate_login_uri", &client.initiate_login_uri)] {
        if !text.is_empty() {
            answer.insert(name.to_owned(), text.as_str().into());
        }
    }
    if !client.client_metadata.is_empty() {
        answer.insert("client_metadata".to_owned(), client.client_metadata.clone().into());
    }
    if client.oidc_logout != OidcLogout::default() {
        let mut logout = object(json!(client.oidc_logout));
        fixed::add(&mut logout, OIDC_LOGOUT_FIXED);
        answer.insert("oidc_logout".to_owned(), logout.into());
    }
}

fn refresh_token(settings: &RefreshTokenSettings) -> Value {
    let mut answer = json!(settings);
    let is_endless = settings.infinite_token_lifetime && settings.infinite_idle_token_lifetime;
    answer["expiration_type"] = if is_endless { "non-expiring" } else { "expiring" }.into();
    answer
}

fn methods(client: &Client) -> Value {
    let used = client.public_keys.iter().filter(|key| !key.is_unused);
    let credentials: Vec<Value> = used.map(|key| json!({ "id": credential_id(key) })).collect();
    json!({ "private_key_jwt": { "credentials": credentials } })
}

fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}
