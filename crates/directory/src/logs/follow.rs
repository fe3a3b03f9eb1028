//! Following the log: what is new since the last look.

use std::collections::BTreeSet;

use model::{LogEvent, LogQuery, Timestamp};
use store::logs::{Window, date_of, id_at};
use tokio::sync::watch;

use super::{Logs, log_id, query};
use crate::{Actor, Result, Scope};

/// The most events that are told at once; of more the newest.
const NEWS: usize = 100;
/// An event may be written so much later than one that is younger: its transaction took its time, or another process's
/// clock is behind. In milliseconds.
pub(super) const LATE: i64 = 10_000;
/// Whoever comes back after a longer while has to load the page again, in milliseconds.
const LONGEST: i64 = 3_600_000;

/// Somebody who follows the log.
pub struct Follower {
    query: LogQuery,
    /// Events after this id are looked at.
    after: String,
    /// Those of them that were told already.
    told: BTreeSet<String>,
    writes: watch::Receiver<u64>,
}

impl Logs<'_> {
    /// Begins to follow the events that match, from the event `last` on, or from now where none is named. What was written
    /// shortly before `last` is told again.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`, `Field` for what is wrong with the query.
    pub fn follow(&self, actor: &Actor, query: LogQuery, last: Option<&str>) -> Result<Follower> {
        actor.may(Scope::ReadLogs)?;
        let now = self.0.now();
        query::filter(&query, now)?;
        let last = last.map(|last| log_id(last.to_owned(), "last")).transpose()?;
        let since = last.as_deref().and_then(date_of).unwrap_or(now);
        let since = Timestamp((since.0 - LATE).max(now.0 - LONGEST));
        let query = LogQuery { after: None, ..query };
        Ok(Follower { query, after: id_at(since), told: BTreeSet::new(), writes: store::log_writes() })
    }

    /// What is new for `follower`, the oldest first.
    ///
    /// # Errors
    /// As [`Logs::follow`].
    pub async fn news(&self, actor: &Actor, follower: &mut Follower) -> Result<Vec<LogEvent>> {
        actor.may(Scope::ReadLogs)?;
        follower.writes.mark_unchanged();
        let now = self.0.now();
        let filter = query::filter(&follower.query, now)?;
        let after = Some(follower.after.clone());
        let window = Window { after, before: None, limit: NEWS, effort: None, is_oldest_first: false };
        let mut conn = self.0.db().read_log().await?;
        let found = store::logs::list(&mut conn, actor.tenant(), &filter, &window).await?;
        let mut news = found.events;
        news.retain(|event| !follower.told.contains(&event.log_id));
        news.reverse();
        follower.told.extend(news.iter().map(|event| event.log_id.clone()));
        follower.forget(now);
        Ok(news)
    }
}

impl Follower {
    /// Waits until this process wrote events; those of other processes are found by looking from time to time.
    pub async fn written(&mut self) {
        // The sender lives as long as the process.
        let _ = self.writes.changed().await;
    }

    /// What is older than what may still come needs no memory.
    fn forget(&mut self, now: Timestamp) {
        let horizon = id_at(Timestamp(now.0 - LATE));
        if horizon > self.after {
            self.told = self.told.split_off(&horizon);
            self.after = horizon;
        }
    }
}
