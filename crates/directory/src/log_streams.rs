//! Where events of the log are sent to, beside the log itself.

mod body;
mod categories;
mod check;
mod deliver;

use model::{CreatedLogStream, HttpSink, LogEvent, LogStream, LogStreamHealth, LogStreamPatch, LogStreamStatus};
use model::{JsonObject, NewLogStream};
use serde::Serialize;
use serde_json::json;
use store::log_streams::{self, StoredStream};
use store::logs::id_at;
use store::{Conn, Tx};

use crate::clients::is_id;
use crate::events::{Change, Recorded};
use crate::outbound::Reach;
use crate::{Actor, Directory, Error, Result, Scope};

/// The streams of the actor's tenant.
pub struct LogStreams<'a>(pub(crate) &'a Directory);

const NO_STREAM: Error = Error::NotFound("The log stream does not exist.");
/// The most streams of a tenant: each of them reads all events.
const STREAMS: usize = 20;

/// What the log keeps of a stream: of its headers the names alone, because what they say may be secret.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Written {
    #[serde(skip)]
    id: String,
    name: String,
    status: LogStreamStatus,
    endpoint: String,
    content_type: String,
    content_format: model::ContentFormat,
    headers: Vec<String>,
    categories: Vec<String>,
}

impl From<&LogStream> for Written {
    fn from(stream: &LogStream) -> Self {
        let HttpSink { http_endpoint, http_content_type, http_content_format, http_custom_headers } =
            stream.sink.clone();
        Self {
            id: stream.id.clone(),
            name: stream.name.clone(),
            status: stream.status,
            endpoint: http_endpoint,
            content_type: http_content_type,
            content_format: http_content_format,
            headers: http_custom_headers.into_iter().map(|header| header.header).collect(),
            categories: stream.categories.clone(),
        }
    }
}

impl Recorded for Written {
    fn name_in(&self, _: &mut LogEvent, details: &mut JsonObject) {
        details.insert("log_stream".to_owned(), json!({ "id": self.id, "name": self.name }));
    }
}

