//! Mails that ask users to confirm their address, asked for as jobs.

use model::{Job, JobKind, JobRequest, JobStatus, UserId};
use store::tickets::{self, Kind};

use super::Jobs;
use crate::clients::NO_CLIENT;
use crate::events::cut;
use crate::users::{NO_USER, check_id};
use crate::{Actor, Error, Result, Scope};

/// A mail that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewVerification {
    /// Whom it is for.
    pub user_id: UserId,
    /// The application that it speaks of.
    pub client_id: Option<String>,
}

impl Jobs<'_> {
    /// Writes the mail, in one transaction with its job, which is done then. Links that were sent before work no more.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`; `NotFound` for the user or the application; `Field` for a user without an address,
    /// or with a verified one.
    pub async fn verification_email(&self, actor: &Actor, new: &NewVerification) -> Result<Job> {
        actor.may(Scope::UpdateUsers)?;
        check_id(&new.user_id)?;
        let mut tx = self.0.db().begin().await?;
        let user = store::users::hold(&mut tx, actor.tenant(), &new.user_id).await?.ok_or(NO_USER)?;
        if user.email.as_deref().is_none_or(str::is_empty) {
            return Err(Error::field("user_id", "This user has no email address"));
        }
        if user.email_verified == Some(true) {
            return Err(Error::field("user_id", "The email address is verified already"));
        }
        let application = match new.client_id.as_deref() {
            None => String::new(),
            Some(id) if id.contains('\0') => return Err(NO_CLIENT),
            Some(id) => store::clients::find(&mut tx, actor.tenant(), id).await?.ok_or(NO_CLIENT)?.name,
        };
        tickets::delete_kind_of_user(&mut tx, actor.tenant(), Kind::VerifyEmail, &new.user_id).await?;
        self.0.queue_verification(&mut tx, actor.tenant(), &user, &application).await?;
        let request = JobRequest { user_id: Some(new.user_id.clone()), ..JobRequest::default() };
        let mut stored = self.new_job(actor, JobKind::VerificationEmail, request)?;
        stored.job.status = JobStatus::Completed;
        (stored.job.started_at, stored.job.ended_at) = (Some(stored.job.created_at), Some(stored.job.created_at));
        store::jobs::insert(&mut tx, actor.tenant(), &stored).await?;
        let mut event = self.0.event(actor, "sapi", "Send an email address verification email");
        event.user_id = Some(user.user_id.as_str().to_owned());
        event.user_name = Some(cut(user.display_name()));
        event.connection = user.connections().next().map(str::to_owned);
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        Ok(stored.job)
    }
}
