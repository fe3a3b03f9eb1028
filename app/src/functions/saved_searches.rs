//! Searches of users that were given a name.

use leptos::prelude::*;
use model::{SavedSearch, UserQuery};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// All saved searches, by name.
#[server(prefix = "/fn", endpoint = "saved-searches/list", input = Json)]
pub async fn list_saved_searches() -> Answer<Vec<SavedSearch>> {
    let (directory, actor) = door()?;
    Ok(directory.saved_searches().list(&actor).await?)
}

/// Gives a search a name.
#[server(prefix = "/fn", endpoint = "saved-searches/create", input = Json)]
pub async fn save_search(name: String, query: UserQuery) -> Answer<SavedSearch> {
    let (directory, actor) = door()?;
    Ok(directory.saved_searches().create(&actor, &name, query).await?)
}

/// Gives a saved search another name.
#[server(prefix = "/fn", endpoint = "saved-searches/rename", input = Json)]
pub async fn rename_saved_search(id: String, name: String) -> Answer<SavedSearch> {
    let (directory, actor) = door()?;
    Ok(directory.saved_searches().rename(&actor, &id, &name).await?)
}

/// Forgets a saved search.
#[server(prefix = "/fn", endpoint = "saved-searches/delete", input = Json)]
pub async fn delete_saved_search(id: String) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.saved_searches().delete(&actor, &id).await?)
}
