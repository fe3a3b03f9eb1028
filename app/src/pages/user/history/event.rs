//! What an event says, in words.

use model::{LogEvent, describe_event};
use serde_json::Value;

/// What happened.
pub(super) fn title(event: &LogEvent) -> String {
    event.description.clone().unwrap_or_else(|| describe_event(&event.kind).to_owned())
}

/// Who did it, as the log knows them.
pub(super) fn actor(event: &LogEvent) -> Option<String> {
    let actor = event.details.as_ref()?.get("actor")?;
    let name = actor.get("name").or_else(|| actor.get("email"))?.as_str()?;
    Some(name.to_owned())
}

/// A field that was changed, as it was and as it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    pub(super) field: String,
    pub(super) before: Option<Value>,
    pub(super) after: Option<Value>,
}

/// The fields that were changed.
pub(super) fn changes(event: &LogEvent) -> Vec<Change> {
    let changed = event.details.as_ref().and_then(|details| details.get("changed")).and_then(Value::as_object);
    let side = |change: &Value, name: &str| change.get(name).filter(|value| !value.is_null()).cloned();
    changed
        .into_iter()
        .flatten()
        .map(|(field, change)| Change {
            field: field.clone(),
            before: side(change, "before"),
            after: side(change, "after"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use model::Timestamp;
    use serde_json::json;

    use super::*;

    fn event(details: Option<Value>) -> LogEvent {
        LogEvent {
            log_id: "1".to_owned(),
            date: Timestamp(0),
            kind: "sce".to_owned(),
            description: None,
            connection: None,
            client_id: None,
            client_name: None,
            ip: None,
            user_agent: None,
            user_id: None,
            user_name: None,
            details,
        }
    }

    #[test]
    fn an_event_tells_who_changed_what() {
        let event = event(Some(json!({
            "actor": {"type": "administrator", "name": "ada@example.com"},
            "changed": {"blocked": {"before": null, "after": true}, "email": {"before": "a@b.c", "after": "d@e.f"}}
        })));
        assert_eq!(title(&event), "Success Change Email");
        assert_eq!(actor(&event).as_deref(), Some("ada@example.com"));
        let changes = changes(&event);
        assert_eq!((changes.len(), changes[0].before.as_ref()), (2, None));
        assert_eq!(changes[1].after, Some(json!("d@e.f")));
    }

    #[test]
    fn details_of_any_shape_are_taken() {
        for details in
            [None, Some(json!(1)), Some(json!({"actor": 1, "changed": [1]})), Some(json!({"changed": {"a": 1}}))]
        {
            let event = event(details);
            assert_eq!(actor(&event), None);
            assert!(changes(&event).len() <= 1);
        }
    }
}
