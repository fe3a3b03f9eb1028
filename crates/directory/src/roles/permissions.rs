//! What roles allow, and what users may do without any.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::{
    HeldPermission, JsonObject, ListPart, Listed, LogEvent, Permission, PermissionSource, ResourceServer, UserId,
    UserProfile, UserRole,
};
use serde::Serialize;
use store::permissions::{Held, Holder};
use store::{Conn, Tx};

use super::{Roles, find, hold};
use crate::events::{Change, Recorded};
use crate::resource_servers::{NO_API, is_identifier};
use crate::users::{NO_USER, check_id};
use crate::{Actor, Error, Result, Scope};

/// The most permissions of a role, and of a user without a role; as at Auth0.
const PERMISSIONS: i64 = 1_000;

const ALL: ListPart = ListPart::Numbered { offset: 0, limit: PERMISSIONS, is_total_wanted: false };

/// A role or a user.
enum Subject {
    Role(UserRole),
    User(Box<UserProfile>),
}

impl Subject {
    fn holder(&self) -> Holder<'_> {
        match self {
            Self::Role(role) => Holder::Role(&role.id),
            Self::User(user) => Holder::User(&user.user_id),
        }
    }

    /// What Auth0's log says of it.
    fn given(&self) -> &'static str {
        match self {
            Self::Role(_) => "Associate permissions with a role",
            Self::User(_) => "Assign permissions to a user",
        }
    }

    fn taken(&self) -> &'static str {
        match self {
            Self::Role(_) => "Remove permissions from a role",
            Self::User(_) => "Remove permissions from a user",
        }
    }
}

/// What a role or a user has, for the log.
#[derive(Serialize)]
struct PermissionsOf<'a> {
    #[serde(skip)]
    subject: &'a Subject,
    permissions: Vec<Permission>,
}

impl Recorded for PermissionsOf<'_> {
    fn name_in(&self, event: &mut LogEvent, details: &mut JsonObject) {
        match self.subject {
            Subject::Role(role) => role.name_in(event, details),
            Subject::User(user) => user.name_in(event, details),
        }
    }
}

impl Roles<'_> {
    /// A part of what a role allows, by API and name.
    ///
    /// # Errors
    /// `Forbidden` without `read:roles`, `NotFound`.
    pub async fn permissions(&self, actor: &Actor, id: &str, part: &ListPart) -> Result<Listed<HeldPermission>> {
        actor.may(Scope::ReadRoles)?;
        let mut conn = self.0.db().read().await?;
        let role = find(&mut conn, actor, id).await?;
        let (held, total) = store::permissions::list(&mut conn, actor.tenant(), Holder::Role(&role.id), part).await?;
        let items = held.into_iter().map(|held| (held, Vec::new())).collect();
        described(&mut conn, actor, Listed { items, total, next: None }).await
    }

    /// A part of all that a user may do, by roles or by themselves, and where they have it from; by API and name.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `NotFound`.
    pub async fn permissions_of_user(
        &self,
        actor: &Actor,
        user: &UserId,
        part: &ListPart,
    ) -> Result<Listed<HeldPermission>> {
        actor.may(Scope::ReadUsers)?;
        check_id(user)?;
        let mut conn = self.0.db().read().await?;
        store::users::find(&mut conn, actor.tenant(), user).await?.ok_or(NO_USER)?;
        let (own, _) = store::permissions::list(&mut conn, actor.tenant(), Holder::User(user), &ALL).await?;
        let own = own.into_iter().map(|held| (held, PermissionSource::direct()));
        let by_roles = store::permissions::by_roles(&mut conn, actor.tenant(), user).await?;
        let mut all: BTreeMap<Permission, (Held, Vec<PermissionSource>)> = BTreeMap::new();
        for (held, source) in own.chain(by_roles) {
            all.entry(held.permission.clone()).or_insert_with(|| (held, Vec::new())).1.push(source);
        }
        let listed = part.cut(all.into_values().collect(), |(held, _)| &held.permission.permission_name);
        described(&mut conn, actor, listed).await
    }

    /// Lets a role allow more.
    ///
    /// # Errors
    /// `Forbidden` without `update:roles`, `NotFound` for the role or an API, `Field` for what an API does not know,
    /// `Invalid` for more than a role can have; `Forbidden` or `Refused` for what of the Management API's the actor may not
    /// give.
    pub async fn add_permissions(&self, actor: &Actor, id: &str, permissions: &[Permission]) -> Result<()> {
        actor.may(Scope::UpdateRoles)?;
        let mut tx = self.0.db().begin().await?;
        let role = Subject::Role(hold(&mut tx, actor, id).await?);
        self.give_permissions(&mut tx, actor, &role, permissions).await?;
        Ok(tx.commit().await?)
    }

    /// Lets a user do more, whatever their roles are.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound` for the user; otherwise as [`Roles::add_permissions`].
    pub async fn add_permissions_to_user(
        &self,
        actor: &Actor,
        user: &UserId,
        permissions: &[Permission],
    ) -> Result<()> {
        actor.may(Scope::UpdateUsers)?;
        let mut tx = self.0.db().begin().await?;
        let user = held_user(&mut tx, actor, user).await?;
        self.give_permissions(&mut tx, actor, &user, permissions).await?;
        Ok(tx.commit().await?)
    }

    /// Lets a role allow less. What it never allowed is no mistake.
    ///
    /// # Errors
    /// `Forbidden` without `update:roles`, `NotFound`.
    pub async fn remove_permissions(&self, actor: &Actor, id: &str, permissions: &[Permission]) -> Result<()> {
        actor.may(Scope::UpdateRoles)?;
        let mut tx = self.0.db().begin().await?;
        let role = Subject::Role(hold(&mut tx, actor, id).await?);
        self.take_permissions(&mut tx, actor, &role, permissions).await?;
        Ok(tx.commit().await?)
    }

    /// Takes from a user what they may do without a role. What they never had is no mistake.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`.
    pub async fn remove_permissions_from_user(
        &self,
        actor: &Actor,
        user: &UserId,
        permissions: &[Permission],
    ) -> Result<()> {
        actor.may(Scope::UpdateUsers)?;
        let mut tx = self.0.db().begin().await?;
        let user = held_user(&mut tx, actor, user).await?;
        self.take_permissions(&mut tx, actor, &user, permissions).await?;
        Ok(tx.commit().await?)
    }

    async fn give_permissions(&self, tx: &mut Tx, actor: &Actor, to: &Subject, wanted: &[Permission]) -> Result<()> {
        let before = all(tx, actor, to).await?;
        let mut count = i64::try_from(before.len()).unwrap_or(i64::MAX);
        for (identifier, names) in by_api(wanted) {
            // Held, so that its scopes do not change meanwhile.
            let api = held_api(tx, actor, identifier).await?.ok_or(NO_API)?;
            check(actor, &api, &names)?;
            for name in names {
                let is_new = store::permissions::insert(tx, actor.tenant(), to.holder(), &api.id, name).await?;
                count += i64::from(is_new);
            }
            if count > PERMISSIONS {
                let whom = if matches!(to, Subject::Role(_)) { "role" } else { "user" };
                return Err(Error::Invalid(format!("No more permissions can be assigned to this {whom}.")));
            }
        }
        self.record_permissions(tx, actor, to.given(), to, before).await
    }

    async fn take_permissions(&self, tx: &mut Tx, actor: &Actor, from: &Subject, gone: &[Permission]) -> Result<()> {
        let before = all(tx, actor, from).await?;
        for held in before.iter().filter(|held| gone.contains(&held.permission)) {
            let name = &held.permission.permission_name;
            store::permissions::delete(tx, actor.tenant(), from.holder(), &held.api_id, name).await?;
        }
        self.record_permissions(tx, actor, from.taken(), from, before).await
    }

    /// Nothing where nothing changed.
    async fn record_permissions(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        description: &str,
        subject: &Subject,
        before: Vec<Held>,
    ) -> Result<()> {
        let after = all(tx, actor, subject).await?;
        if after == before {
            return Ok(());
        }
        let of = |held: Vec<Held>| PermissionsOf {
            subject,
            permissions: held.into_iter().map(|held| held.permission).collect(),
        };
        let (before, after) = (of(before), of(after));
        let change = Change { description, before: Some(&before), after: Some(&after), secrets: &[] };
        self.0.record(tx, actor, &change).await
    }
}

