//! Making the events that tell what was done.

use model::{LogEvent, UserProfile};
use serde_json::{Map, Value, json};
use store::Conn;

use crate::actor::Who;
use crate::{Actor, Directory, Result};

/// Something that an administrator did.
pub(crate) struct Change<'a> {
    /// In words, for instance `Block a User`.
    pub(crate) description: &'a str,
    /// The user before; none when it was created.
    pub(crate) before: Option<&'a UserProfile>,
    /// The user after; none when it was deleted.
    pub(crate) after: Option<&'a UserProfile>,
    /// Names of what changed that has no value to show.
    pub(crate) secrets: &'a [&'a str],
}

impl Directory {
    /// Writes what `actor` did into the log, in the transaction that does it.
    pub(crate) async fn record(&self, conn: &mut Conn, actor: &Actor, change: &Change<'_>) -> Result<()> {
        let Some(user) = change.after.or(change.before) else { return Ok(()) };
        let mut event = self.event(actor, "sapi", change.description);
        event.user_id = Some(user.user_id.as_str().to_owned());
        event.user_name = Some(cut(user.display_name()));
        event.connection = user.connections().next().map(str::to_owned);
        event.details = Some(json!({ "actor": describe(actor), "changed": changed(change) }));
        Ok(store::logs::append(conn, actor.tenant(), &event).await?)
    }

    /// An event of `actor`'s, without a user.
    pub(crate) fn event(&self, actor: &Actor, kind: &str, description: &str) -> LogEvent {
        let now = self.now();
        LogEvent {
            log_id: log_id(now, self.random()),
            date: now,
            kind: kind.to_owned(),
            description: Some(description.to_owned()),
            connection: None,
            client_id: None,
            client_name: None,
            ip: actor.origin.ip.clone(),
            user_agent: actor.origin.user_agent.as_deref().map(cut),
            user_id: None,
            user_name: None,
            details: Some(json!({ "actor": describe(actor) })),
        }
    }
}

/// `900`, the time to the millisecond, and random digits, 58 in all: sorts by time and is as long as Auth0's.
fn log_id(now: model::Timestamp, random: &crate::Random) -> String {
    let time: String = now.to_string().chars().filter(char::is_ascii_digit).collect();
    format!("900{time}{}", random.digits(58 - 3 - 17))
}

fn describe(actor: &Actor) -> Value {
    match &actor.who {
        Who::Administrator { id, .. } => json!({ "type": "administrator", "id": id, "name": actor.label() }),
        Who::Operator => json!({ "type": "operator", "name": actor.label() }),
    }
}

/// Field by field, what it was and what it is.
fn changed(change: &Change<'_>) -> Value {
    let (before, after) = (fields(change.before), fields(change.after));
    let mut changed = Map::new();
    for name in before.keys().chain(after.keys()) {
        let (old, new) = (before.get(name), after.get(name));
        if old != new && name != "updated_at" {
            changed.insert(name.clone(), json!({ "before": short(old), "after": short(new) }));
        }
    }
    for name in change.secrets {
        changed.insert((*name).to_owned(), json!({ "before": "*****", "after": "*****" }));
    }
    Value::Object(changed)
}

fn fields(user: Option<&UserProfile>) -> Map<String, Value> {
    match user.map(serde_json::to_value) {
        Some(Ok(Value::Object(fields))) => fields,
        _ => Map::new(),
    }
}

/// The log keeps no second copy of very large values.
const LARGEST: usize = 16 * 1024;

fn short(value: Option<&Value>) -> Value {
    match value {
        None => Value::Null,
        Some(value) => {
            let size = value.to_string().len();
            if size > LARGEST { Value::String(format!("({size} bytes, not kept in the log)")) } else { value.clone() }
        }
    }
}

/// Fields of the log are at most 1 KiB (S-611).
fn cut(text: &str) -> String {
    text.chars().take(256).collect()
}
