//! From a body to what is asked of an application.

use model::{Client, ClientPatch, JsonObject, JwtConfiguration, OidcLogout, RefreshTokenSettings};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::authentication::{self, Authentication};
use super::schema::{
    FIXED, JWT_CONFIGURATION, JWT_CONFIGURATION_FIXED, OIDC_LOGOUT, OIDC_LOGOUT_FIXED, REFRESH_TOKEN,
    REFRESH_TOKEN_FIXED,
};
use crate::management::fixed::{self, Fixed};
use crate::management::payload::{self, Schema, refuse};
use crate::management::refusal::Refusal;

/// A body that was looked at, before it is known which application it is for.
pub(super) struct Asked {
    fields: JsonObject,
    jwt_configuration: Option<JsonObject>,
    refresh_token: Option<JsonObject>,
    oidc_logout: Option<JsonObject>,
    client_metadata: Option<JsonObject>,
    authentication: Authentication,
}

/// What is asked in a body.
///
/// # Errors
/// 400 for what is unknown, of another type, or not supported.
pub(super) fn read(body: &[u8], schema: &Schema) -> Result<Asked, Refusal> {
    let mut fields = fixed::read(body, schema, FIXED)?;
    let jwt_configuration = part(&mut fields, "jwt_configuration", &JWT_CONFIGURATION, JWT_CONFIGURATION_FIXED)?;
    let refresh_token = part(&mut fields, "refresh_token", &REFRESH_TOKEN, REFRESH_TOKEN_FIXED)?;
    // The older name of the same.
    let older = part(&mut fields, "oidc_backchannel_logout", &OIDC_LOGOUT, OIDC_LOGOUT_FIXED)?;
    let oidc_logout = part(&mut fields, "oidc_logout", &OIDC_LOGOUT, OIDC_LOGOUT_FIXED)?.or(older);
    let client_metadata = match fields.remove("client_metadata") {
        Some(Value::Object(metadata)) => Some(metadata),
        _ => None,
    };
    let authentication = authentication::take(&mut fields)?;
    empty_where_null(&mut fields);
    Ok(Asked { fields, jwt_configuration, refresh_token, oidc_logout, client_metadata, authentication })
}

impl Asked {
    /// What is to become of `client`: of objects within it, what is not named stays; in its metadata, null or an empty text
    /// removes a key.
    ///
    /// # Errors
    /// What is wrong, and with what.
    pub(super) fn patch(self, client: &Client) -> Result<ClientPatch, directory::Error> {
        let mut patch: ClientPatch = serde_json::from_value(Value::Object(self.fields))
            .map_err(|error| directory::Error::Invalid(error.to_string()))?;
        patch.jwt_configuration = self
            .jwt_configuration
            .map(|given| merged::<JwtConfiguration>(&client.jwt_configuration, given))
            .transpose()?;
        patch.refresh_token =
            self.refresh_token.map(|given| refresh_token(&client.refresh_token, given)).transpose()?;
        patch.oidc_logout =
            self.oidc_logout.map(|given| merged::<OidcLogout>(&client.oidc_logout, given)).transpose()?;
        patch.client_metadata = self.client_metadata.map(|given| {
            let mut metadata = client.client_metadata.clone();
            for (key, value) in given {
                match value {
                    Value::Null => drop(metadata.remove(&key)),
                    Value::String(text) if text.is_empty() => drop(metadata.remove(&key)),
                    value => drop(metadata.insert(key, value)),
                }
            }
            metadata
        });
        self.authentication.apply(client, &mut patch)?;
        Ok(patch)
    }

    /// Whether nothing is asked.
    pub(super) fn is_empty(&self) -> bool {
        let Self { fields, jwt_configuration, refresh_token, oidc_logout, client_metadata, authentication } = self;
        let parts = [jwt_configuration, refresh_token, oidc_logout, client_metadata];
        fields.is_empty() && parts.iter().all(|part| part.is_none()) && *authentication == Authentication::Same
    }

    /// The kind that is named.
    pub(super) fn names(&self, field: &str) -> bool {
        self.fields.contains_key(field)
    }
}

/// An object of the body, looked at; null asks for nothing.
fn part(fields: &mut JsonObject, name: &str, schema: &Schema, fixed: &[Fixed]) -> Result<Option<JsonObject>, Refusal> {
    let Some(Value::Object(mut given)) = fields.remove(name) else { return Ok(None) };
    fixed::take(&format!("{name}."), &mut given, fixed)?;
    payload::check_within(name, &given, schema)?;
    Ok(Some(given))
}

/// Null empties a text and a list; elsewhere it asks for nothing.
fn empty_where_null(fields: &mut JsonObject) {
    let nulls: Vec<String> = fields.iter().filter(|(_, value)| value.is_null()).map(|(name, _)| name.clone()).collect();
    for name in nulls {
        match name.as_str() {
            "description" | "initiate_login_uri" | "logo_uri" => fields.insert(name, json!("")),
            "allowed_logout_urls" | "allowed_origins" | "callbacks" | "web_origins" => fields.insert(name, json!([])),
            _ => fields.remove(&name),
        };
    }
}

fn merged<T: Serialize + DeserializeOwned>(current: &T, given: JsonObject) -> Result<T, directory::Error> {
    let mut whole = json!(current);
    for (name, value) in given {
        whole[name] = value;
    }
    serde_json::from_value(whole).map_err(|error| directory::Error::Invalid(error.to_string()))
}

/// Auth0 says twice whether refresh tokens end.
fn refresh_token(
    current: &RefreshTokenSettings,
    mut given: JsonObject,
) -> Result<RefreshTokenSettings, directory::Error> {
    let expiration = given.remove("expiration_type");
    let whole: RefreshTokenSettings = merged(current, given.clone())?;
    let is_endless = whole.infinite_token_lifetime && whole.infinite_idle_token_lifetime;
    let says_so = |name| given.get(name).is_some();
    match expiration.as_ref().and_then(Value::as_str) {
        Some("non-expiring") if !is_endless => {
            let contradicts = given.get("infinite_token_lifetime") == Some(&json!(false))
                || given.get("infinite_idle_token_lifetime") == Some(&json!(false));
            if contradicts {
                let message = "What never expires has neither lifetime: infinite_token_lifetime and \
                    infinite_idle_token_lifetime must be true";
                return Err(directory::Error::Field { field: "refresh_token", message: message.to_owned() });
            }
            Ok(RefreshTokenSettings { infinite_token_lifetime: true, infinite_idle_token_lifetime: true, ..whole })
        }
        Some("expiring") if is_endless => {
            if says_so("infinite_token_lifetime") && says_so("infinite_idle_token_lifetime") {
                let message = "What expires needs a lifetime: infinite_token_lifetime or infinite_idle_token_lifetime \
                    must be false";
                return Err(directory::Error::Field { field: "refresh_token", message: message.to_owned() });
            }
            Ok(RefreshTokenSettings {
                infinite_token_lifetime: says_so("infinite_token_lifetime"),
                infinite_idle_token_lifetime: says_so("infinite_idle_token_lifetime"),
                ..whole
            })
        }
        _ => Ok(whole),
    }
}

/// `client_secret` is none of what can be set.
pub(super) fn check_secret(body: &[u8]) -> Result<(), Refusal> {
    if payload::object(body)?.contains_key("client_secret") {
        return Err(refuse(
            "'Secrets are made by the server: POST /api/v2/clients/{id}/rotate-secret' on property client_secret",
        ));
    }
    Ok(())
}
