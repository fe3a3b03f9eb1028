//! Where users logged in from.

use leptos::prelude::*;
use model::{UserId, UserLocations};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// Where a user's logins came from, of the days `from..=to` since 1970 in UTC; of all where none are named.
#[server(prefix = "/fn", endpoint = "users/locations", input = Json)]
pub async fn locations_of_user(id: UserId, from: Option<i64>, to: Option<i64>) -> Answer<UserLocations> {
    let (directory, actor) = door()?;
    let found = directory.locations().of_user(&actor, &id, directory::LocationQuery { from, to }).await?;
    Ok(UserLocations { tiles: use_context(), ..found })
}
