//! Making the events that tell what was done.

use model::{LogEvent, UserProfile};
use serde::Serialize;
use serde_json::{Map, Value, json};
use store::Conn;

use crate::actor::Who;
use crate::{Actor, Directory, Origin, Result};

/// Something whose changes are written down, field by field as it serialises.
pub(crate) trait Recorded: Serialize {
    /// Says in `event` what was changed: in its columns where it has one for it, otherwise in its details.
    fn name_in(&self, event: &mut LogEvent, details: &mut Map<String, Value>);
}

impl Recorded for UserProfile {
    fn name_in(&self, event: &mut LogEvent, _: &mut Map<String, Value>) {
        event.user_id = Some(self.user_id.as_str().to_owned());
        event.user_name = Some(cut(self.display_name()));
        event.connection = self.connections().next().map(str::to_owned);
    }
}

/// Something that an administrator did.
pub(crate) struct Change<'a, T: Recorded> {
    /// In words, for instance `Block a User`.
    pub(crate) description: &'a str,
    /// The thing before; none when it was created.
    pub(crate) before: Option<&'a T>,
    /// The thing after; none when it was deleted.
    pub(crate) after: Option<&'a T>,
    /// Names of what changed that has no value to show.
    pub(crate) secrets: &'a [&'a str],
}

impl Directory {
    /// Writes what `actor` did into the log, in the transaction that does it.
    pub(crate) async fn record<T: Recorded>(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        change: &Change<'_, T>,
    ) -> Result<()> {
        self.record_with(conn, actor, change, &[]).await
    }

    /// The same, with more details.
    pub(crate) async fn record_with<T: Recorded>(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        change: &Change<'_, T>,
        more: &[(&str, Value)],
    ) -> Result<()> {
        let Some(thing) = change.after.or(change.before) else { return Ok(()) };
        let mut event = self.event(actor, "sapi", change.description);
        let mut details = Map::new();
        thing.name_in(&mut event, &mut details);
        details.insert("actor".to_owned(), describe(actor));
        details.insert("changed".to_owned(), changed(change));
        details.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        event.details = Some(Value::Object(details));
        Ok(store::logs::append(conn, actor.tenant(), &event).await?)
    }

    /// An event of `actor`'s, without a user.
    pub(crate) fn event(&self, actor: &Actor, kind: &str, description: &str) -> LogEvent {
        let event = self.visit(&actor.origin, kind, description);
        LogEvent { details: Some(json!({ "actor": describe(actor) })), ..event }
    }

    /// An event of nobody in particular: of a user or an application on their way in or out.
    pub(crate) fn visit(&self, origin: &Origin, kind: &str, description: &str) -> LogEvent {
        let now = self.now();
        LogEvent {
            log_id: log_id(now, self.random()),
            date: now,
            kind: kind.to_owned(),
            description: (!description.is_empty()).then(|| description.to_owned()),
            connection: None,
            client_id: None,
            client_name: None,
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.as_deref().map(cut),
            user_id: None,
            user_name: None,
            location_info: self.geoip().place(origin.ip.as_deref()),
            details: None,
        }
    }
}

/// `900`, the time to the millisecond, and random digits, 58 in all: sorts by time and is as long as Auth0's.
pub(crate) fn log_id(now: model::Timestamp, random: &crate::Random) -> String {
    format!("{}{}", store::logs::id_at(now), random.digits(58 - 3 - 17))
}

/// Who it was, for the details of an event.
pub(crate) fn describe(actor: &Actor) -> Value {
    match &actor.who {
        Who::Administrator { id, .. } => json!({ "type": "administrator", "id": id, "name": actor.label() }),
        Who::Operator => json!({ "type": "operator", "name": actor.label() }),
        Who::Program { client_id, .. } => json!({ "type": "program", "id": client_id, "name": actor.label() }),
    }
}

/// Field by field, what it was and what it is.
fn changed<T: Recorded>(change: &Change<'_, T>) -> Value {
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

fn fields<T: Recorded>(thing: Option<&T>) -> Map<String, Value> {
    match thing.map(serde_json::to_value) {
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

/// Fields of the log are at most 1 KiB (S-611), and PostgreSQL keeps no NUL.
pub(crate) fn cut(text: &str) -> String {
    text.chars().take(256).map(|char| if char == '\0' { char::REPLACEMENT_CHARACTER } else { char }).collect()
}
