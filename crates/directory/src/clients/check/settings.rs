//! Keys, lifetimes and metadata of an application.

use model::{Client, ClientPublicKey, JsonObject};
use protocol::keys::VerificationKey;

use super::name;
use crate::{Error, Result};

/// The most keys: the one in use, the one that follows, and room.
const KEYS: usize = 10;
/// The longest key, in bytes: RSA with 16,384 bits has 2.9 kB.
const KEY: usize = 8_192;
/// The longest id of a key.
const KEY_ID: usize = 64;
/// ID tokens: 30 days, in seconds.
const ID_TOKEN: i64 = 2_592_000;
/// Refresh tokens: 5 years, in seconds, as at Auth0.
const REFRESH_TOKEN: i64 = 157_788_000;
/// A lost answer is asked for again within a minute.
const LEEWAY: i64 = 60;
/// As at Auth0.
const METADATA_KEYS: usize = 10;
const METADATA_LENGTH: usize = 255;

pub(super) fn public_keys(keys: &[ClientPublicKey]) -> Result<()> {
    const FIELD: &str = "public_keys";
    if keys.len() > KEYS {
        return Err(Error::field(FIELD, format!("At most {KEYS} keys, {} given", keys.len())));
    }
    for key in keys {
        name(FIELD, &key.name, 150)?;
        if key.pem.len() > KEY || key.pem.contains('\0') || key.alg.len() > 10 || key.alg.contains('\0') {
            return Err(Error::field(FIELD, format!("{:?} is not a public key", key.name)));
        }
        if key.kid.as_ref().is_some_and(|kid| kid.len() > KEY_ID || !kid.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(Error::field(FIELD, format!("{:?}: an id of a key is at most {KEY_ID} signs", key.name)));
        }
        VerificationKey::from_pem(key).map_err(|mistake| Error::field(FIELD, format!("{:?}: {mistake}", key.name)))?;
    }
    Ok(())
}

pub(super) fn lifetimes(client: &Client) -> Result<()> {
    let (id_token, refresh) = (&client.jwt_configuration, &client.refresh_token);
    range("jwt_configuration", "lifetime_in_seconds", id_token.lifetime_in_seconds, 1, ID_TOKEN)?;
    range("refresh_token", "leeway", refresh.leeway, 0, LEEWAY)?;
    range("refresh_token", "token_lifetime", refresh.token_lifetime, 1, REFRESH_TOKEN)?;
    range("refresh_token", "idle_token_lifetime", refresh.idle_token_lifetime, 1, REFRESH_TOKEN)?;
    let ends_both_ways = !refresh.infinite_token_lifetime && !refresh.infinite_idle_token_lifetime;
    if ends_both_ways && refresh.idle_token_lifetime > refresh.token_lifetime {
        let message = "The lifetime without use must not be longer than the whole one";
        return Err(Error::field("refresh_token", message));
    }
    Ok(())
}

/// A number of seconds within bounds.
///
/// # Errors
/// `Field`.
pub(crate) fn range(field: &'static str, name: &str, value: i64, least: i64, most: i64) -> Result<()> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(Error::field(field, format!("{least} to {most} seconds for {name}, {value} given")))
    }
}

pub(super) fn metadata(metadata: &JsonObject) -> Result<()> {
    const FIELD: &str = "client_metadata";
    if metadata.len() > METADATA_KEYS {
        return Err(Error::field(FIELD, format!("At most {METADATA_KEYS} keys, {} given", metadata.len())));
    }
    for (key, value) in metadata {
        let value = value.as_str().ok_or_else(|| Error::field(FIELD, "Every value must be a text"))?;
        for text in [key.as_str(), value] {
            let length = text.chars().count();
            if length > METADATA_LENGTH {
                let message = format!("Keys and values are at most {METADATA_LENGTH} characters, {length} given");
                return Err(Error::field(FIELD, message));
            }
            if text.contains('\0') {
                return Err(Error::field(FIELD, "The character NUL is not allowed"));
            }
        }
    }
    Ok(())
}
