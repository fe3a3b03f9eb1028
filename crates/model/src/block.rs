//! Blocking a user: what it ends, why, and what was done.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserProfile};

/// How a user is to be blocked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewBlock {
    /// Why, for other administrators; at most 500 characters.
    pub reason: String,
    /// When it ends by itself; none for a block that an administrator ends.
    pub until: Option<Timestamp>,
}

/// Why a user is blocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Empty where none was given.
    pub reason: String,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
    /// Who blocked the user, as the log knows them.
    pub blocked_by: String,
    /// When.
    pub since: Timestamp,
}

/// What ends when a user is signed out everywhere, and what lives on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Logins of browsers.
    pub sessions: i64,
    /// Refresh tokens.
    pub refresh_tokens: i64,
    /// The devices that hold them.
    pub devices: i64,
    /// The names of the applications that are told, by back-channel logout.
    pub told: Vec<String>,
    /// Until when an access token that an API verifies by itself may still be good; none where there is none.
    pub access_tokens_until: Option<Timestamp>,
}

impl Ending {
    /// Whether nothing ends that somebody could miss.
    pub fn is_empty(&self) -> bool {
        self.sessions == 0 && self.refresh_tokens == 0
    }

    /// `2 sessions and 3 refresh tokens on 2 devices`; empty where nothing ends.
    pub fn in_words(&self) -> String {
        let counted = |count: i64, one: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {one}s")),
        };
        let tokens = counted(self.refresh_tokens, "refresh token").map(|tokens| {
            let devices = counted(self.devices, "device").unwrap_or_default();
            format!("{tokens} on {devices}")
        });
        [counted(self.sessions, "session"), tokens].into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }
}

/// What a block did: it stands in the log, in the event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// What ended.
    #[serde(flatten)]
    pub ended: Ending,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A user who was just blocked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Blocked {
    /// The user as they are now.
    pub user: UserProfile,
    /// What was done.
    pub receipt: Receipt,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_is_said_in_words() {
        let ending = |sessions, refresh_tokens, devices| {
            Ending { sessions, refresh_tokens, devices, ..Ending::default() }.in_words()
        };
        assert_eq!(ending(0, 0, 0), "");
        assert_eq!(ending(1, 0, 0), "1 session");
        assert_eq!(ending(0, 1, 1), "1 refresh token on 1 device");
        assert_eq!(ending(2, 3, 2), "2 sessions and 3 refresh tokens on 2 devices");
    }
}
