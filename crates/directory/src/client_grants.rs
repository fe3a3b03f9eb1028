//! What machine applications may do at APIs.

mod lookup;
mod programs;

use std::collections::HashSet;

use model::{ClientGrant, ClientGrantQuery, JsonObject, LogEvent, ResourceServer};
use store::Conn;

use crate::clients::is_id;
use crate::events::{Change, Recorded};
use crate::resource_servers::is_identifier;
use crate::{Actor, Directory, Error, Result, Scope};

/// What the machine applications of the actor's tenant may do.
pub struct ClientGrants<'a>(pub(crate) &'a Directory);

const NO_GRANT: Error = Error::NotFound("The client grant does not exist.");

impl Recorded for ClientGrant {
    fn name_in(&self, event: &mut LogEvent, details: &mut JsonObject) {
        event.client_id = Some(self.client_id.clone());
        details.insert("audience".to_owned(), self.audience.clone().into());
    }
}

impl ClientGrants<'_> {
    /// Those of an application by API, or those at an API by application.
    ///
    /// # Errors
    /// `Forbidden` without `read:client_grants`, `Field` when neither is named.
    pub async fn list(&self, actor: &Actor, query: &ClientGrantQuery) -> Result<Vec<ClientGrant>> {
        actor.may(Scope::ReadClientGrants)?;
        let is_possible =
            query.client_id.as_deref().is_none_or(is_id) && query.audience.as_deref().is_none_or(is_identifier);
        if !is_possible {
            return Ok(Vec::new());
        }
        let mut conn = self.0.db().read().await?;
        let tenant = actor.tenant();
        Ok(match (&query.client_id, &query.audience) {
            (Some(client), Some(audience)) => {
                store::client_grants::find(&mut conn, tenant, client, audience).await?.into_iter().collect()
            }
            (Some(client), None) => store::client_grants::of_client(&mut conn, tenant, client).await?,
            (None, Some(audience)) => store::client_grants::of_audience(&mut conn, tenant, audience).await?,
            (None, None) => return Err(Error::field("client_id", "Name an application or an API")),
        })
    }

    /// Lets an application do at an API what `scope` says, no more and no less.
    ///
    /// # Errors
    /// `Forbidden` without `create:client_grants` (or `update:client_grants` where there is a grant already), and at the
    /// Management API for anybody but an owner; `Field` for an application or API that does not exist, an application that
    /// has no `client_credentials`, or a scope that the API does not have.
    pub async fn save(&self, actor: &Actor, client_id: &str, audience: &str, scope: &[String]) -> Result<ClientGrant> {
        let mut tx = self.0.db().begin().await?;
        let grant = self.save_in(&mut tx, actor, client_id, audience, scope).await?;
        tx.commit().await?;
        Ok(grant)
    }

    /// The same, as a part of something larger.
    pub(crate) async fn save_in(
        &self,
        tx: &mut Conn,
        actor: &Actor,
        client_id: &str,
        audience: &str,
        scope: &[String],
    ) -> Result<ClientGrant> {
        actor.may(Scope::CreateClientGrants)?;
        self.check_client(tx, actor, client_id).await?;
        let api = self.api(tx, actor, audience).await?;
        let scope = known(scope, &api)?;
        if api.is_system {
            // N-087: or an editor would give their own program what they may not do.
            actor.may_give(&scope)?;
        }
        let before = store::client_grants::find(tx, actor.tenant(), client_id, audience).await?;
        let after = match &before {
            Some(before) if before.scope == scope => return Ok(before.clone()),
            Some(before) => {
                actor.may(Scope::UpdateClientGrants)?;
                let after = ClientGrant { scope, ..before.clone() };
                store::client_grants::save(tx, actor.tenant(), &after).await?;
                after
            }
            None => self.insert(tx, actor, client_id, audience, scope).await?,
        };
        let description = if before.is_some() { "Update client grant" } else { "Create client grant" };
        let change = Change { description, before: before.as_ref(), after: Some(&after), secrets: &[] };
        self.0.record(tx, actor, &change).await?;
        Ok(after)
    }

    /// Forbids an application an API.
    ///
    /// # Errors
    /// `Forbidden` without `delete:client_grants`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteClientGrants)?;
        if !is_id(id) {
            return Err(NO_GRANT);
        }
        let mut tx = self.0.db().begin().await?;
        let grant = store::client_grants::find_by_id(&mut tx, actor.tenant(), id).await?.ok_or(NO_GRANT)?;
        store::client_grants::delete(&mut tx, actor.tenant(), id).await?;
        let change = Change { description: "Delete client grant", before: Some(&grant), after: None, secrets: &[] };
        self.0.record(&mut tx, actor, &change).await?;
        Ok(tx.commit().await?)
    }

    async fn insert(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        client_id: &str,
        audience: &str,
        scope: Vec<String>,
    ) -> Result<ClientGrant> {
        let grant = ClientGrant {
            id: format!("cgr_{}", self.0.random().alphanumeric(16)),
            client_id: client_id.to_owned(),
            audience: audience.to_owned(),
            scope,
        };
        if !store::client_grants::insert(conn, actor.tenant(), &grant, self.0.now()).await? {
            let message = "This application was given a grant at this API in the same moment".to_owned();
            return Err(Error::Exists { field: "client_id", message });
        }
        Ok(grant)
    }

    /// The application is held, so that it is not deleted meanwhile.
    async fn check_client(&self, conn: &mut Conn, actor: &Actor, client_id: &str) -> Result<()> {
        let client = if is_id(client_id) { store::clients::hold(conn, actor.tenant(), client_id).await? } else { None };
        let client = client.ok_or_else(|| Error::field("client_id", "The client does not exist."))?;
        if client.has_grant("client_credentials") {
            return Ok(());
        }
        let message =
            "This application may not ask for tokens of its own: switch its grant client_credentials on first";
        Err(Error::field("client_id", message))
    }

    /// The API is held, so that its scopes do not change meanwhile.
    async fn api(&self, conn: &mut Conn, actor: &Actor, audience: &str) -> Result<ResourceServer> {
        let unknown = || Error::field("audience", "No API has this identifier");
        if !is_identifier(audience) {
            return Err(unknown());
        }
        let found = store::resource_servers::find_by_identifier(conn, actor.tenant(), audience).await?;
        let id = found.ok_or_else(unknown)?.id;
        store::resource_servers::hold(conn, actor.tenant(), &id).await?.ok_or_else(unknown)
    }
}

/// What was asked, without repeats, if it is all of the API's.
fn known(scope: &[String], api: &ResourceServer) -> Result<Vec<String>> {
    let known: HashSet<&str> = api.scopes.iter().map(|scope| scope.value.as_str()).collect();
    let mut seen = HashSet::new();
    for value in scope {
        if !known.contains(value.as_str()) {
            let shown: String = value.chars().filter(|c| !c.is_control()).take(80).collect();
            return Err(Error::field("scope", format!("The API has no scope {shown:?}")));
        }
        seen.insert(value.as_str());
    }
    // In the API's order, so that the same set is the same grant.
    Ok(api.scopes.iter().filter(|scope| seen.contains(scope.value.as_str())).map(|scope| scope.value.clone()).collect())
}
