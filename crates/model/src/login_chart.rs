//! Logins and failures over time.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Logins of a tenant, hour by hour.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LoginChart {
    /// When the first hour begins.
    pub from: Timestamp,
    /// Every hour, the oldest first; the last one is not over.
    pub hours: Vec<LoginHour>,
}

/// What came of the logins of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginHour {
    /// Users who were logged in.
    pub successes: i64,
    /// Tries that were refused.
    pub failures: i64,
}
