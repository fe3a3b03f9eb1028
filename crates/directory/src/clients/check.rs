//! What an application may be.

mod lists;
mod settings;

use model::{Client, RotationType, TokenEndpointAuthMethod};
use protocol::redirect_uri::check_web_address;

use crate::{Error, Result};

use lists::shortened;
pub(super) use lists::{grant_types, logout_uris, oidc_logout, origins, uris};
pub(crate) use settings::range;

/// The longest name, in characters.
const NAME: usize = 150;
/// The longest description, in characters, as at Auth0.
const DESCRIPTION: usize = 140;

/// Looks at every field but the lists, which were looked at when they were set, and at what must go together.
///
/// # Errors
/// `Field` for the first mistake.
pub(super) fn whole(client: &Client) -> Result<()> {
    name("name", &client.name, NAME)?;
    let length = client.description.chars().count();
    if length > DESCRIPTION {
        return Err(Error::field("description", format!("At most {DESCRIPTION} characters, {length} given")));
    }
    if client.description.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::field("description", "A control character is not allowed"));
    }
    web_address("logo_uri", &client.logo_uri)?;
    https("logo_uri", &client.logo_uri)?;
    web_address("initiate_login_uri", &client.initiate_login_uri)?;
    settings::public_keys(&client.public_keys)?;
    settings::lifetimes(client)?;
    settings::metadata(&client.client_metadata)?;
    together(client)
}

/// A name that people see: neither markup nor line breaks (N-105).
///
/// # Errors
/// `Field`.
pub(crate) fn name(field: &'static str, name: &str, longest: usize) -> Result<()> {
    let length = name.chars().count();
    if length == 0 {
        return Err(Error::field(field, "Enter a name"));
    }
    if length > longest {
        return Err(Error::field(field, format!("At most {longest} characters, {length} given")));
    }
    if let Some(bad) = name.chars().find(|c| c.is_control() || "<>\u{2028}\u{2029}".contains(*c)) {
        return Err(Error::field(field, format!("The character {bad:?} is not allowed")));
    }
    Ok(())
}

/// https, or http on the machine itself, where an application is developed; empty for none.
fn web_address(field: &'static str, address: &str) -> Result<()> {
    if address.is_empty() {
        return Ok(());
    }
    check_web_address(address).map_err(|mistake| Error::field(field, format!("{:?} {mistake}", shortened(address))))
}

/// What others see on https pages; empty for none.
fn https(field: &'static str, address: &str) -> Result<()> {
    if address.is_empty() || address.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
        Ok(())
    } else {
        Err(Error::field(field, format!("{:?} must begin with https://", shortened(address))))
    }
}

/// What an application may be that cannot keep a secret, or has one.
fn together(client: &Client) -> Result<()> {
    if client.is_public() && client.has_grant("client_credentials") {
        let message =
            "The grant client_credentials needs an application that authenticates: choose how, or leave it out";
        return Err(Error::field("grant_types", message));
    }
    if client.is_public() && client.allows_missing_pkce {
        let message = "Without PKCE an application must authenticate itself; one that keeps no secret needs PKCE";
        return Err(Error::field("allows_missing_pkce", message));
    }
    // S-161
    if client.is_public() && client.refresh_token.rotation_type == RotationType::NonRotating {
        let message = "Refresh tokens of an application that keeps no secret must rotate";
        return Err(Error::field("refresh_token", message));
    }
    if client.token_endpoint_auth_method == TokenEndpointAuthMethod::PrivateKeyJwt
        && client.public_keys.iter().all(|key| key.is_unused)
    {
        return Err(Error::field(
            "public_keys",
            "An application that authenticates with private_key_jwt needs a public key",
        ));
    }
    Ok(())
}
