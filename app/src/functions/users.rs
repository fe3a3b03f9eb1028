//! Users.

use leptos::prelude::*;
use model::{
    Block, Blocked, BulkProgress, BulkRequest, Ending, MetadataEdit, NewBlock, NewUser, UserCount, UserId, UserPage,
    UserProfile, UserQuery,
};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// One page of the users that match.
#[server(prefix = "/fn", endpoint = "users/list", input = Json)]
pub async fn list_users(query: UserQuery) -> Answer<UserPage> {
    let (directory, actor) = door()?;
    Ok(directory.users().list(&actor, &query).await?)
}

/// How many users match; counting stops at 10,000 unless nothing narrows the list.
#[server(prefix = "/fn", endpoint = "users/count", input = Json)]
pub async fn count_users(query: UserQuery) -> Answer<UserCount> {
    let (directory, actor) = door()?;
    Ok(directory.users().count(&actor, &query).await?)
}

/// Names of metadata that a query can ask for and that begin so.
#[server(prefix = "/fn", endpoint = "users/metadata-names", input = Json)]
pub async fn metadata_names(prefix: String) -> Answer<Vec<String>> {
    let (directory, actor) = door()?;
    Ok(directory.users().metadata_names(&actor, &prefix).await?)
}

/// The whole profile of one user.
#[server(prefix = "/fn", endpoint = "users/get", input = Json)]
pub async fn get_user(id: UserId) -> Answer<UserProfile> {
    let (directory, actor) = door()?;
    Ok(directory.users().get(&actor, &id).await?)
}

/// Creates a user on a database connection.
#[server(prefix = "/fn", endpoint = "users/create", input = Json)]
pub async fn create_user(user: NewUser) -> Answer<UserProfile> {
    let (directory, actor) = door()?;
    Ok(directory.users().create(&actor, user).await?)
}

/// What would end if the user were blocked now.
#[server(prefix = "/fn", endpoint = "users/what-ends", input = Json)]
pub async fn what_ends(id: UserId) -> Answer<Ending> {
    let (directory, actor) = door()?;
    Ok(directory.users().what_ends(&actor, &id).await?)
}

/// Blocks a user, for a reason and until a time if there is one; the answer says what ended.
#[server(prefix = "/fn", endpoint = "users/block", input = Json)]
pub async fn block_user(id: UserId, block: NewBlock) -> Answer<Blocked> {
    let (directory, actor) = door()?;
    Ok(directory.users().block(&actor, &id, block).await?)
}

/// Why a user is blocked.
#[server(prefix = "/fn", endpoint = "users/block-of", input = Json)]
pub async fn block_of(id: UserId) -> Answer<Option<Block>> {
    let (directory, actor) = door()?;
    Ok(directory.users().block_of(&actor, &id).await?)
}

/// Blocks or unblocks a user.
#[server(prefix = "/fn", endpoint = "users/set-blocked", input = Json)]
pub async fn set_blocked(id: UserId, blocked: bool) -> Answer<UserProfile> {
    let (directory, actor) = door()?;
    Ok(directory.users().set_blocked(&actor, &id, blocked).await?)
}

/// Replaces one of the metadata objects, unless somebody else changed it since the editor was opened.
#[server(prefix = "/fn", endpoint = "users/edit-metadata", input = Json)]
pub async fn edit_metadata(id: UserId, edit: MetadataEdit) -> Answer<UserProfile> {
    let (directory, actor) = door()?;
    Ok(directory.users().edit_metadata(&actor, &id, edit).await?)
}

/// Gives a user another email address.
#[server(prefix = "/fn", endpoint = "users/change-email", input = Json)]
pub async fn change_email(id: UserId, email: String, verified: bool) -> Answer<UserProfile> {
    let (directory, actor) = door()?;
    Ok(directory.users().change_email(&actor, &id, &email, verified).await?)
}

/// Gives a user another password.
#[server(prefix = "/fn", endpoint = "users/change-password", input = Json)]
pub async fn change_password(id: UserId, password: String) -> Answer<UserProfile> {
    let (directory, actor) = door()?;
    Ok(directory.users().change_password(&actor, &id, &password).await?)
}

/// Marks a user's email address as verified.
#[server(prefix = "/fn", endpoint = "users/verify-email", input = Json)]
pub async fn verify_email(id: UserId) -> Answer<UserProfile> {
    let (directory, actor) = door()?;
    Ok(directory.users().verify_email(&actor, &id).await?)
}

/// Deletes a user for ever.
#[server(prefix = "/fn", endpoint = "users/delete", input = Json)]
pub async fn delete_user(id: UserId) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.users().delete(&actor, &id).await?)
}

/// One step of blocking, unblocking or deleting many users.
#[server(prefix = "/fn", endpoint = "users/bulk", input = Json)]
pub async fn bulk_users(request: BulkRequest) -> Answer<BulkProgress> {
    let (directory, actor) = door()?;
    Ok(directory.users().bulk(&actor, request).await?)
}
