//! What happened.

use model::{LogPage, UserId};

use crate::{Actor, Directory, Error, Result, Scope};

/// Events of one page.
const PAGE: i64 = 50;

/// The log of the actor's tenant.
pub struct Logs<'a>(pub(crate) &'a Directory);

impl Logs<'_> {
    /// What happened to a user, newest first; `after` is where the last page ended.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`.
    pub async fn of_user(&self, actor: &Actor, id: &UserId, after: Option<&str>) -> Result<LogPage> {
        actor.may(Scope::ReadLogs)?;
        if after.is_some_and(|after| after.len() > 100 || !after.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(Error::field("after", "Not the id of an event"));
        }
        if id.as_str().contains('\0') {
            return Ok(LogPage::default());
        }
        let mut conn = self.0.db().read().await?;
        let mut events = store::logs::of_user(&mut conn, actor.tenant(), id, after, PAGE + 1).await?;
        let has_more = i64::try_from(events.len()).is_ok_and(|found| found > PAGE);
        if has_more {
            events.pop();
        }
        let next = events.last().filter(|_| has_more).map(|event| event.log_id.clone());
        Ok(LogPage { events, next })
    }
}