async fn held_user(tx: &mut Tx, actor: &Actor, user: &UserId) -> Result<Subject> {
    check_id(user)?;
    let user = store::users::hold(tx, actor.tenant(), user).await?.ok_or(NO_USER)?;
    Ok(Subject::User(Box::new(user)))
}

async fn held_api(tx: &mut Tx, actor: &Actor, identifier: &str) -> Result<Option<ResourceServer>> {
    if !is_identifier(identifier) {
        return Ok(None);
    }
    let Some(api) = store::resource_servers::find_by_identifier(tx, actor.tenant(), identifier).await? else {
        return Ok(None);
    };
    Ok(store::resource_servers::hold(tx, actor.tenant(), &api.id).await?)
}

async fn all(tx: &mut Tx, actor: &Actor, of: &Subject) -> Result<Vec<Held>> {
    Ok(store::permissions::list(tx, actor.tenant(), of.holder(), &ALL).await?.0)
}

/// In an order that two calls share, so that neither waits for the other.
fn by_api(permissions: &[Permission]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut apis: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for permission in permissions {
        apis.entry(&permission.resource_server_identifier).or_default().insert(&permission.permission_name);
    }
    apis
}

fn check(actor: &Actor, api: &ResourceServer, names: &BTreeSet<&str>) -> Result<()> {
    let known: BTreeSet<&str> = api.scopes.iter().map(|scope| scope.value.as_str()).collect();
    if let Some(unknown) = names.difference(&known).next() {
        let shown: String = unknown.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(Error::field("permissions", format!("{} has no permission {shown}", api.identifier)));
    }
    if api.is_system {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        actor.may_give(&names)?;
    }
    Ok(())
}

/// With what the APIs say of their scopes.
async fn described(
    conn: &mut Conn,
    actor: &Actor,
    listed: Listed<(Held, Vec<PermissionSource>)>,
) -> Result<Listed<HeldPermission>> {
    let ids: BTreeSet<String> = listed.items.iter().map(|(held, _)| held.api_id.clone()).collect();
    let mut descriptions: HashMap<(String, String), String> = HashMap::new();
    for id in ids {
        let api = store::resource_servers::find(conn, actor.tenant(), &id).await?.unwrap_or_default();
        descriptions.extend(api.scopes.into_iter().map(|scope| ((id.clone(), scope.value), scope.description)));
    }
    Ok(listed.map(|(held, mut sources)| {
        sources.sort();
        let key = (held.api_id, held.permission.permission_name.clone());
        HeldPermission {
            permission: held.permission,
            resource_server_name: held.api_name,
            description: descriptions.remove(&key).unwrap_or_default(),
            sources,
        }
    }))
}
