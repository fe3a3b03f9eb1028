//! Events as Auth0 writes them: with every field, null where there is nothing.

use directory::LogRecord;
use serde_json::{Value, json};

use crate::management::payload::{Kind, Schema};

/// Partly where `fields` are named.
pub(in crate::management) const EVENT: Kind = Kind::Named(
    "LogEvent",
    &Kind::Nested(&Schema {
        properties: &[
            ("_id", Kind::Text),
            ("audience", Kind::TextOrNull),
            ("client_id", Kind::TextOrNull),
            ("client_name", Kind::TextOrNull),
            ("connection", Kind::TextOrNull),
            ("connection_id", Kind::TextOrNull),
            ("date", Kind::Time),
            ("description", Kind::TextOrNull),
            ("details", Kind::OrNull(&Kind::Object)),
            ("hostname", Kind::TextOrNull),
            ("ip", Kind::TextOrNull),
            ("isMobile", Kind::Flag),
            ("location_info", Kind::OrNull(&Kind::Object)),
            ("log_id", Kind::Text),
            ("organization_id", Kind::TextOrNull),
            ("organization_name", Kind::TextOrNull),
            ("scope", Kind::TextOrNull),
            ("strategy", Kind::TextOrNull),
            ("strategy_type", Kind::TextOrNull),
            ("type", Kind::Text),
            ("user_agent", Kind::TextOrNull),
            ("user_id", Kind::TextOrNull),
            ("user_name", Kind::TextOrNull),
        ],
        required: &[],
    }),
);

/// The event on the wire.
pub(super) fn shaped(record: &LogRecord) -> Value {
    let event = &record.event;
    let (connection_id, strategy) = record.connection.as_ref().map(|(id, strategy)| (id, strategy)).unzip();
    let detail = |name: &str| event.details.as_ref().and_then(|details| details.get(name)).filter(|it| it.is_string());
    json!({
        "_id": event.log_id,
        "log_id": event.log_id,
        "date": event.date,
        "type": event.kind,
        "description": event.description,
        "connection": event.connection,
        "connection_id": connection_id,
        "organization_id": null,
        "organization_name": null,
        "client_id": event.client_id,
        "client_name": event.client_name,
        "ip": event.ip,
        "hostname": null,
        "user_id": event.user_id,
        "user_name": event.user_name,
        "user_agent": event.user_agent,
        "audience": detail("audience"),
        "scope": detail("scope"),
        "strategy": strategy,
        "strategy_type": strategy.map(|strategy| if strategy == "auth0" { "database" } else { "enterprise" }),
        "isMobile": event.user_agent.as_deref().is_some_and(is_mobile),
        "location_info": event.location_info,
        "details": event.details,
    })
}

/// Browsers of phones and tablets say so.
fn is_mobile(user_agent: &str) -> bool {
    ["Mobi", "Android", "iPhone", "iPad"].iter().any(|mark| user_agent.contains(mark))
}
