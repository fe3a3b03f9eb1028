//! Applying what was asked to an application.

use model::{Client, ClientPatch};

use super::check;
use crate::Result;

/// The application with what is asked, checked as a whole: also what stays may not go with what is new (S-122).
///
/// # Errors
/// `Field` for the first mistake.
pub(super) fn apply(mut client: Client, patch: ClientPatch) -> Result<Client> {
    set(&mut client.app_type, patch.app_type);
    set(&mut client.is_first_party, patch.is_first_party);
    set(&mut client.token_endpoint_auth_method, patch.token_endpoint_auth_method);
    set(&mut client.public_keys, patch.public_keys);
    set(&mut client.jwt_configuration, patch.jwt_configuration);
    set(&mut client.refresh_token, patch.refresh_token);
    set(&mut client.allows_missing_pkce, patch.allows_missing_pkce);
    set(&mut client.allows_token_in_query, patch.allows_token_in_query);
    set(&mut client.client_metadata, patch.client_metadata);
    set(&mut client.name, patch.name.as_deref().map(trimmed));
    set(&mut client.description, patch.description.as_deref().map(trimmed));
    set(&mut client.logo_uri, patch.logo_uri.as_deref().map(trimmed));
    set(&mut client.initiate_login_uri, patch.initiate_login_uri.as_deref().map(trimmed));
    set(&mut client.callbacks, check::uris("callbacks", patch.callbacks)?);
    set(&mut client.allowed_logout_urls, check::logout_uris("allowed_logout_urls", patch.allowed_logout_urls)?);
    set(&mut client.oidc_logout, check::oidc_logout(patch.oidc_logout)?);
    set(&mut client.web_origins, check::origins("web_origins", patch.web_origins)?);
    set(&mut client.allowed_origins, check::origins("allowed_origins", patch.allowed_origins)?);
    set(&mut client.grant_types, check::grant_types(patch.grant_types)?);
    check::whole(&client)?;
    Ok(client)
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}
