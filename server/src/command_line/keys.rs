//! roster keys

use directory::{Actor, DEFAULT_TENANT};
use model::{SigningAlgorithm, SigningKeyInfo};

use super::admin::explained;
use super::directory;
use crate::config::StorageArgs;

/// roster keys list
pub(super) async fn list(storage: &StorageArgs) -> Result<(), String> {
    let (db, directory) = directory(storage).await?;
    let keys = directory.keys().list(&Actor::operator(DEFAULT_TENANT)).await;
    db.close().await;
    print(&keys.map_err(|error| explained(&error.into()))?)
}

/// roster keys rotate
pub(super) async fn rotate(storage: &StorageArgs, alg: SigningAlgorithm) -> Result<(), String> {
    let (db, directory) = directory(storage).await?;
    let keys = directory.keys().rotate(&Actor::operator(DEFAULT_TENANT), alg).await;
    db.close().await;
    print(&keys.map_err(|error| explained(&error.into()))?)
}

fn print(keys: &[SigningKeyInfo]) -> Result<(), String> {
    println!("{}", serde_json::to_string_pretty(keys).map_err(|error| format!("cannot print the keys: {error}"))?);
    Ok(())
}
