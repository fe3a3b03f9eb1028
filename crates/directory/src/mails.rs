//! Mails to users.
//!
//! A mail is written in the transaction of what caused it, so there is none about what did not happen. Without settings
//! for an SMTP server it is kept for administrators to see; with them [`Mails::deliver_due`] sends it.

mod defaults;
mod deliver;
mod message;
mod plain;
mod programs;
mod queue;
mod settings;
mod templates;
mod text;

use model::{Mail, MailPage, MailState, Timestamp};

use crate::{Actor, Directory, Error, Result, Scope};

pub(crate) use queue::Letter;

/// The mails of the actor's tenant.
pub struct Mails<'a>(pub(crate) &'a Directory);

/// How many mails one page has.
const PAGE: i64 = 50;
/// How long a mail is kept, in milliseconds: 30 days.
const KEPT: i64 = 30 * 24 * 3_600_000;

const NO_MAIL: Error = Error::NotFound("The mail does not exist.");

impl Mails<'_> {
    /// Mails, newest first; `after` is where the last page ended. Their links let whoever has them set passwords, so this
    /// is not for everybody who may look at users.
    ///
    /// # Errors
    /// `Forbidden` without `read:mails`.
    pub async fn list(&self, actor: &Actor, after: Option<&str>) -> Result<MailPage> {
        actor.may(Scope::ReadMails)?;
        if after.is_some_and(|after| !is_id(after)) {
            return Err(Error::field("after", "Not the id of a mail"));
        }
        let mut conn = self.0.db().read().await?;
        let mut mails = store::mails::list(&mut conn, actor.tenant(), after, PAGE + 1).await?;
        let has_more = i64::try_from(mails.len()).is_ok_and(|found| found > PAGE);
        if has_more {
            mails.pop();
        }
        let next = mails.last().filter(|_| has_more).map(|mail| mail.id.clone());
        let smtp = store::smtp_settings::find(&mut conn, actor.tenant()).await?;
        Ok(MailPage { mails, next, is_sending: smtp.is_some_and(|smtp| smtp.settings.enabled) })
    }

    /// A whole mail.
    ///
    /// # Errors
    /// `Forbidden` without `read:mails`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<Mail> {
        actor.may(Scope::ReadMails)?;
        if !is_id(id) {
            return Err(NO_MAIL);
        }
        let mut conn = self.0.db().read().await?;
        store::mails::find(&mut conn, actor.tenant(), id).await?.ok_or(NO_MAIL)
    }

    /// Sends a mail once more: one that failed, one that was only kept, or one that got lost on its way. Where no mails are
    /// sent it waits until they are.
    ///
    /// # Errors
    /// `Forbidden` without `read:mails`, `NotFound`.
    pub async fn send_again(&self, actor: &Actor, id: &str) -> Result<Mail> {
        let mail = self.get(actor, id).await?;
        let mut tx = self.0.db().begin().await?;
        let now = self.0.now();
        if !store::mails::send_again(&mut tx, actor.tenant(), id, now).await? {
            return Err(NO_MAIL);
        }
        let mut event = self.0.event(actor, "sapi", "Send a mail again");
        event.user_id = mail.row.user_id.as_ref().map(|id| id.as_str().to_owned());
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        let row = model::MailRow {
            state: MailState::Waiting,
            attempts: 0,
            error: None,
            next_try_at: now,
            sent_at: None,
            ..mail.row
        };
        Ok(Mail { row, ..mail })
    }
}

/// Milliseconds and chance, in decimal digits: sorts by time.
fn mail_id(now: Timestamp, random: &crate::Random) -> String {
    format!("{}{}", id_before(now), random.digits(12))
}

/// Before every id that is made from `time` on.
fn id_before(time: Timestamp) -> String {
    format!("{:015}", time.0.max(0))
}

fn is_id(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
