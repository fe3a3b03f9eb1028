//! A machine application and what it may do, made together.

use model::{AppType, ClientPatch, CreatedClient};

use super::Clients;
use crate::{Actor, Result};

impl Clients<'_> {
    /// Makes a machine application that may do at an API what `scope` says: one that may not do what it was made for is of
    /// no use, so there are both afterwards or neither.
    ///
    /// # Errors
    /// Those of [`Clients::create`] and [`crate::ClientGrants::save`].
    pub async fn create_machine(
        &self,
        actor: &Actor,
        name: &str,
        audience: &str,
        scope: &[String],
    ) -> Result<CreatedClient> {
        let patch = ClientPatch {
            name: Some(name.to_owned()),
            app_type: Some(AppType::NonInteractive),
            ..ClientPatch::default()
        };
        let mut tx = self.0.db().begin().await?;
        let created = self.insert(&mut tx, actor, patch).await?;
        self.0.client_grants().save_in(&mut tx, actor, &created.client.client_id, audience, scope).await?;
        tx.commit().await?;
        Ok(created)
    }
}
