//! Where users come from.

use model::Connection;

use crate::{Actor, Directory, Result, Scope};

/// The connections of the actor's tenant.
pub struct Connections<'a>(pub(crate) &'a Directory);

impl Connections<'_> {
    /// All of them, by name.
    ///
    /// # Errors
    /// `Forbidden` without `read:connections`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Connection>> {
        actor.may(Scope::ReadConnections)?;
        let mut conn = self.0.db().read().await?;
        Ok(store::connections::list(&mut conn, actor.tenant()).await?)
    }
}
