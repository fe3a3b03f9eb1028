//! Reading the log as programs do: in numbered pages, or event after event.

use std::collections::HashMap;

use model::{LogEvent, LogQuery, Timestamp, UserId};
use store::Conn;
use store::logs::{Filter, Window, id_at};

use super::follow::LATE;
use super::{Logs, log_id, query};
use crate::{Actor, Result, Scope};

/// Events that are gone past in one step.
const STEP: usize = 10_000;
/// Either lets a program read the log.
const READ: &[Scope] = &[Scope::ReadLogs, Scope::ReadLogsUsers];

/// Which events, and which part of them.
#[derive(Clone, Debug, Default)]
pub struct LogSlice {
    /// In the search language of the log; empty for everything.
    pub q: String,
    /// Of this user alone.
    pub user_id: Option<UserId>,
    /// Whether the oldest comes first.
    pub is_oldest_first: bool,
    /// How many are gone past.
    pub offset: usize,
    /// The most that are answered.
    pub limit: usize,
}

/// An event, and the connection that took part as it is now.
#[derive(Clone, Debug)]
pub struct LogRecord {
    /// What happened.
    pub event: LogEvent,
    /// The connection's id and strategy; none where it is gone.
    pub connection: Option<(String, String)>,
}

impl Logs<'_> {
    /// Events that match, a part of them.
    ///
    /// # Errors
    /// `ForbiddenAny` without `read:logs` and `read:logs_users`, `Field` for what is wrong with the query.
    pub async fn slice(&self, actor: &Actor, slice: &LogSlice) -> Result<Vec<LogRecord>> {
        actor.may_any(READ)?;
        self.gathered(actor, slice, None, None).await
    }

    /// The events after `last`, the oldest first, or from the first one on; at most `limit`, of those that `q` finds. An
    /// event may be written a little later than a younger one, so those of the last seconds are left for the next call:
    /// who goes on from the last one that they have gets each event once.
    ///
    /// # Errors
    /// As [`Logs::slice`], and `Field` for a `last` that is the id of no event.
    pub async fn after(&self, actor: &Actor, last: Option<&str>, q: &str, limit: usize) -> Result<Vec<LogRecord>> {
        actor.may_any(READ)?;
        let last = last.map(|last| log_id(last.to_owned(), "from")).transpose()?;
        let slice = LogSlice { q: q.to_owned(), is_oldest_first: true, limit, ..LogSlice::default() };
        let settled = id_at(Timestamp(self.0.now().0 - LATE));
        self.gathered(actor, &slice, last, Some(settled)).await
    }

    /// One event.
    ///
    /// # Errors
    /// `ForbiddenAny` as [`Logs::slice`], `NotFound`.
    pub async fn record(&self, actor: &Actor, id: &str) -> Result<LogRecord> {
        actor.may_any(READ)?;
        let event = self.found(actor, id).await?;
        let mut conn = self.0.db().read_log().await?;
        let mut records = with_connections(&mut conn, actor.tenant(), vec![event]).await?;
        records.pop().ok_or(super::GONE)
    }

    async fn gathered(
        &self,
        actor: &Actor,
        slice: &LogSlice,
        after: Option<String>,
        before: Option<String>,
    ) -> Result<Vec<LogRecord>> {
        let asked = LogQuery { q: slice.q.clone(), user_id: slice.user_id.clone(), ..LogQuery::default() };
        let filter = query::filter(&asked, self.0.now())?;
        let is_oldest_first = slice.is_oldest_first;
        let window = Window { after, before, limit: slice.limit, effort: None, is_oldest_first };
        let mut conn = self.0.db().read_log().await?;
        let events = gather(&mut conn, actor.tenant(), &filter, window, slice.offset).await?;
        with_connections(&mut conn, actor.tenant(), events).await
    }
}

/// The events of `window` without the first `skip`, however many steps it takes to find them.
async fn gather(
    conn: &mut Conn,
    tenant: &str,
    filter: &Filter,
    mut window: Window,
    mut skip: usize,
) -> Result<Vec<LogEvent>> {
    let wanted = window.limit;
    let mut events = Vec::new();
    while events.len() < wanted {
        let next = if skip > 0 {
            window.limit = skip.min(STEP);
            let found = store::logs::ids(conn, tenant, filter, &window).await?;
            skip -= found.ids.len();
            found.next
        } else {
            window.limit = wanted - events.len();
            let found = store::logs::list(conn, tenant, filter, &window).await?;
            events.extend(found.events);
            found.next
        };
        match next {
            None => break,
            next if window.is_oldest_first => window.after = next,
            next => window.before = next,
        }
    }
    Ok(events)
}

async fn with_connections(conn: &mut Conn, tenant: &str, events: Vec<LogEvent>) -> Result<Vec<LogRecord>> {
    let mut known: HashMap<String, Option<(String, String)>> = HashMap::new();
    for name in events.iter().filter_map(|event| event.connection.as_ref()) {
        if !known.contains_key(name) {
            let found = store::connections::find(conn, tenant, name).await?;
            known.insert(name.clone(), found.map(|connection| (connection.id, connection.strategy)));
        }
    }
    let connection = |event: &LogEvent| known.get(event.connection.as_ref()?)?.clone();
    Ok(events.into_iter().map(|event| LogRecord { connection: connection(&event), event }).collect())
}
