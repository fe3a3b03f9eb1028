//! The accounts of a user who has several: each has an address and a password of its own.

use model::{Identity, UserId, UserProfile};
use serde_json::{Value, json};
use store::tickets::Ticket;

/// The linked account that a ticket is for; none for the user's own.
pub(super) fn linked_of(ticket: &Ticket) -> Option<UserId> {
    ticket.payload["linked"].as_str().map(UserId::from)
}

/// The user with the address, and the connection first, of one of their accounts; none where it is not theirs.
pub(super) fn seen_as(mut user: UserProfile, linked: Option<&UserId>) -> Option<UserProfile> {
    let Some(linked) = linked else { return Some(user) };
    let index = user.identities.iter().skip(1).position(|identity| identity.id() == *linked)? + 1;
    user.identities.swap(0, index);
    user.email = data(user.identities.first()?, "email").map(str::to_owned);
    Some(user)
}

/// The user once it is shown that the address of a linked account is theirs.
pub(super) fn with_verified(mut user: UserProfile, linked: &UserId) -> UserProfile {
    let identity = user.identities.iter_mut().find(|identity| identity.id() == *linked);
    if let Some(profile) = identity.and_then(|identity| identity.profile_data.as_mut()) {
        profile.insert("email_verified".to_owned(), json!(true));
    }
    user
}

fn data<'a>(identity: &'a Identity, name: &str) -> Option<&'a str> {
    identity.profile_data.as_ref()?.get(name).and_then(Value::as_str)
}
