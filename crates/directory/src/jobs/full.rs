//! All that a user is, with what logs them in: a full export, and what an import makes of it.

use std::collections::HashMap;

use model::{Block, Connection, MetadataKind, NewUser, Timestamp, UserId, UserProfile, check_email, check_metadata};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::users::Inserted;
use store::{Conn, Tx};

use super::row::NewRow;
use crate::hashing::imported;
use crate::{Directory, Error, Result};

/// Where it stands in a row, beside what Auth0 knows of a user.
pub(super) const PROPERTY: &str = "roster";

/// What belongs to a user beside their profile and their password. It is no type of `model`: it holds secrets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Backup {
    #[serde(skip_serializing_if = "Option::is_none")]
    password_changed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    password_history: Vec<PastPassword>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    linked: Vec<LinkedAccount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<BlockBackup>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PastPassword {
    hash: String,
    changed_at: Timestamp,
}

/// An account that was linked to the user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LinkedAccount {
    id: UserId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password_hash: Option<String>,
    changed_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockBackup {
    reason: String,
    blocked_by: String,
    since: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
}

/// The users as rows of a full export.
pub(super) async fn rows(conn: &mut Conn, tenant: &str, users: Vec<UserProfile>) -> Result<Vec<Value>> {
    let ids: Vec<UserId> = users.iter().map(|user| user.user_id.clone()).collect();
    let passwords = store::passwords::of_users(conn, tenant, &ids).await?;
    let mut passwords: HashMap<_, _> = passwords.into_iter().map(|(id, hash, at)| (id, (hash, at))).collect();
    let mut histories: HashMap<UserId, Vec<PastPassword>> = HashMap::new();
    for (id, hash, changed_at) in store::passwords::histories(conn, tenant, &ids).await? {
        histories.entry(id).or_default().push(PastPassword { hash, changed_at });
    }
    let accounts: Vec<UserId> =
        users.iter().flat_map(|user| user.identities.iter().skip(1).map(|one| one.id())).collect();
    let linked = store::linked_identities::find_many(conn, tenant, &accounts).await?;
    let mut linked: HashMap<_, _> = linked.into_iter().map(|(id, hash, at)| (id, (hash, at))).collect();
    let mut rows = Vec::with_capacity(users.len());
    for user in users {
        let password = passwords.remove(&user.user_id);
        let block = if user.is_blocked() { store::blocks::find(conn, tenant, &user.user_id).await? } else { None };
        let backup = Backup {
            password_changed_at: password.as_ref().map(|(_, at)| *at),
            password_history: histories.remove(&user.user_id).unwrap_or_default(),
            linked: user
                .identities
                .iter()
                .skip(1)
                .filter_map(|identity| {
                    let id = identity.id();
                    let (password_hash, changed_at) = linked.remove(&id)?;
                    Some(LinkedAccount { id, password_hash, changed_at })
                })
                .collect(),
            block: block.map(|block| BlockBackup {
                reason: block.reason,
                blocked_by: block.blocked_by,
                since: block.since,
                until: block.until,
            }),
        };
        let mut row = serde_json::to_value(&user).map_err(|error| Error::Internal(format!("a user: {error}")))?;
        if let Some((hash, _)) = password {
            row["password_hash"] = json!(hash);
        }
        row[PROPERTY] = json!(backup);
        rows.push(row);
    }
    Ok(rows)
}

/// Whether a user can be as a full export says.
///
/// # Errors
/// What cannot be.
pub(super) fn check(directory: &Directory, connection: &Connection, user: &UserProfile, backup: &Backup) -> Result<()> {
    crate::users::check_id(&user.user_id).map_err(|_| Error::field("user_id", "is no id"))?;
    if user.identities.first().is_none_or(|identity| identity.id() != user.user_id) {
        return Err(Error::field("identities", "the first one is not the user's own"));
    }
    // All that a create looks at.
    let new = NewUser {
        connection: connection.name.clone(),
        email: user.email.clone().unwrap_or_default(),
        username: user.username.clone(),
        user_id: Some(user.user_id.local().to_owned()),
        name: user.name.clone(),
        given_name: user.given_name.clone(),
        family_name: user.family_name.clone(),
        nickname: user.nickname.clone(),
        picture: user.picture.clone(),
        phone_number: user.phone_number.clone(),
        user_metadata: user.user_metadata.clone(),
        app_metadata: user.app_metadata.clone(),
        ..NewUser::default()
    };
    directory.users().profile(&new, connection)?;
    if user.email.as_deref().map(check_email) != user.email.clone().map(Ok) {
        return Err(Error::field("email", "is not written as it is kept: in lower case, without spaces"));
    }
    if serde_json::to_string(user).is_ok_and(|text| text.contains("\\u0000")) {
        return Err(Error::field("identities", "a text contains the character NUL, which is not allowed"));
    }
    check_metadata(MetadataKind::User, &user.attributes).map_err(|mistake| Error::field("user_id", mistake))?;
    let hashes = backup.password_history.iter().map(|past| &past.hash);
    let hashes = hashes.chain(backup.linked.iter().filter_map(|account| account.password_hash.as_ref()));
    for hash in hashes {
        imported::password_hash(hash, true).map_err(|mistake| Error::field("roster", mistake.message))?;
    }
    let is_own = |account: &LinkedAccount| user.identities.iter().skip(1).any(|identity| identity.id() == account.id);
    if !backup.linked.iter().all(is_own) {
        return Err(Error::field("roster", "an account in linked is not one of the user's identities"));
    }
    let texts = backup.block.iter().flat_map(|block| [&block.reason, &block.blocked_by]);
    if texts.into_iter().any(|text| text.contains('\0') || text.len() > 4_096) {
        return Err(Error::field("roster", "the reason of a block is too long"));
    }
    Ok(())
}

/// Keeps what belongs to new users beside their profiles and passwords.
///
/// # Errors
/// `Exists` where another user logs in with what belongs to an account that is linked to one of these.
pub(super) async fn save(tx: &mut Tx, tenant: &str, rows: &[&NewRow]) -> Result<()> {
    let backups = || rows.iter().filter_map(|row| row.backup.as_ref().map(|backup| (&row.user, backup)));
    let histories: Vec<(UserId, String, Timestamp)> = backups()
        .flat_map(|(user, backup)| {
            let past = move |past: &PastPassword| (user.user_id.clone(), past.hash.clone(), past.changed_at);
            backup.password_history.iter().map(past)
        })
        .collect();
    store::passwords::insert_histories(tx, tenant, &histories).await?;
    for (user, backup) in backups() {
        if user.identities.len() > 1 {
            let linked: Vec<_> = backup
                .linked
                .iter()
                .map(|account| (account.id.clone(), account.password_hash.clone(), account.changed_at))
                .collect();
            if store::users::claim_accounts(tx, tenant, user, &linked).await? != Inserted::Done {
                let message = "another user logs in with what belongs to a linked account".to_owned();
                return Err(Error::Exists { field: "identities", message });
            }
        }
        if let Some(block) = &backup.block {
            let block = Block {
                reason: block.reason.clone(),
                until: block.until,
                blocked_by: block.blocked_by.clone(),
                since: block.since,
            };
            store::blocks::save(tx, tenant, &user.user_id, &block, user.updated_at).await?;
        }
    }
    Ok(())
}

/// When a password of a full import was last changed.
pub(super) fn changed_at(row: &NewRow) -> Timestamp {
    row.backup.as_ref().and_then(|backup| backup.password_changed_at).unwrap_or(row.user.created_at)
}
