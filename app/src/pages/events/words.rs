//! What an event says, in words.

use model::{LogEvent, LogGroup, describe_event};
use serde_json::Value;

/// What happened, in Auth0's words; of what an administrator or a program did, the operation.
pub(super) fn title(event: &LogEvent) -> String {
    let is_operation = matches!(event.kind.as_str(), "sapi" | "fapi" | "sui");
    let operation = event.description.clone().filter(|_| is_operation);
    operation.unwrap_or_else(|| describe_event(&event.kind).to_owned())
}

/// What the title leaves out: who did it, or why it was refused.
pub(super) fn note(event: &LogEvent) -> Option<String> {
    match actor(event) {
        Some(actor) => Some(format!("by {actor}")),
        None => event.description.clone().filter(|text| !text.is_empty() && *text != title(event)),
    }
}

/// What a group of events is called.
pub(super) fn group_label(group: LogGroup) -> &'static str {
    match group {
        LogGroup::Logins => "Logins",
        LogGroup::Failures => "Failed logins",
        LogGroup::Tokens => "Tokens",
        LogGroup::Account => "Account",
        LogGroup::Administrators => "Changes by administrators",
        LogGroup::Impersonation => "Impersonation",
    }
}

/// The icon of a group of events.
pub(super) fn group_icon(group: Option<LogGroup>) -> &'static str {
    match group {
        Some(LogGroup::Logins) => "log-in",
        Some(LogGroup::Failures) => "alert",
        Some(LogGroup::Tokens) => "key",
        Some(LogGroup::Account) => "user",
        Some(LogGroup::Administrators) => "edit",
        Some(LogGroup::Impersonation) => "eye",
        None => "info",
    }
}

/// Who did it, as the log knows them.
pub(super) fn actor(event: &LogEvent) -> Option<String> {
    let actor = event.details.as_ref()?.get("actor")?;
    let name = actor.get("name").or_else(|| actor.get("email"))?.as_str()?;
    Some(name.to_owned())
}

/// One check of a login, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) what: String,
    pub(super) is_passed: bool,
    pub(super) reason: Option<String>,
    pub(super) milliseconds: Option<i64>,
}

/// The checks of a login, in the order in which they were done.
pub(super) fn checks(event: &LogEvent) -> Vec<Check> {
    let checks = event.details.as_ref().and_then(|details| details.get("checks")).and_then(Value::as_array);
    let check = |check: &Value| {
        let text = |key: &str| check.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Check {
            what: describe_check(&text("check")?),
            is_passed: text("result").as_deref() == Some("passed"),
            reason: text("reason"),
            milliseconds: check.get("ms").and_then(Value::as_i64),
        })
    };
    checks.into_iter().flatten().filter_map(check).collect()
}

fn describe_check(name: &str) -> String {
    let words = match name {
        "connection" => "The connection is there, and on for the application",
        "user" => "The user is known",
        "attempts" => "Not too many failures before",
        "password" => "The password is right",
        "blocked" => "The user is not blocked",
        other => other,
    };
    words.to_owned()
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

    fn event(kind: &str, details: Option<Value>) -> LogEvent {
        LogEvent {
            log_id: "1".to_owned(),
            date: Timestamp(0),
            kind: kind.to_owned(),
            description: None,
            connection: None,
            client_id: None,
            client_name: None,
            ip: None,
            user_agent: None,
            user_id: None,
            user_name: None,
            location_info: None,
            details,
        }
    }

    #[test]
    fn an_event_tells_who_changed_what() {
        let details = json!({
            "actor": {"type": "administrator", "name": "ada@example.com"},
            "changed": {"blocked": {"before": null, "after": true}, "email": {"before": "a@b.c", "after": "d@e.f"}}
        });
        let event = LogEvent { description: Some("Update a User".to_owned()), ..event("sapi", Some(details)) };
        assert_eq!(title(&event), "Update a User");
        assert_eq!(note(&event).as_deref(), Some("by ada@example.com"));
        let changes = changes(&event);
        assert_eq!((changes.len(), changes[0].before.as_ref()), (2, None));
        assert_eq!(changes[1].after, Some(json!("d@e.f")));
    }

    #[test]
    fn a_login_tells_what_was_checked_and_why_it_was_refused() {
        let details = json!({ "checks": [
            { "check": "user", "result": "passed", "ms": 2 },
            { "check": "rule of ours", "result": "failed", "reason": "not today" },
        ] });
        let event = LogEvent { description: Some("Wrong email or password.".to_owned()), ..event("fp", Some(details)) };
        assert_eq!(title(&event), "Failed Login (Incorrect Password)");
        assert_eq!(note(&event).as_deref(), Some("Wrong email or password."));
        let checks = checks(&event);
        assert_eq!((checks[0].is_passed, checks[0].milliseconds, checks[0].reason.as_deref()), (true, Some(2), None));
        assert_eq!((checks[1].what.as_str(), checks[1].reason.as_deref()), ("rule of ours", Some("not today")));
    }

    #[test]
    fn details_of_any_shape_are_taken() {
        for details in [
            None,
            Some(json!(1)),
            Some(json!({"actor": 1, "changed": [1], "checks": {}})),
            Some(json!({"changed": {"a": 1}, "checks": [1, {}, {"check": 1}]})),
        ] {
            let event = event("s", details);
            assert_eq!((actor(&event), checks(&event)), (None, Vec::new()));
            assert!(changes(&event).len() <= 1);
        }
    }
}
