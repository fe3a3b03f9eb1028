//! Events that tell of tokens.

use std::sync::{Mutex, PoisonError};

use model::{Client, LogEvent, UserProfile};
use serde_json::{Value, json};

use crate::{Directory, Origin};

/// An exchange at the token endpoint, for the log.
#[derive(Clone, Copy)]
pub(crate) struct Exchange<'a> {
    /// Auth0's code.
    pub(crate) kind: &'a str,
    /// In words; what was wrong, where something was.
    pub(crate) description: &'a str,
    /// The application.
    pub(crate) client: &'a Client,
    /// Whose tokens they are.
    pub(crate) user: Option<&'a UserProfile>,
    /// How the user had logged in.
    pub(crate) connection: Option<&'a str>,
    /// The API; empty for none.
    pub(crate) audience: &'a str,
    /// What was granted.
    pub(crate) scope: &'a str,
    /// Where it came from.
    pub(crate) origin: &'a Origin,
}

impl Directory {
    /// The event of an exchange.
    pub(crate) fn exchange_event(&self, it: &Exchange<'_>) -> LogEvent {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let mut event = self.visit(it.origin, it.kind, it.description);
        event.client_id = Some(it.client.client_id.clone());
        event.client_name = Some(crate::events::cut(&it.client.name));
        event.connection = it.connection.map(str::to_owned);
        event.user_id = it.user.map(|user| user.user_id.as_str().to_owned());
        event.user_name = it.user.map(|user| crate::events::cut(user.display_name()));
        let (audience, scope) = (text(it.audience), text(&crate::events::cut(it.scope)));
        event.details = (audience.is_some() || scope.is_some()).then(|| {
            let mut details = json!({});
            for (name, value) in [("audience", audience), ("scope", scope)] {
                if let Some(value) = value {
                    details[name] = Value::String(value);
                }
            }
            details
        });
        event
    }

    /// Writes an event soon, together with others: for what changes nothing, and must not cost a commit each.
    pub(crate) async fn record_soon(&self, tenant: &str, event: LogEvent) {
        let is_idle = self.0.pending.add(tenant, event);
        if is_idle {
            let directory = self.clone();
            tokio::spawn(async move { directory.write_pending().await });
        }
    }

    /// Writes the events that wait; a server that stops calls it once more.
    pub async fn write_pending(&self) {
        loop {
            let events = self.0.pending.take();
            if events.is_empty() {
                return;
            }
            let count = events.len();
            let written = async {
                let mut tx = self.db().begin().await?;
                for (tenant, event) in events {
                    store::logs::append(&mut tx, &tenant, &event).await?;
                }
                tx.commit().await
            };
            if let Err(error) = written.await {
                tracing::error!(error = &error as &dyn std::error::Error, count, "events were not written to the log");
            }
        }
    }
}

/// Events that wait to be written together.
#[derive(Default)]
pub(crate) struct Pending(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    events: Vec<(String, LogEvent)>,
    is_written: bool,
}

/// More do not wait: a database that does not answer must not fill the memory.
const MOST: usize = 20_000;
/// So many are written in one transaction.
const AT_ONCE: usize = 500;

impl Pending {
    /// Whether somebody must be called to write them.
    fn add(&self, tenant: &str, event: LogEvent) -> bool {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.events.len() < MOST {
            waiting.events.push((tenant.to_owned(), event));
        }
        !std::mem::replace(&mut waiting.is_written, true)
    }

    fn take(&self) -> Vec<(String, LogEvent)> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = waiting.events.len().min(AT_ONCE);
        waiting.is_written = count > 0;
        waiting.events.drain(..count).collect()
    }
}
