//! Sending events to whoever is to get them.

use model::{LogEvent, LogStream, Timestamp};
use serde_json::json;
use store::log_streams::{self, Failure, Position, StoredStream};
use tokio::task::JoinSet;

use super::LogStreams;
use super::body::{Batch, signature};
use crate::events::cut;
use crate::outbound::{self, Reach};
use crate::tokens::seconds;
use crate::{Directory, Origin, Result};

/// So long a stream belongs to whoever sends its events; if they die, it is tried again afterwards.
const LEASE: i64 = 30_000;
/// Requests of one stream in a row, before it is looked again who else is due.
const ROUNDS: usize = 20;
/// When it is tried again after the first failure, in milliseconds; twice as late after each further one.
const PAUSE: i64 = 2_000;
/// No later than that.
const LONGEST_PAUSE: i64 = 10 * 60_000;
/// A receiver that takes nothing for so long is not asked any more: 3 days.
const PATIENCE: i64 = 3 * 86_400_000;
/// What a receiver answers that will never take anything again (RFC 9110 §15.5.11).
const GONE: u16 = 410;

/// What came of a look at a stream.
enum Sent {
    /// There is nothing to send, or somebody else does.
    Nothing,
    /// Events were taken, or passed by.
    Events,
    /// The receiver did not take them.
    Refused,
}

impl LogStreams<'_> {
    /// Sends what is new to each stream that is due; how many requests and steps past unwanted events there were. Run by the
    /// server every second. Whatever is not acknowledged is sent again: each event at least once.
    ///
    /// # Errors
    /// The database's. What a receiver answers is noted with the stream.
    pub async fn deliver_due(&self) -> Result<usize> {
        let mut conn = self.0.db().read().await?;
        let tenants = store::tenants::ids(&mut conn).await?;
        drop(conn);
        // One receiver that does not answer must not keep the others waiting.
        let mut sending = JoinSet::new();
        for tenant in tenants {
            let mut conn = self.0.db().read().await?;
            let due = log_streams::due(&mut conn, &tenant, self.0.now()).await?;
            drop(conn);
            for stored in due {
                let (directory, tenant) = (self.0.clone(), tenant.clone());
                sending.spawn(async move { directory.drain(&tenant, stored).await });
            }
        }
        let mut steps = 0;
        while let Some(sent) = sending.join_next().await {
            steps += sent.unwrap_or(Ok(0))?;
        }
        Ok(steps)
    }
}

impl Directory {
    async fn drain(&self, tenant: &str, stored: StoredStream) -> Result<usize> {
        let mut next = Some(stored);
        let mut steps = 0;
        while let Some(stored) = next.take().filter(|_| steps < ROUNDS) {
            match self.send_next(tenant, &stored).await? {
                Sent::Nothing => break,
                Sent::Refused => steps += 1,
                Sent::Events => {
                    steps += 1;
                    // As it is now: somebody may have changed it.
                    let mut conn = self.db().read().await?;
                    let due = log_streams::due(&mut conn, tenant, self.now()).await?;
                    next = due.into_iter().find(|due| due.stream.id == stored.stream.id);
                }
            }
        }
        Ok(steps)
    }

    async fn send_next(&self, tenant: &str, stored: &StoredStream) -> Result<Sent> {
        let stream = &stored.stream;
        let mut conn = self.db().read().await?;
        if log_streams::ahead(&mut conn, tenant, &stream.id).await?.is_empty() {
            return Ok(Sent::Nothing);
        }
        drop(conn);
        let mut tx = self.db().begin().await?;
        if !log_streams::claim(&mut tx, tenant, stored, Timestamp(self.now().0 + LEASE)).await? {
            return Ok(Sent::Nothing);
        }
        tx.commit().await?;
        let mut conn = self.db().read_log().await?;
        // Looked at anew: before the claim somebody else may have sent them.
        let batch = self.next_batch(&mut conn, tenant, stream).await?;
        drop(conn);
        let Some(batch) = batch else {
            let mut tx = self.db().begin().await?;
            log_streams::release(&mut tx, tenant, &stream.id, self.now()).await?;
            tx.commit().await?;
            return Ok(Sent::Nothing);
        };
        let answer = match &batch.body {
            None => Ok(()),
            Some(body) => self.post(stored, body).await,
        };
        match answer {
            Ok(()) => self.acknowledged(tenant, stream, &batch).await.map(|()| Sent::Events),
            Err((status, reason)) => self.refused(tenant, stream, status, &reason).await.map(|()| Sent::Refused),
        }
    }

    /// # Errors
    /// The status that was not good, if there was an answer, and why in words.
    async fn post(&self, stored: &StoredStream, body: &[u8]) -> std::result::Result<(), (Option<u16>, String)> {
        let sink = &stored.stream.sink;
        let signature = signature(&stored.signing_secret, seconds(self.now()), body);
        let mut headers =
            vec![("Content-Type", sink.http_content_type.as_str()), ("X-Roster-Signature", signature.as_str())];
        headers.extend(stored.http_authorization.as_deref().map(|value| ("Authorization", value)));
        headers.extend(sink.http_custom_headers.iter().map(|it| (it.header.as_str(), it.value.as_str())));
        let reach = Reach::of(&self.settings().base_url);
        match outbound::post(&sink.http_endpoint, &headers, body, reach).await {
            Ok(200..=299) => Ok(()),
            Ok(status) => Err((Some(status), format!("the receiver answered {status}"))),
            Err(reason) => Err((None, reason)),
        }
    }

    /// What was sent, and that it was, are one transaction.
    async fn acknowledged(&self, tenant: &str, stream: &LogStream, batch: &Batch) -> Result<()> {
        let now = self.now();
        let delivered_at = batch.body.as_ref().map(|_| now);
        let mut tx = self.db().begin().await?;
        if !log_streams::delivered(&mut tx, tenant, &stream.id, delivered_at, &batch.last, now).await? {
            return Ok(());
        }
        for (chain, number) in &batch.to {
            let to = Position { chain: *chain, number: *number };
            log_streams::move_on(&mut tx, tenant, &stream.id, to).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn refused(&self, tenant: &str, stream: &LogStream, status: Option<u16>, reason: &str) -> Result<()> {
        let now = self.now();
        let reason = cut(reason);
        let health = &stream.health;
        let retry_at = Timestamp(now.0 + self.pause(health.failures));
        let is_lost = health.failing_since.is_some_and(|since| now.since(since) >= PATIENCE);
        let mut tx = self.db().begin().await?;
        log_streams::failed(&mut tx, tenant, &stream.id, Failure { reason: &reason, at: now, retry_at }).await?;
        let is_over = is_lost || status == Some(GONE);
        if is_over && log_streams::suspend(&mut tx, tenant, &stream.id).await? {
            let details = json!({
                "log_stream": { "id": stream.id, "name": stream.name },
                "error": reason,
                "attempts": health.failures + 1,
                "failing_since": health.failing_since.unwrap_or(now),
            });
            let description = "A log stream was suspended: its receiver takes no events";
            let event = LogEvent { details: Some(details), ..self.visit(&Origin::default(), "fn", description) };
            store::logs::append(&mut tx, tenant, &event).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Twice as long each time, less up to half of it by chance: receivers that come back are not met by all at once.
    fn pause(&self, failures: i64) -> i64 {
        let doublings = u32::try_from(failures.clamp(0, 20)).unwrap_or(0);
        let pause = PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
        pause - self.random().up_to(pause / 2)
    }
}
