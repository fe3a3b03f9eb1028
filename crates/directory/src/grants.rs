//! What users allowed applications, as programs see it.

use model::{Grant, UserId};
use store::grants::Which;

use crate::{Actor, Authorizations, Error, Result, Scope};

/// Which grants. All that is said must hold.
#[derive(Clone, Debug, Default)]
pub struct GrantQuery {
    /// Of this user.
    pub user_id: Option<String>,
    /// To this application.
    pub client_id: Option<String>,
    /// For the API of this identifier.
    pub audience: Option<String>,
}

impl Authorizations<'_> {
    /// `limit` of the grants that `query` names, by their ids, without the first `offset`; and how many there are in all,
    /// where that is wanted.
    ///
    /// # Errors
    /// `Forbidden` without `read:grants`, `Field` for what cannot be.
    pub async fn page_of_grants(
        &self,
        actor: &Actor,
        query: &GrantQuery,
        slice: (i64, i64),
        is_total_wanted: bool,
    ) -> Result<(Vec<Grant>, Option<i64>)> {
        actor.may(Scope::ReadGrants)?;
        let which = Which {
            user: checked("user_id", query.user_id.as_deref())?,
            client: checked("client_id", query.client_id.as_deref())?,
            audience: checked("audience", query.audience.as_deref())?,
        };
        let mut conn = self.0.db().read().await?;
        let grants = store::grants::list(&mut conn, actor.tenant(), which, slice).await?;
        let total = match is_total_wanted {
            true => Some(store::grants::count(&mut conn, actor.tenant(), which).await?),
            false => None,
        };
        Ok((grants, total))
    }

    /// Takes back all that a user allowed applications, and what came of it; how much that was.
    ///
    /// # Errors
    /// `Forbidden` without `delete:grants`.
    pub async fn revoke_grants_of(&self, actor: &Actor, user: &UserId) -> Result<usize> {
        actor.may(Scope::DeleteGrants)?;
        if user.as_str().contains('\0') {
            return Ok(0);
        }
        let mut tx = self.0.db().begin().await?;
        let mut revoked = 0;
        loop {
            let grants = store::grants::of_user(&mut tx, actor.tenant(), user).await?;
            if grants.is_empty() {
                break;
            }
            for grant in grants {
                revoked += usize::from(self.revoke_in(&mut tx, actor, &grant.id).await?);
            }
        }
        tx.commit().await?;
        Ok(revoked)
    }

    /// Takes a grant back in a transaction; `false` when there is none.
    pub(crate) async fn revoke_in(&self, tx: &mut store::Tx, actor: &Actor, id: &str) -> Result<bool> {
        let Some(grant) = store::grants::revoke(tx, actor.tenant(), id, self.0.now()).await? else { return Ok(false) };
        let mut event = self.0.event(actor, "sapi", "Delete a grant");
        event.user_id = Some(grant.user_id.as_str().to_owned());
        event.client_id = Some(grant.client_id);
        store::logs::append(tx, actor.tenant(), &event).await?;
        Ok(true)
    }
}

fn checked<'a>(field: &'static str, value: Option<&'a str>) -> Result<Option<&'a str>> {
    match value {
        Some(value) if value.contains('\0') => Err(Error::field(field, "The character NUL is in no id")),
        value => Ok(value),
    }
}
