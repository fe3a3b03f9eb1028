//! Who has which roles.

use std::collections::BTreeSet;

use model::{JsonObject, ListPart, Listed, LogEvent, RoleMember, UserId, UserProfile, UserRole};
use serde::Serialize;
use serde_json::{Value, json};
use store::Tx;

use super::{Roles, find, hold};
use crate::clients::is_id;
use crate::events::{Change, Recorded};
use crate::users::{NO_USER, check_id};
use crate::{Actor, Error, Result, Scope};

/// The most roles of a user, as at Auth0.
const ROLES: usize = 50;

/// Auth0 asks for all of these.
const READ: [Scope; 3] = [Scope::ReadUsers, Scope::ReadRoles, Scope::ReadRoleMembers];
const GIVE_TO_USER: &[Scope] = &[Scope::UpdateUsers, Scope::CreateRoleMembers];
const TAKE_FROM_USER: &[Scope] = &[Scope::UpdateUsers, Scope::DeleteRoleMembers];
const ADD_TO_ROLE: &[Scope] = &[Scope::UpdateRoles, Scope::CreateRoleMembers];

/// The roles of a user, for the log.
#[derive(Serialize)]
struct RolesOf<'a> {
    #[serde(skip)]
    user: &'a UserProfile,
    roles: Vec<Value>,
}

impl<'a> RolesOf<'a> {
    fn new(user: &'a UserProfile, roles: &[UserRole]) -> Self {
        Self { user, roles: roles.iter().map(|role| json!({ "id": role.id, "name": role.name })).collect() }
    }
}

impl Recorded for RolesOf<'_> {
    fn name_in(&self, event: &mut LogEvent, details: &mut JsonObject) {
        self.user.name_in(event, details);
    }
}

impl Roles<'_> {
    /// A part of the users who have a role, by their ids.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `read:roles` and `read:role_members`; `NotFound`; `Field` with `from` for an id
    /// that no part gave.
    pub async fn members(&self, actor: &Actor, id: &str, part: &ListPart) -> Result<Listed<RoleMember>> {
        READ.iter().try_for_each(|scope| actor.may(*scope))?;
        if let ListPart::After { id: Some(after), .. } = part
            && after.contains('\0')
        {
            return Err(Error::field("from", "Not what an earlier answer gave"));
        }
        let mut conn = self.0.db().read().await?;
        let role = find(&mut conn, actor, id).await?;
        Ok(store::user_roles::members(&mut conn, actor.tenant(), &role.id, part).await?)
    }

    /// A part of the roles of a user, by name.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `read:roles` and `read:role_members`; `NotFound`.
    pub async fn of_user(&self, actor: &Actor, user: &UserId, part: &ListPart) -> Result<Listed<UserRole>> {
        READ.iter().try_for_each(|scope| actor.may(*scope))?;
        check_id(user)?;
        let mut conn = self.0.db().read().await?;
        let user = store::users::find(&mut conn, actor.tenant(), user).await?.ok_or(NO_USER)?;
        let roles = store::user_roles::of_user(&mut conn, actor.tenant(), &user.user_id).await?;
        Ok(part.cut(roles, |role: &UserRole| &role.id))
    }

    /// Gives a user roles beside those that they have.
    ///
    /// # Errors
    /// `ForbiddenAny` without `update:users` and `create:role_members`, `NotFound` for the user or a role, `Invalid` for
    /// more than a user can have.
    pub async fn assign(&self, actor: &Actor, user: &UserId, roles: &[String]) -> Result<()> {
        actor.may_any(GIVE_TO_USER)?;
        let mut tx = self.0.db().begin().await?;
        self.give(&mut tx, actor, user, roles).await?;
        Ok(tx.commit().await?)
    }

    /// Gives users a role: all of them, or none.
    ///
    /// # Errors
    /// `ForbiddenAny` without `update:roles` and `create:role_members`, `NotFound` for the role or a user, `Invalid` for
    /// more than a user can have.
    pub async fn add_members(&self, actor: &Actor, id: &str, users: &[UserId]) -> Result<()> {
        actor.may_any(ADD_TO_ROLE)?;
        let mut tx = self.0.db().begin().await?;
        let role = find(&mut tx, actor, id).await?;
        let users: BTreeSet<&UserId> = users.iter().collect();
        // Users are held before roles wherever both are, or two calls could wait for each other.
        for user in &users {
            check_id(user)?;
            store::users::hold(&mut tx, actor.tenant(), user).await?.ok_or(NO_USER)?;
        }
        let roles = [role.id];
        for user in users {
            self.give(&mut tx, actor, user, &roles).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes roles from a user. What they never had is no mistake.
    ///
    /// # Errors
    /// `ForbiddenAny` without `update:users` and `delete:role_members`, `NotFound` for the user.
    pub async fn unassign(&self, actor: &Actor, user: &UserId, roles: &[String]) -> Result<()> {
        actor.may_any(TAKE_FROM_USER)?;
        check_id(user)?;
        let mut tx = self.0.db().begin().await?;
        let user = store::users::hold(&mut tx, actor.tenant(), user).await?.ok_or(NO_USER)?;
        let before = store::user_roles::of_user(&mut tx, actor.tenant(), &user.user_id).await?;
        for role in roles.iter().filter(|role| is_id(role)) {
            store::user_roles::delete(&mut tx, actor.tenant(), &user.user_id, role).await?;
        }
        self.record_roles(&mut tx, actor, "Remove roles from a user", &user, &before).await?;
        Ok(tx.commit().await?)
    }

    async fn give(&self, tx: &mut Tx, actor: &Actor, user: &UserId, roles: &[String]) -> Result<()> {
        check_id(user)?;
        let user = store::users::hold(tx, actor.tenant(), user).await?.ok_or(NO_USER)?;
        let before = store::user_roles::of_user(tx, actor.tenant(), &user.user_id).await?;
        let mut count = before.len();
        for id in roles.iter().collect::<BTreeSet<_>>() {
            let role = hold(tx, actor, id).await?;
            count += usize::from(store::user_roles::insert(tx, actor.tenant(), &user.user_id, &role.id).await?);
            if count > ROLES {
                return Err(Error::Invalid(format!("A user has at most {ROLES} roles")));
            }
        }
        self.record_roles(tx, actor, "Assign roles to a user", &user, &before).await
    }

    /// Nothing where nothing changed.
    async fn record_roles(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        description: &str,
        user: &UserProfile,
        before: &[UserRole],
    ) -> Result<()> {
        let after = store::user_roles::of_user(tx, actor.tenant(), &user.user_id).await?;
        if after == before {
            return Ok(());
        }
        let (before, after) = (RolesOf::new(user, before), RolesOf::new(user, &after));
        let change = Change { description, before: Some(&before), after: Some(&after), secrets: &[] };
        self.0.record(tx, actor, &change).await
    }
}
