//! Showing impersonations.

use model::{Impersonation, ImpersonationPage, ImpersonationState};

use super::Impersonations;
use super::end::may_end;
use crate::{Actor, Error, Result, Scope};

/// Impersonations of one page.
const PAGE: i64 = 50;

impl Impersonations<'_> {
    /// Those of the last 30 days, newest first; `after` is where the last page ended.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`.
    pub async fn list(&self, actor: &Actor, after: Option<&str>) -> Result<ImpersonationPage> {
        actor.may(Scope::ReadLogs)?;
        if after.is_some_and(|after| after.len() > 60 || !crate::clients::is_id(after)) {
            return Err(Error::field("after", "Not the id of an impersonation"));
        }
        let mut conn = self.0.db().read().await?;
        let mut found = store::impersonations::list(&mut conn, actor.tenant(), after, PAGE + 1).await?;
        let has_more = i64::try_from(found.len()).is_ok_and(|count| count > PAGE);
        if has_more {
            found.pop();
        }
        let next = found.last().filter(|_| has_more).map(|it| it.id.clone());
        let mut impersonations = Vec::with_capacity(found.len());
        for it in found {
            let may_live = it.opened_at.is_some() && it.ended_at.is_none();
            let is_live = may_live
                && self.0.live_impersonation(&mut conn, actor.tenant(), &it.id).await?.is_some()
                && store::user_sessions::of_impersonation(&mut conn, actor.tenant(), &it.id).await?.is_some();
            impersonations.push(self.shown(actor, it, is_live));
        }
        Ok(ImpersonationPage { impersonations, next })
    }

    fn shown(&self, actor: &Actor, it: store::impersonations::Impersonation, is_live: bool) -> Impersonation {
        let state = match (it.opened_at, it.ended_at) {
            (None, None) if self.0.now() <= it.expires_at => ImpersonationState::Offered,
            (None, _) => ImpersonationState::Lapsed,
            (Some(_), None) if is_live => ImpersonationState::UnderWay,
            (Some(_), _) => ImpersonationState::Ended,
        };
        let is_open = matches!(state, ImpersonationState::Offered | ImpersonationState::UnderWay);
        let may_end = is_open && may_end(actor, &it);
        Impersonation {
            id: it.id,
            impersonator: it.impersonator,
            user_id: it.user_id,
            user_name: it.user_name,
            client_id: it.client_id,
            client_name: it.client_name,
            reason: it.reason,
            is_view_only: it.is_view_only,
            state,
            created_at: it.created_at,
            opened_at: it.opened_at,
            expires_at: it.expires_at,
            ended_at: it.ended_at,
            end_reason: it.end_reason,
            may_end,
        }
    }
}
