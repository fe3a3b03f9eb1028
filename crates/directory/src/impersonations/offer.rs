//! Making a link.

use model::{Administrator, ImpersonationLink, ImpersonationParameters, ImpersonationRequest, Impersonator, Timestamp};
use store::impersonations::Impersonation;

use super::asked::asked;
use super::conditions::{Fit, NO_PERMISSION, check};
use super::{IMPERSONATION_LINK, Impersonations};
use crate::actor::Who;
use crate::events::{cut, describe};
use crate::random::hash_secret;
use crate::{Actor, Error, Result, Scope};

/// The length of a reason, in characters.
const REASON: std::ops::RangeInclusive<usize> = 5..=500;

/// Who will be in the user's place.
struct By {
    administrator: Administrator,
    session: Option<String>,
}

impl Impersonations<'_> {
    /// A link with which the actor can sign in as a user, once and within a minute. What is refused is written down too.
    ///
    /// # Errors
    /// `Forbidden` without the permission; `Refused` where the tenant has it off, for a blocked user, an administrator and
    /// oneself; `NotFound`; `Unfit` for an application that does not fit; `Field` for a reason that is none, for parameters,
    /// and for `password` when it was shown too long ago (see [`crate::Sessions::authenticate`]).
    pub async fn offer(&self, actor: &Actor, request: ImpersonationRequest) -> Result<ImpersonationLink> {
        let made = self.offer_to_actor(actor, &request).await;
        self.tell(actor, &request, actor.label(), made).await
    }

    async fn offer_to_actor(&self, actor: &Actor, request: &ImpersonationRequest) -> Result<ImpersonationLink> {
        actor.may(Scope::ImpersonateUsers)?;
        let Who::Administrator { id, session, .. } = &actor.who else {
            return Err(Error::Refused("Only an administrator signs in as a user."));
        };
        let mut conn = self.0.db().read().await?;
        if !self.is_fresh(&mut conn, actor).await? {
            return Err(Error::field("password", "Show your password again: you did so more than 5 minutes ago"));
        }
        drop(conn);
        let by = By { administrator: self.administrator(actor, id).await?, session: session.clone() };
        self.make(actor, request, by).await
    }

    /// The same for a program: the link is for the administrator whom it names. An administrator names themselves.
    ///
    /// # Errors
    /// As [`Impersonations::offer`]; `Refused` when that administrator has not the permission.
    pub async fn offer_for(
        &self,
        actor: &Actor,
        impersonator: &str,
        request: ImpersonationRequest,
    ) -> Result<ImpersonationLink> {
        let made = async {
            actor.may(Scope::ImpersonateUsers)?;
            if let Who::Administrator { id, .. } = &actor.who {
                // S-224: or they would get round showing their password, which the other way asks for.
                if id != impersonator {
                    return Err(Error::Refused("An administrator gets a link for themselves alone."));
                }
                return self.offer_to_actor(actor, &request).await;
            }
            let administrator = self.administrator(actor, impersonator).await?;
            self.make(actor, &request, By { administrator, session: None }).await
        };
        let made = made.await;
        self.tell(actor, &request, impersonator, made).await
    }

    async fn administrator(&self, actor: &Actor, id: &str) -> Result<Administrator> {
        let mut conn = self.0.db().read().await?;
        let found = if crate::clients::is_id(id) {
            store::administrators::member(&mut conn, actor.tenant(), id).await?
        } else {
            None
        };
        found.ok_or(Error::Refused(NO_PERMISSION))
    }

    async fn make(&self, actor: &Actor, request: &ImpersonationRequest, by: By) -> Result<ImpersonationLink> {
        let reason = request.reason.trim();
        let length = reason.chars().count();
        if !REASON.contains(&length) || reason.contains('\0') {
            let message = format!("Say why, in {} to {} characters", REASON.start(), REASON.end());
            return Err(Error::field("reason", message));
        }
        let mut tx = self.0.db().begin().await?;
        let tenant = actor.tenant();
        let fit = check(&mut tx, tenant, &by.administrator, &request.user_id, &request.client_id, self.0.now()).await?;
        let parameters = if fit.client.initiate_login_uri.is_empty() {
            asked(&fit.client, &request.parameters)?;
            request.parameters.clone()
        } else {
            ImpersonationParameters::default()
        };
        let ticket = self.0.random().token();
        let new = self.row(fit, by, reason, request.is_view_only, parameters);
        store::impersonations::insert(&mut tx, tenant, &hash_secret(&ticket), &new).await?;
        let description = format!("{} got a link to sign in as {}", new.impersonator.email, new.user_name);
        let (actor_of, origin) = (describe(actor), &actor.origin);
        let event = self.0.impersonation_event(&new, "impersonation_offered", &cut(&description), &actor_of, origin);
        store::logs::append(&mut tx, tenant, &event).await?;
        tx.commit().await?;
        let url = format!("{}impersonate?ticket={ticket}", self.0.issuer(tenant));
        Ok(ImpersonationLink { url, expires_in: IMPERSONATION_LINK / 1000 })
    }

    fn row(
        &self,
        fit: Fit,
        by: By,
        reason: &str,
        is_view_only: bool,
        parameters: ImpersonationParameters,
    ) -> Impersonation {
        let now = self.0.now();
        Impersonation {
            id: format!("imp_{:013}{}", now.0, self.0.random().digits(7)),
            impersonator: Impersonator { user_id: by.administrator.id, email: by.administrator.email },
            administrator_session: by.session,
            user_name: cut(fit.user.display_name()),
            user_id: fit.user.user_id,
            client_id: fit.client.client_id,
            client_name: cut(&fit.client.name),
            connection: fit.connection,
            reason: reason.to_owned(),
            is_view_only,
            parameters,
            created_at: now,
            expires_at: Timestamp(now.0 + IMPERSONATION_LINK),
            opened_at: None,
            ended_at: None,
            end_reason: None,
        }
    }

    /// Writes a refusal down: who tried to be whom, and why they were not let.
    async fn tell(
        &self,
        actor: &Actor,
        request: &ImpersonationRequest,
        who: &str,
        made: Result<ImpersonationLink>,
    ) -> Result<ImpersonationLink> {
        let refusal = match made {
            Err(error) if !error.is_failure() => error,
            other => return other,
        };
        let mut tx = self.0.db().begin().await?;
        let user = super::conditions::find_user(&mut tx, actor.tenant(), &request.user_id).await.ok();
        let description = format!("{} may not sign in as {}: {refusal}", cut(who), cut(request.user_id.as_str()));
        let mut event = self.0.event(actor, "impersonation_refused", &cut(&description));
        if let Some(details) = &mut event.details {
            details["reason"] = cut(&request.reason).into();
            details["refusal"] = cut(&refusal.to_string()).into();
            details["impersonator"] = serde_json::json!({ "id": cut(who) });
        }
        event.user_id = Some(cut(request.user_id.as_str()));
        event.user_name = user.map(|user| cut(user.display_name()));
        event.client_id = Some(cut(&request.client_id));
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        Err(refusal)
    }
}
