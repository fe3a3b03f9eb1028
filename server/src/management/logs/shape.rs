//! What events are on the wire (`directory::LogRecord::shaped`).

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
