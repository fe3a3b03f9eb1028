//! roster user

use directory::{Actor, DEFAULT_TENANT, Directory};
use model::NewUser;

use super::admin::{explained, password};
use super::directory;
use crate::config::StorageArgs;

/// roster user create
pub(super) async fn create(
    storage: &StorageArgs,
    email: String,
    connection: Option<String>,
    username: Option<String>,
    verified: bool,
) -> Result<(), String> {
    let (db, directory) = directory(storage).await?;
    let operator = Actor::operator(DEFAULT_TENANT);
    let connection = match connection {
        Some(connection) => connection,
        None => first_database(&directory, &operator).await?,
    };
    let password = password()?;
    let new = NewUser { connection, email, username, password, email_verified: verified, ..NewUser::default() };
    let user = directory.users().create(&operator, new).await.map_err(|error| explained(&error.into()))?;
    db.close().await;
    println!("{}", serde_json::to_string_pretty(&user).map_err(|error| format!("cannot print the user: {error}"))?);
    Ok(())
}

async fn first_database(directory: &Directory, operator: &Actor) -> Result<String, String> {
    let connections = directory.connections().list(operator).await.map_err(|error| explained(&error.into()))?;
    let database = connections.into_iter().find(|connection| connection.strategy == "auth0");
    Ok(database.ok_or("there is no database connection to create users on")?.name)
}
