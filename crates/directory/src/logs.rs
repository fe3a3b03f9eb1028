//! What happened.

mod chart;
mod follow;
mod query;
mod records;

use model::{LogEvent, LogPage, LogQuery, UserId};
use store::logs::{Window, date_of};

use crate::{Actor, Directory, Error, Result, Scope};

/// What is said of an id that no event has.
const GONE: Error = Error::NotFound("there is no such event; it may be older than the log is kept");
/// Events of one page.
const PAGE: usize = 50;

pub use follow::Follower;
pub use records::{LogRecord, LogSlice};

/// The log of the actor's tenant.
pub struct Logs<'a>(pub(crate) &'a Directory);

impl Logs<'_> {
    /// Events that match, newest first.
    ///
    /// A page comes within a bounded effort: where what is asked for is rare and no index finds it, the page may have fewer
    /// events, or none, and `searched_to` says how far back they were looked for; `next` goes on from there.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`, `Field` for what is wrong with the query: for `q` with the position.
    pub async fn search(&self, actor: &Actor, query: &LogQuery) -> Result<LogPage> {
        actor.may(Scope::ReadLogs)?;
        let filter = query::filter(query, self.0.now())?;
        let before = query.after.clone().map(|after| log_id(after, "after")).transpose()?;
        let mut conn = self.0.db().read_log().await?;
        let window = Window { after: None, before, limit: PAGE, effort: None, is_oldest_first: false };
        let found = store::logs::list(&mut conn, actor.tenant(), &filter, &window).await?;
        let searched_to = if found.is_paused { found.next.as_deref().and_then(date_of) } else { None };
        Ok(LogPage { events: found.events, next: found.next, searched_to })
    }

    /// What happened to a user, newest first; `after` is where the last page ended.
    ///
    /// # Errors
    /// As [`Logs::search`].
    pub async fn of_user(&self, actor: &Actor, id: &UserId, after: Option<&str>) -> Result<LogPage> {
        let after = after.map(str::to_owned);
        self.search(actor, &LogQuery { user_id: Some(id.clone()), after, ..LogQuery::default() }).await
    }

    /// One event.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`, `NotFound`.
    pub async fn get(&self, actor: &Actor, log_id: &str) -> Result<LogEvent> {
        actor.may(Scope::ReadLogs)?;
        self.found(actor, log_id).await
    }

    async fn found(&self, actor: &Actor, log_id: &str) -> Result<LogEvent> {
        if !is_log_id(log_id) {
            return Err(GONE);
        }
        let mut conn = self.0.db().read_log().await?;
        store::logs::find(&mut conn, actor.tenant(), log_id).await?.ok_or(GONE)
    }
}

fn log_id(text: String, field: &'static str) -> Result<String> {
    if is_log_id(&text) { Ok(text) } else { Err(Error::field(field, "Not the id of an event")) }
}

fn is_log_id(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
