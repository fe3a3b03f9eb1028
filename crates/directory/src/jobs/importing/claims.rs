//! What users log in with and what they are known by: who has it already.

use std::collections::{HashMap, HashSet};

use model::{FailedRow, UserId, UserProfile};
use serde_json::Value;
use store::Tx;
use store::identifiers::Kind;
use store::jobs::StoredJob;

use crate::Result;
use crate::jobs::row::NewRow;
use crate::random::hash_secret;

/// A connection, and a kind of what is unique in it.
type Place = (String, Kind);

/// What becomes of a row.
pub(super) enum Verdict {
    /// It makes a user.
    Insert,
    /// It changes the user of that id.
    Update(UserId),
    /// It is not taken.
    Refuse(FailedRow),
}

/// What the rows of a step claim, and who has it.
pub(super) struct Claims {
    /// Who logs in with what, and whether as an account that was linked to them.
    owners: HashMap<(String, Kind, String), (UserId, bool)>,
    ids: HashSet<UserId>,
    /// Hashes of what rows of the file claimed.
    taken: HashSet<String>,
    /// Those of them that are new.
    fresh: Vec<String>,
    /// Whether later steps must know what this one's rows claimed: what is written shows that by itself, unless rows may
    /// change users, or nothing is written.
    is_kept: bool,
}

impl Claims {
    /// Looks up what the rows claim.
    pub(super) async fn load(tx: &mut Tx, tenant: &str, job: &StoredJob, rows: &[&NewRow]) -> Result<Self> {
        let is_kept = job.job.request.upsert || job.job.request.dry_run;
        let mut wanted: HashMap<Place, Vec<String>> = HashMap::new();
        let mut ids: Vec<UserId> = Vec::new();
        for row in rows {
            for (connection, kind, value) in claimed(&row.user) {
                wanted.entry((connection.to_owned(), kind)).or_default().push(value.to_owned());
            }
            if row.has_id {
                ids.extend(row.user.identities.iter().map(model::Identity::id));
            }
        }
        let mut owners = HashMap::new();
        for ((connection, kind), values) in wanted {
            let found = store::identifiers::find_many(tx, tenant, &connection, kind, &values).await?;
            owners
                .extend(found.into_iter().map(|(value, id, linked)| ((connection.clone(), kind, value), (id, linked))));
        }
        let ids = store::users::existing(tx, tenant, &ids).await?.into_iter().collect();
        let taken = if is_kept {
            let keys: Vec<String> = rows.iter().flat_map(|row| keys(row)).collect();
            store::jobs::known_keys(tx, tenant, &job.job.id, &keys).await?
        } else {
            HashSet::new()
        };
        Ok(Self { owners, ids, taken, fresh: Vec::new(), is_kept })
    }

    /// Says what becomes of a row. What it claims is taken then, for the rows behind it.
    pub(super) fn judge(&mut self, row: &NewRow, may_update: bool) -> Verdict {
        let keys = keys(row);
        if keys.iter().any(|key| self.taken.contains(key)) {
            let message = "A row before this one has the same email, user name, phone number or user_id.";
            return Verdict::Refuse(row.failed("DUPLICATED_USER", "", message));
        }
        let verdict = self.compare(row, may_update);
        if !matches!(verdict, Verdict::Refuse(_)) {
            self.taken.extend(keys.iter().cloned());
            self.fresh.extend(keys);
        }
        verdict
    }

    fn compare(&self, row: &NewRow, may_update: bool) -> Verdict {
        let owner = |(connection, kind, value): (&str, Kind, &str)| {
            self.owners.get(&(connection.to_owned(), kind, value.to_owned()))
        };
        let found: Vec<_> = claimed(&row.user).into_iter().filter_map(|claim| Some((claim.1, owner(claim)?))).collect();
        // Users are known by their email, as at Auth0.
        let known = found.iter().find(|(kind, (_, linked))| *kind == Kind::Email && !linked).map(|(_, (id, _))| id);
        if let (Some(known), true) = (known, may_update) {
            let others = found.iter().find(|(_, (id, linked))| id != known || *linked);
            if let Some((kind, _)) = others {
                return refuse(row, *kind, "is another user's than the email");
            }
            if row.has_id && row.user.user_id != *known {
                return Verdict::Refuse(row.failed(
                    "CONFLICT",
                    "user_id",
                    "The email is that of a user with another id.",
                ));
            }
            return Verdict::Update(known.clone());
        }
        if let Some((kind, _)) = found.first() {
            return refuse(row, *kind, "already exists");
        }
        if row.has_id && row.user.identities.iter().any(|identity| self.ids.contains(&identity.id())) {
            return Verdict::Refuse(row.failed("CONFLICT", "user_id", "The specified user_id already exists."));
        }
        Verdict::Insert
    }

    /// Keeps what the rows claimed, for the steps behind this one.
    pub(super) async fn save(&self, tx: &mut Tx, tenant: &str, job: &StoredJob) -> Result<()> {
        if self.is_kept {
            store::jobs::add_keys(tx, tenant, &job.job.id, &self.fresh).await?;
        }
        Ok(())
    }
}

fn refuse(row: &NewRow, kind: Kind, what: &str) -> Verdict {
    let (code, path, name) = match kind {
        Kind::Email => ("CONFLICT_EMAIL", "email", "email"),
        Kind::Username => ("CONFLICT_USERNAME", "username", "username"),
        Kind::PhoneNumber => ("CONFLICT", "phone_number", "phone number"),
    };
    Verdict::Refuse(row.failed(code, path, format!("The specified {name} {what}.")))
}

/// What a user and the accounts that are linked to them log in with, and in which connection.
fn claimed(user: &UserProfile) -> Vec<(&str, Kind, &str)> {
    let kinds = [(Kind::Email, "email"), (Kind::Username, "username"), (Kind::PhoneNumber, "phone_number")];
    let own = user.connections().next().unwrap_or_default();
    let values = [&user.email, &user.username, &user.phone_number];
    let mut claimed: Vec<_> =
        kinds.into_iter().zip(values).filter_map(|((kind, _), value)| Some((own, kind, value.as_deref()?))).collect();
    for identity in user.identities.iter().skip(1) {
        let Some(profile) = &identity.profile_data else { continue };
        let of = |name: &str| profile.get(name).and_then(Value::as_str);
        claimed
            .extend(kinds.into_iter().filter_map(|(kind, name)| Some((identity.connection.as_str(), kind, of(name)?))));
    }
    claimed.retain(|(_, _, value)| !value.is_empty());
    claimed
}

/// The same, and the ids that a row decides, as they are compared with other rows.
fn keys(row: &NewRow) -> Vec<String> {
    let mut keys: Vec<String> = claimed(&row.user)
        .into_iter()
        .map(|(connection, kind, value)| hash_secret(&format!("{kind:?}\0{connection}\0{value}")))
        .collect();
    if row.has_id {
        let ids = row.user.identities.iter().map(model::Identity::id);
        keys.extend(ids.map(|id| hash_secret(&format!("id\0{}", id.as_str()))));
    }
    // A user may log in with the same value twice, as two accounts of theirs.
    keys.sort_unstable();
    keys.dedup();
    keys
}
