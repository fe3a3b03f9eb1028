//! Client grants as programs ask for them: one by one, by id.

use model::{ClientGrant, ClientGrantQuery, ListPart, Listed};

use super::{ClientGrants, NO_GRANT, known};
use crate::clients::is_id;
use crate::events::Change;
use crate::resource_servers::is_identifier;
use crate::{Actor, Error, Result, Scope};

impl ClientGrants<'_> {
    /// A part of them, the oldest first: of all, of an application, or at an API.
    ///
    /// # Errors
    /// `Forbidden` without `read:client_grants`, `Field` with `from` for an id that no part gave.
    pub async fn search(
        &self,
        actor: &Actor,
        query: &ClientGrantQuery,
        part: &ListPart,
    ) -> Result<Listed<ClientGrant>> {
        actor.may(Scope::ReadClientGrants)?;
        if let ListPart::After { id: Some(id), .. } = part
            && !is_id(id)
        {
            return Err(Error::field("from", "Not what an earlier answer gave"));
        }
        let is_possible =
            query.client_id.as_deref().is_none_or(is_id) && query.audience.as_deref().is_none_or(is_identifier);
        if !is_possible {
            return Ok(part.cut(Vec::new(), |grant: &ClientGrant| &grant.id));
        }
        let mut conn = self.0.db().read().await?;
        Ok(store::client_grants::search(&mut conn, actor.tenant(), query, part).await?)
    }

    /// The one of that id.
    ///
    /// # Errors
    /// `Forbidden` without `read:client_grants`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<ClientGrant> {
        actor.may(Scope::ReadClientGrants)?;
        if !is_id(id) {
            return Err(NO_GRANT);
        }
        let mut conn = self.0.db().read().await?;
        store::client_grants::find_by_id(&mut conn, actor.tenant(), id).await?.ok_or(NO_GRANT)
    }

    /// Lets an application do at an API, where it was allowed nothing yet, what `scope` says.
    ///
    /// # Errors
    /// `Forbidden` without `create:client_grants`; `Refused` at the Management API for what the actor may not do itself;
    /// `Exists` when the application has a grant there; `Field` as in [`ClientGrants::save`].
    pub async fn create(
        &self,
        actor: &Actor,
        client_id: &str,
        audience: &str,
        scope: &[String],
    ) -> Result<ClientGrant> {
        actor.may(Scope::CreateClientGrants)?;
        let mut tx = self.0.db().begin().await?;
        self.check_client(&mut tx, actor, client_id).await?;
        let api = self.api(&mut tx, actor, audience).await?;
        let scope = known(scope, &api)?;
        if api.is_system {
            actor.may_give(&scope)?;
        }
        if store::client_grants::find(&mut tx, actor.tenant(), client_id, audience).await?.is_some() {
            let message = "A resource with this audience has already been granted to the client".to_owned();
            return Err(Error::Exists { field: "client_id", message });
        }
        let grant = self.insert(&mut tx, actor, client_id, audience, scope).await?;
        let change = Change { description: "Create client grant", before: None, after: Some(&grant), secrets: &[] };
        self.0.record(&mut tx, actor, &change).await?;
        tx.commit().await?;
        Ok(grant)
    }

    /// Says anew what an application may do at an API; nothing is changed where nothing is said, or the same again.
    ///
    /// # Errors
    /// `Forbidden` without `update:client_grants`; `Refused` at the Management API for something more that the actor may not
    /// do itself; `NotFound`; `Field` for a scope that the API does not have.
    pub async fn update(&self, actor: &Actor, id: &str, scope: Option<&[String]>) -> Result<ClientGrant> {
        actor.may(Scope::UpdateClientGrants)?;
        if !is_id(id) {
            return Err(NO_GRANT);
        }
        let mut tx = self.0.db().begin().await?;
        let found = store::client_grants::find_by_id(&mut tx, actor.tenant(), id).await?.ok_or(NO_GRANT)?;
        let api = self.api(&mut tx, actor, &found.audience).await?;
        // Read anew, now that nobody else changes it: whoever does holds the API.
        let before = store::client_grants::find_by_id(&mut tx, actor.tenant(), id).await?.ok_or(NO_GRANT)?;
        let Some(scope) = scope else { return Ok(before) };
        let scope = known(scope, &api)?;
        if api.is_system {
            let more: Vec<String> = scope.iter().filter(|scope| !before.scope.contains(scope)).cloned().collect();
            actor.may_give(&more)?;
        }
        if before.scope == scope {
            return Ok(before);
        }
        let after = ClientGrant { scope, ..before.clone() };
        store::client_grants::save(&mut tx, actor.tenant(), &after).await?;
        let change =
            Change { description: "Update client grant", before: Some(&before), after: Some(&after), secrets: &[] };
        self.0.record(&mut tx, actor, &change).await?;
        tx.commit().await?;
        Ok(after)
    }
}
