//! How an application is to authenticate: by `token_endpoint_auth_method` or by `client_authentication_methods`.

use directory::{Error, credential_id};
use model::{Client, ClientPatch, ClientPublicKey, JsonObject, TokenEndpointAuthMethod};
use serde_json::Value;

use super::credentials::key;
use crate::management::payload::refuse;
use crate::management::refusal::Refusal;

/// What a body asks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Authentication {
    /// Nothing.
    Same,
    /// Not with keys.
    Method(TokenEndpointAuthMethod),
    /// With keys: of each its id, or a new one.
    Keys(Vec<Credential>),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Credential {
    Of(String),
    New(Box<ClientPublicKey>),
}

/// Takes both fields out of a body that was looked at.
///
/// # Errors
/// 400 for both at once, or a key that is none.
pub(super) fn take(fields: &mut JsonObject) -> Result<Authentication, Refusal> {
    let method = fields.remove("token_endpoint_auth_method").filter(|method| !method.is_null());
    let methods = fields.remove("client_authentication_methods").filter(|methods| !methods.is_null());
    let credentials = methods.as_ref().and_then(|methods| methods["private_key_jwt"]["credentials"].as_array());
    match (method, credentials) {
        (Some(_), Some(_)) => Err(refuse(
            "'client_authentication_methods and token_endpoint_auth_method exclude each other' on property \
             client_authentication_methods",
        )),
        (Some(method), None) => {
            let method = serde_json::from_value(method).map_err(|error| refuse(&error.to_string()))?;
            Ok(Authentication::Method(method))
        }
        (None, Some(credentials)) => {
            let read = |credential: &Value| match credential["id"].as_str() {
                Some(id) => Ok(Credential::Of(id.to_owned())),
                None => key(credential).map(|key| Credential::New(Box::new(key))),
            };
            Ok(Authentication::Keys(credentials.iter().map(read).collect::<Result<_, _>>()?))
        }
        (None, None) => Ok(Authentication::Same),
    }
}

impl Authentication {
    /// # Errors
    /// `Field` for the id of a key that the application does not have.
    pub(super) fn apply(self, client: &Client, patch: &mut ClientPatch) -> Result<(), Error> {
        let credentials = match self {
            Self::Same => return Ok(()),
            Self::Method(method) => {
                patch.token_endpoint_auth_method = Some(method);
                return Ok(());
            }
            Self::Keys(credentials) => credentials,
        };
        let mut keys = client.public_keys.clone();
        for key in &mut keys {
            key.is_unused = true;
        }
        for credential in credentials {
            match credential {
                Credential::New(key) => keys.push(*key),
                Credential::Of(id) => {
                    let known = keys.iter_mut().find(|key| credential_id(key) == id);
                    known.ok_or_else(|| unknown(&id))?.is_unused = false;
                }
            }
        }
        patch.token_endpoint_auth_method = Some(TokenEndpointAuthMethod::PrivateKeyJwt);
        patch.public_keys = Some(keys);
        Ok(())
    }
}

fn unknown(id: &str) -> Error {
    let shown: String = id.chars().filter(|c| !c.is_control()).take(80).collect();
    let message = format!("The application has no credential {shown:?}");
    Error::Field { field: "client_authentication_methods", message }
}
