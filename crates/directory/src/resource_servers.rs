//! APIs: whoever takes access tokens.

mod changes;
mod lookup;

use std::collections::HashSet;

use model::{
    ClientGrant, JsonObject, ListPart, Listed, LogEvent, ResourceServer, ResourceServerPage, ResourceServerPatch,
};
use serde_json::json;
use store::Tx;

pub(crate) use lookup::is_identifier;

use crate::clients::is_id;
use crate::events::{Change, Recorded};
use crate::page::{ROWS, page};
use crate::{Actor, Directory, Error, Result, Scope};

/// The APIs of the actor's tenant.
pub struct ResourceServers<'a>(pub(crate) &'a Directory);

/// How many identifiers one list is asked for by.
const MOST_IDENTIFIERS: usize = 100;

/// What is said of an id that no API has.
pub(crate) const NO_API: Error = Error::NotFound("The resource server does not exist.");

impl Recorded for ResourceServer {
    fn name_in(&self, _: &mut LogEvent, details: &mut JsonObject) {
        let api = json!({ "id": self.id, "identifier": self.identifier, "name": self.name });
        details.insert("resource_server".to_owned(), api);
    }
}

impl ResourceServers<'_> {
    /// One page of them, by identifier; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// `Forbidden` without `read:resource_servers`, `Field` for an `after` that no page gave.
    pub async fn list(&self, actor: &Actor, after: Option<&str>) -> Result<ResourceServerPage> {
        actor.may(Scope::ReadResourceServers)?;
        if after.is_some_and(|after| !is_identifier(after)) {
            return Err(Error::field("after", "This page cannot be found any more; begin at the first one"));
        }
        let mut conn = self.0.db().read().await?;
        let found = store::resource_servers::list(&mut conn, actor.tenant(), after, ROWS).await?;
        let (resource_servers, next) = page(found, |last| last.identifier.clone());
        Ok(ResourceServerPage { resource_servers, next })
    }

    /// The one of that id, or of that identifier.
    ///
    /// # Errors
    /// `Forbidden` without `read:resource_servers`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<ResourceServer> {
        actor.may(Scope::ReadResourceServers)?;
        let mut conn = self.0.db().read().await?;
        lookup::named(&mut conn, actor.tenant(), id).await?.ok_or(NO_API)
    }

    /// A part of them, the oldest first: of all, or of those with one of these identifiers.
    ///
    /// # Errors
    /// `Forbidden` without `read:resource_servers`, `Field` with `from` for an id that no part gave.
    pub async fn search(
        &self,
        actor: &Actor,
        identifiers: Option<&[String]>,
        part: &ListPart,
    ) -> Result<Listed<ResourceServer>> {
        actor.may(Scope::ReadResourceServers)?;
        if let ListPart::After { id: Some(id), .. } = part
            && !is_id(id)
        {
            return Err(Error::field("from", "Not what an earlier answer gave"));
        }
        let possible = |given: &[String]| -> Vec<String> {
            given.iter().filter(|identifier| is_identifier(identifier)).take(MOST_IDENTIFIERS).cloned().collect()
        };
        let identifiers = identifiers.map(possible);
        let mut conn = self.0.db().read().await?;
        Ok(store::resource_servers::search(&mut conn, actor.tenant(), identifiers.as_deref(), part).await?)
    }

    /// The Management API, which is Roster itself.
    ///
    /// # Errors
    /// `Forbidden` without `read:resource_servers`.
    pub async fn management(&self, actor: &Actor) -> Result<ResourceServer> {
        actor.may(Scope::ReadResourceServers)?;
        let mut conn = self.0.db().read().await?;
        store::resource_servers::find_system(&mut conn, actor.tenant()).await?.ok_or(NO_API)
    }

    /// Makes an API.
    ///
    /// # Errors
    /// `Forbidden` without `create:resource_servers`, `Field` for what is wrong with it, `Exists` for an identifier that
    /// another one has.
    pub async fn create(&self, actor: &Actor, patch: ResourceServerPatch) -> Result<ResourceServer> {
        actor.may(Scope::CreateResourceServers)?;
        let blank =
            ResourceServer { id: self.0.random().object_id(), created_at: self.0.now(), ..ResourceServer::default() };
        let api = changes::made(blank, patch)?;
        let mut tx = self.0.db().begin().await?;
        if !store::resource_servers::insert(&mut tx, actor.tenant(), &api).await? {
            let message = "A resource server with this identifier exists already".to_owned();
            return Err(Error::Exists { field: "identifier", message });
        }
        self.record(&mut tx, actor, "Create a resource server", None, Some(&api)).await?;
        tx.commit().await?;
        Ok(api)
    }

    /// Changes the API of that id or identifier. A scope that it has no more is taken from the applications, roles and users
    /// that had it.
    ///
    /// # Errors
    /// `Forbidden` without `update:resource_servers`, `NotFound`, `Field`; `Invalid` for what is Roster's own of the
    /// Management API.
    pub async fn update(&self, actor: &Actor, id: &str, patch: ResourceServerPatch) -> Result<ResourceServer> {
        actor.may(Scope::UpdateResourceServers)?;
        let mut tx = self.0.db().begin().await?;
        let before = hold(&mut tx, actor, id).await?;
        let after = changes::changed(before.clone(), patch)?;
        if after == before {
            return Ok(before);
        }
        store::resource_servers::save(&mut tx, actor.tenant(), &after).await?;
        self.record(&mut tx, actor, "Update a resource server", Some(&before), Some(&after)).await?;
        if after.scopes != before.scopes {
            self.narrow_grants(&mut tx, actor, &after).await?;
            forget_permissions(&mut tx, actor, &before, &after).await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    /// Deletes the API of that id or identifier with everything that was allowed there.
    ///
    /// # Errors
    /// `Forbidden` without `delete:resource_servers`, `NotFound`, `Invalid` for the Management API and the tenant's default
    /// audience.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteResourceServers)?;
        let mut tx = self.0.db().begin().await?;
        let api = hold(&mut tx, actor, id).await?;
        if api.is_system {
            return Err(Error::Invalid("The Management API is Roster's own and cannot be deleted".to_owned()));
        }
        let settings = store::tenants::settings(&mut tx, actor.tenant()).await?.unwrap_or_default();
        if settings.default_audience == api.identifier {
            // Every login that names no API would fail.
            let message =
                "This API is the tenant's default audience; choose another one, or none, in the settings first";
            return Err(Error::Invalid(message.to_owned()));
        }
        store::resource_servers::delete(&mut tx, actor.tenant(), &api).await?;
        self.record(&mut tx, actor, "Delete a resource server", Some(&api), None).await?;
        Ok(tx.commit().await?)
    }

    async fn narrow_grants(&self, tx: &mut Tx, actor: &Actor, api: &ResourceServer) -> Result<()> {
        for before in store::client_grants::of_audience(tx, actor.tenant(), &api.identifier).await? {
            let has = |scope: &String| api.scopes.iter().any(|known| known.value == *scope);
            let scope: Vec<String> = before.scope.iter().filter(|scope| has(scope)).cloned().collect();
            if scope.len() < before.scope.len() {
                let after = ClientGrant { scope, ..before.clone() };
                store::client_grants::save(tx, actor.tenant(), &after).await?;
                let change = Change {
                    description: "Update client grant",
                    before: Some(&before),
                    after: Some(&after),
                    secrets: &[],
                };
                self.0.record(tx, actor, &change).await?;
            }
        }
        Ok(())
    }

    async fn record(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        description: &str,
        before: Option<&ResourceServer>,
        after: Option<&ResourceServer>,
    ) -> Result<()> {
        self.0.record(tx, actor, &Change { description, before, after, secrets: &[] }).await
    }
}

/// Nobody may do any more what the API knows no more.
async fn forget_permissions(tx: &mut Tx, actor: &Actor, before: &ResourceServer, after: &ResourceServer) -> Result<()> {
    let left: HashSet<&str> = after.scopes.iter().map(|scope| scope.value.as_str()).collect();
    for scope in before.scopes.iter().filter(|scope| !left.contains(scope.value.as_str())) {
        store::permissions::forget(tx, actor.tenant(), &after.id, &scope.value).await?;
    }
    Ok(())
}

/// The API of that id or identifier, held until the transaction ends.
async fn hold(tx: &mut Tx, actor: &Actor, name: &str) -> Result<ResourceServer> {
    let found = lookup::named(tx, actor.tenant(), name).await?.ok_or(NO_API)?;
    store::resource_servers::hold(tx, actor.tenant(), &found.id).await?.ok_or(NO_API)
}
