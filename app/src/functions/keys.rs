//! The keys that tokens are signed with.

use leptos::prelude::*;
use model::{SigningAlgorithm, SigningKeyInfo};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// All keys, newest first.
#[server(prefix = "/fn", endpoint = "keys/list", input = Json)]
pub async fn list_keys() -> Answer<Vec<SigningKeyInfo>> {
    let (directory, actor) = door()?;
    Ok(directory.keys().list(&actor).await?)
}

/// Lets the next key sign.
#[server(prefix = "/fn", endpoint = "keys/rotate", input = Json)]
pub async fn rotate_keys(alg: SigningAlgorithm) -> Answer<Vec<SigningKeyInfo>> {
    let (directory, actor) = door()?;
    Ok(directory.keys().rotate(&actor, alg).await?)
}

/// Revokes a key.
#[server(prefix = "/fn", endpoint = "keys/revoke", input = Json)]
pub async fn revoke_key(kid: String) -> Answer<Vec<SigningKeyInfo>> {
    let (directory, actor) = door()?;
    Ok(directory.keys().revoke(&actor, &kid).await?)
}
