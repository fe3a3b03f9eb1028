//! What an application is answered that begins no login of its own.

use model::{Client, ImpersonationParameters};
use protocol::authorize::ResponseMode;
use protocol::{AuthorizationRequest, OAuthError, Parameters, Scope, redirect_uri};
use serde_json::{Map, Value};

use crate::authorize::Asked;
use crate::{Error, Result, grantable};

/// The longest of them, in bytes.
const LONGEST: usize = 2048;

/// What the application would have asked, with what is usual where nothing was said.
///
/// # Errors
/// `Field` for what does not fit the application.
pub(crate) fn asked(client: &Client, given: &ImpersonationParameters) -> Result<Asked> {
    let mistake = |field: &'static str, message: &str| Err(Error::field(field, message.to_owned()));
    let callback = match given.redirect_uri.as_str() {
        "" => first_callback(client).unwrap_or_default(),
        asked if redirect_uri::matches(&client.callbacks, asked) => asked.to_owned(),
        _ => return mistake("callback_url", "It is none of the application's callback URLs"),
    };
    let types = response_types(client);
    let response_type = match given.response_type.as_str() {
        "" => types.first().copied().unwrap_or_default(),
        asked => asked,
    };
    if !types.contains(&response_type) {
        return mistake("response_type", "The application does not take this: see its grant types");
    }
    let scope = if given.scope.is_empty() { "openid profile email" } else { &given.scope };
    let pairs = [
        ("client_id", client.client_id.as_str()),
        ("response_type", response_type),
        ("response_mode", &given.response_mode),
        ("redirect_uri", &callback),
        ("scope", scope),
        ("state", &given.state),
        ("nonce", &given.nonce),
    ];
    if let Some((name, _)) = pairs.iter().find(|(_, value)| value.len() > LONGEST || value.contains('\0')) {
        return Err(Error::field("parameters", format!("{name}: at most {LONGEST} bytes of text")));
    }
    let request = read(&pairs).map_err(|error| Error::field("parameters", error.description))?;
    if request.response_mode == ResponseMode::WebMessage {
        return mistake("response_mode", "query, fragment or form_post");
    }
    let scope = grantable(&request.scope, client, None).minus(&["offline_access"].into_iter().collect::<Scope>());
    Ok(Asked { request, redirect_uri: callback, audience: String::new(), scope })
}

fn read(pairs: &[(&str, &str)]) -> Result<AuthorizationRequest, OAuthError> {
    let fields: Map<String, Value> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| ((*name).to_owned(), Value::String((*value).to_owned())))
        .collect();
    let parameters = Parameters::parse_json(Value::Object(fields).to_string().as_bytes())?;
    AuthorizationRequest::parse(&parameters)
}

/// What an application may be answered with that did not ask. A code for one that keeps no secret would be good for whoever
/// holds it: such an application begins its own login, which has PKCE.
pub(super) fn response_types(client: &Client) -> Vec<&'static str> {
    let mut types = Vec::new();
    if client.has_grant("authorization_code") && !client.is_public() {
        types.push("code");
    }
    if client.has_grant("implicit") {
        types.extend(["token", "id_token", "id_token token"]);
    }
    types
}

/// The first that is an address as it stands.
fn first_callback(client: &Client) -> Option<String> {
    client.callbacks.iter().find(|callback| !callback.contains('*')).cloned()
}