impl LogStreams<'_> {
    /// All of them, the oldest first.
    ///
    /// # Errors
    /// `Forbidden` without `read:log_streams`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<LogStream>> {
        actor.may(Scope::ReadLogStreams)?;
        let mut conn = self.0.db().read().await?;
        let mut streams = Vec::new();
        for stored in log_streams::list(&mut conn, actor.tenant()).await? {
            streams.push(with_waiting(&mut conn, actor, stored.stream).await?);
        }
        Ok(streams)
    }

    /// One of them.
    ///
    /// # Errors
    /// `Forbidden` without `read:log_streams`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<LogStream> {
        actor.may(Scope::ReadLogStreams)?;
        let mut conn = self.0.db().read().await?;
        let stored = find(&mut conn, actor, id).await?;
        with_waiting(&mut conn, actor, stored.stream).await
    }

    /// Makes a stream. Its first event is the one that says that it was made, unless it is to begin earlier.
    ///
    /// # Errors
    /// `Forbidden` without `create:log_streams`, `Field` for what is wrong with it, `Exists` for a name that another one
    /// has, `Unfit` where there are too many.
    pub async fn create(&self, actor: &Actor, new: NewLogStream) -> Result<CreatedLogStream> {
        actor.may(Scope::CreateLogStreams)?;
        let id = format!("lst_{}", self.0.random().alphanumeric(16));
        let name = if new.name.trim().is_empty() { id.clone() } else { check::name(&new.name)? };
        let stream = LogStream {
            id,
            name,
            status: LogStreamStatus::Active,
            sink: check::sink(new.sink, self.reach())?,
            has_authorization: !new.http_authorization.is_empty(),
            categories: check::categories(&new.categories)?,
            created_at: self.0.now(),
            health: LogStreamHealth { next_try_at: self.0.now(), ..LogStreamHealth::default() },
        };
        let http_authorization = check::authorization(new.http_authorization)?;
        let stored = StoredStream { stream, http_authorization, signing_secret: self.0.random().token() };
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let others = log_streams::list(&mut tx, actor.tenant()).await?;
        if others.len() >= STREAMS {
            return Err(Error::Unfit("a tenant has at most 20 log streams"));
        }
        check_free(&others, &stored.stream)?;
        log_streams::insert(&mut tx, actor.tenant(), &stored).await?;
        let from = new.start_from.map(id_at);
        log_streams::begin(&mut tx, actor.tenant(), &stored.stream.id, from.as_deref()).await?;
        self.record(&mut tx, actor, "Create a log stream", None, Some(&stored)).await?;
        tx.commit().await?;
        Ok(CreatedLogStream { stream: stored.stream, signing_secret: stored.signing_secret })
    }

    /// Changes a stream. One that is to be active is tried at once, and goes on where it was. Doing it again changes and
    /// records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:log_streams`, `NotFound`, and as [`LogStreams::create`].
    pub async fn update(&self, actor: &Actor, id: &str, patch: LogStreamPatch) -> Result<LogStream> {
        actor.may(Scope::UpdateLogStreams)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let before = find(&mut tx, actor, id).await?;
        let is_to_go_on = patch.status == Some(LogStreamStatus::Active) || patch.sink.is_some();
        let after = check::apply(before.clone(), patch, self.reach())?;
        check_free(&log_streams::list(&mut tx, actor.tenant()).await?, &after.stream)?;
        let is_same = after.stream == before.stream && after.http_authorization == before.http_authorization;
        if !is_same {
            log_streams::save(&mut tx, actor.tenant(), &after).await?;
            self.record(&mut tx, actor, "Update a log stream", Some(&before), Some(&after)).await?;
        }
        if is_to_go_on && before.stream.health.failures > 0 {
            log_streams::resume(&mut tx, actor.tenant(), id, self.0.now()).await?;
        }
        let after = find(&mut tx, actor, id).await?;
        let after = with_waiting(&mut tx, actor, after.stream).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Deletes a stream; what it was not sent yet it never gets.
    ///
    /// # Errors
    /// `Forbidden` without `delete:log_streams`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteLogStreams)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let stored = find(&mut tx, actor, id).await?;
        log_streams::delete(&mut tx, actor.tenant(), id).await?;
        self.record(&mut tx, actor, "Delete a log stream", Some(&stored), None).await?;
        Ok(tx.commit().await?)
    }

    fn reach(&self) -> Reach {
        Reach::of(&self.0.settings().base_url)
    }

    async fn record(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        description: &str,
        before: Option<&StoredStream>,
        after: Option<&StoredStream>,
    ) -> Result<()> {
        let is_other =
            before.and_then(|it| it.http_authorization.as_ref()) != after.and_then(|it| it.http_authorization.as_ref());
        let secrets: &[&str] = if is_other { &["http_authorization"] } else { &[] };
        let written = |stored: Option<&StoredStream>| stored.map(|stored| Written::from(&stored.stream));
        let (before, after) = (written(before), written(after));
        let change = Change { description, before: before.as_ref(), after: after.as_ref(), secrets };
        self.0.record(tx, actor, &change).await
    }
}

async fn find(conn: &mut Conn, actor: &Actor, id: &str) -> Result<StoredStream> {
    let found = if is_id(id) { log_streams::find(conn, actor.tenant(), id).await? } else { None };
    found.ok_or(NO_STREAM)
}

/// # Errors
/// `Exists` when another one is called the same.
fn check_free(others: &[StoredStream], stream: &LogStream) -> Result<()> {
    match others.iter().any(|other| other.stream.name == stream.name && other.stream.id != stream.id) {
        true => {
            let message = format!("A log stream with the name {:?} already exists", stream.name);
            Err(Error::Exists { field: "name", message })
        }
        false => Ok(()),
    }
}

async fn with_waiting(conn: &mut Conn, actor: &Actor, mut stream: LogStream) -> Result<LogStream> {
    let ahead = log_streams::ahead(conn, actor.tenant(), &stream.id).await?;
    stream.health.waiting = ahead.iter().map(|chain| chain.last - chain.sent).sum();
    Ok(stream)
}
