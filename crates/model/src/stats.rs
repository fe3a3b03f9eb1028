//! Numbers about a tenant's users.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What happened on a day (UTC), as Auth0 writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyStats {
    /// When it began.
    pub date: Timestamp,
    /// Users who were logged in.
    pub logins: i64,
    /// Users who signed up.
    pub signups: i64,
    /// Logins that a leaked password kept out; Roster does not look for them.
    pub leaked_passwords: i64,
    /// When the first of it happened, to the day.
    pub created_at: Timestamp,
    /// Until when it was counted.
    pub updated_at: Timestamp,
}
