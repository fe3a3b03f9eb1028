//! Users with several accounts: each of them logs the same user in.

use model::{Identity, Timestamp, UserId, UserProfile};
use serde_json::Value;

use super::{Inserted, delete, insert, insert_connections, save};
use crate::identifiers::{self, Kind};
use crate::{Conn, Result, linked_identities, passwords};

/// Makes `other` a part of a user: its own row goes, what it logs in with stays. `after` is the user with the new
/// identity at its end, which says of `other` what its row said.
///
/// # Errors
/// The database's. After anything but [`Inserted::Done`] the transaction must be rolled back.
pub async fn link(
    conn: &mut Conn,
    tenant: &str,
    (before, after): (&UserProfile, &UserProfile),
    other: &UserProfile,
) -> Result<Inserted> {
    let hash = passwords::find(conn, tenant, &other.user_id).await?;
    let changed_at = passwords::changed_at(conn, tenant, &other.user_id).await?.unwrap_or(other.created_at);
    delete(conn, tenant, other).await?;
    let (id, user) = (&other.user_id, &after.user_id);
    linked_identities::insert(conn, tenant, id, user, hash.as_deref(), changed_at).await?;
    for identity in after.identities.iter().filter(|identity| identity.id() == *id) {
        for identifier in of(identity) {
            if !identifiers::claim_linked(conn, tenant, &identity.connection, identifier, user, id).await? {
                return Ok(Inserted::Taken(identifier.0));
            }
        }
    }
    insert_connections(conn, tenant, after).await?;
    save(conn, tenant, before, after).await
}

/// Claims what the accounts of a new user log in with that are not the user's own, with their passwords by id.
///
/// # Errors
/// The database's. After anything but [`Inserted::Done`] the transaction must be rolled back.
pub async fn claim_accounts(
    conn: &mut Conn,
    tenant: &str,
    user: &UserProfile,
    passwords: &[(UserId, Option<String>, Timestamp)],
) -> Result<Inserted> {
    for (id, hash, changed_at) in passwords {
        linked_identities::insert(conn, tenant, id, &user.user_id, hash.as_deref(), *changed_at).await?;
    }
    for identity in user.identities.iter().skip(1) {
        for identifier in of(identity) {
            let id = identity.id();
            if !identifiers::claim_linked(conn, tenant, &identity.connection, identifier, &user.user_id, &id).await? {
                return Ok(Inserted::Taken(identifier.0));
            }
        }
    }
    Ok(Inserted::Done)
}

/// Makes an account of a user a user of its own again, with the password that it had. `after` is the user without it.
///
/// # Errors
/// The database's. After anything but [`Inserted::Done`] the transaction must be rolled back.
pub async fn unlink(
    conn: &mut Conn,
    tenant: &str,
    (before, after): (&UserProfile, &UserProfile),
    other: &UserProfile,
) -> Result<Inserted> {
    let password = match before.identities.iter().find(|identity| identity.id() == other.user_id) {
        Some(identity) => give_up(conn, tenant, identity).await?,
        None => None,
    };
    forget_connections(conn, tenant, before, after).await?;
    match save(conn, tenant, before, after).await? {
        Inserted::Done => {}
        taken => return Ok(taken),
    }
    let inserted = insert(conn, tenant, other).await?;
    if let (Inserted::Done, Some((hash, changed_at))) = (inserted, password) {
        passwords::save(conn, tenant, &other.user_id, &hash, changed_at).await?;
    }
    Ok(inserted)
}

/// Forgets the linked accounts of a user who is deleted.
///
/// # Errors
/// The database's.
pub(super) async fn forget(conn: &mut Conn, tenant: &str, user: &UserProfile) -> Result<()> {
    for identity in user.identities.iter().skip(1) {
        give_up(conn, tenant, identity).await?;
    }
    Ok(())
}

/// What a linked account logged in with.
async fn give_up(conn: &mut Conn, tenant: &str, identity: &Identity) -> Result<Option<(String, Timestamp)>> {
    for identifier in of(identity) {
        identifiers::release(conn, tenant, &identity.connection, identifier).await?;
    }
    let taken = linked_identities::take(conn, tenant, &identity.id()).await?;
    Ok(taken.and_then(|(hash, changed_at)| hash.map(|hash| (hash, changed_at))))
}

async fn forget_connections(conn: &mut Conn, tenant: &str, before: &UserProfile, after: &UserProfile) -> Result<()> {
    const SQL: &str = "DELETE FROM user_connections WHERE tenant = $1 AND connection = $2 AND user_id = $3";
    for connection in before.connections().filter(|name| after.connections().all(|other| other != *name)) {
        on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(after.user_id.as_str())
            .execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

/// What a linked account logs in with.
fn of(identity: &Identity) -> Vec<(Kind, &str)> {
    let Some(profile) = &identity.profile_data else { return Vec::new() };
    [(Kind::Email, "email"), (Kind::Username, "username"), (Kind::PhoneNumber, "phone_number")]
        .into_iter()
        .filter_map(|(kind, name)| profile.get(name).and_then(Value::as_str).map(|value| (kind, value)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}
