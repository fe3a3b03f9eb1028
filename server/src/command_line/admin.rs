//! roster admin

use std::io::{IsTerminal as _, Read as _};

use directory::{Actor, DEFAULT_TENANT};
use model::{Administrator, Failure, NewAdministrator, Role};

use super::directory;
use crate::config::StorageArgs;

/// roster admin create
pub(super) async fn create(
    storage: &StorageArgs,
    email: &str,
    role: Role,
    may_impersonate: bool,
) -> Result<(), String> {
    let (db, directory) = directory(storage).await?;
    let password = password()?;
    let operator = Actor::operator(DEFAULT_TENANT);
    let new = NewAdministrator { email: email.to_owned(), password, role, may_impersonate };
    directory.administrators().add(&operator, new).await.map_err(|error| explained(&error.into()))?;
    db.close().await;
    let permission = if may_impersonate { ", and may sign in as users" } else { "" };
    println!("{email} can sign in now, as {}{permission}.", role.as_str());
    Ok(())
}

/// roster admin list
pub(super) async fn list(storage: &StorageArgs) -> Result<(), String> {
    let (db, directory) = directory(storage).await?;
    let operator = Actor::operator(DEFAULT_TENANT);
    let all = directory.administrators().list(&operator).await.map_err(|error| explained(&error.into()))?;
    for Administrator { email, role, may_impersonate, .. } in all {
        let permission = if may_impersonate { "\tmay sign in as users" } else { "" };
        println!("{email}\t{}{permission}", role.as_str());
    }
    db.close().await;
    Ok(())
}

/// From a terminal twice and unseen, otherwise all of standard input but the end of its line.
pub(super) fn password() -> Result<String, String> {
    let unread = |error| format!("cannot read the password: {error}");
    if std::io::stdin().is_terminal() {
        let password = rpassword::prompt_password("Password: ").map_err(unread)?;
        let repeated = rpassword::prompt_password("Repeat password: ").map_err(unread)?;
        return if password == repeated { Ok(password) } else { Err("the two passwords differ".to_owned()) };
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(unread)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

/// With every field that was wrong.
pub(super) fn explained(failure: &Failure) -> String {
    let fields = failure.fields.iter().map(|mistake| format!("\n  {}: {}", mistake.field, mistake.message));
    format!("{}{}", failure.message, fields.collect::<String>())
}
