//! What is hashed of an event: every column.

use model::{DAY, LogEvent, LoginOutcome};
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use super::Canonical;
use crate::login_days;

/// The columns of an event.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Columns {
    pub(super) id: String,
    pub(super) date: i64,
    pub(super) r#type: String,
    pub(super) description: Option<String>,
    pub(super) connection: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_name: Option<String>,
    pub(super) ip: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) user_name: Option<String>,
    #[sqlx(skip)]
    pub(super) details: Option<Value>,
    pub(super) place: Option<String>,
    pub(super) login: Option<i64>,
}

impl From<LogEvent> for Columns {
    fn from(event: LogEvent) -> Self {
        Self {
            login: LoginOutcome::of(&event.kind).map(LoginOutcome::number),
            id: event.log_id,
            date: event.date.0,
            r#type: event.kind,
            description: event.description,
            connection: event.connection,
            client_id: event.client_id,
            client_name: event.client_name,
            ip: event.ip,
            user_agent: event.user_agent,
            user_id: event.user_id,
            user_name: event.user_name,
            details: event.details,
            place: event.location_info.map(|place| place.id()),
        }
    }
}

/// Where an event stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Position<'a> {
    pub(super) tenant: &'a str,
    pub(super) chain: i64,
    pub(super) number: i64,
    /// The hash of the event before; empty for the first.
    pub(super) previous: &'a str,
}

impl Columns {
    /// What a login is counted by; none for other events.
    pub(super) fn day_key(&self) -> Option<login_days::Key<'_>> {
        let place = self.place.as_deref().unwrap_or_default();
        Some((self.user_id.as_deref()?, self.login?, self.date / DAY, place))
    }

    /// SHA-256 of the hash before, and of the event at its place; 64 hex digits. `details` are those that the database gives
    /// back.
    pub(super) fn hash(&self, at: Position<'_>, details: Option<&Value>) -> String {
        let mut bytes = Canonical::default();
        bytes
            .text(at.previous)
            .text(at.tenant)
            .int(at.chain)
            .int(at.number)
            .text(&self.id)
            .int(self.date)
            .text(&self.r#type);
        for text in [
            &self.description,
            &self.connection,
            &self.client_id,
            &self.client_name,
            &self.ip,
            &self.user_agent,
            &self.user_id,
            &self.user_name,
            &self.place,
        ] {
            bytes.maybe_text(text.as_deref());
        }
        bytes.maybe_int(self.login);
        match details {
            Some(details) => bytes.json(details),
            None => bytes.maybe_text(None),
        };
        hex(&Sha256::digest(bytes.bytes()))
    }
}

/// Lower-case hex digits.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
