//! Events as Auth0 writes them: with every field, null where there is nothing.

use serde_json::{Value, json};

use super::LogRecord;

impl LogRecord {
    /// The event as programs and log streams get it.
    pub fn shaped(&self) -> Value {
        shaped(self)
    }
}

fn shaped(record: &LogRecord) -> Value {
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
