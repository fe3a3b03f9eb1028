//! Which events of the log.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId};

/// Which events of the log, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogQuery {
    /// Of this user alone.
    pub user_id: Option<UserId>,
    /// In the search language of the log; empty for everything.
    pub q: String,
    /// Of any of these groups; of all where none is named.
    pub groups: Vec<LogGroup>,
    /// In which this application took part.
    pub client_id: Option<String>,
    /// In which the connection of this name took part.
    pub connection: Option<String>,
    /// From this address.
    pub ip: Option<String>,
    /// Of the last so many hours.
    pub hours: Option<u32>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    /// Where the last page ended.
    pub after: Option<String>,
}

/// Events that people look for together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogGroup {
    /// Users came and went.
    Logins,
    /// Users could not come in.
    Failures,
    /// Applications got tokens, or did not.
    Tokens,
    /// Users changed their account.
    Account,
    /// Administrators and programs changed something.
    Administrators,
    /// Administrators were in, in a user's place.
    Impersonation,
}

impl LogGroup {
    /// All of them.
    pub const ALL: [LogGroup; 6] =
        [Self::Logins, Self::Failures, Self::Tokens, Self::Account, Self::Administrators, Self::Impersonation];

    /// Its name in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Logins => "logins",
            Self::Failures => "failures",
            Self::Tokens => "tokens",
            Self::Account => "account",
            Self::Administrators => "administrators",
            Self::Impersonation => "impersonation",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.as_str() == name)
    }

    /// The one that an event code belongs to.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.codes().contains(&code))
    }

    /// The event codes in it.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Logins => &["s", "slo", "ssa"],
            Self::Failures => {
                &["f", "fdecc", "flo", "fp", "fsa", "fu", "impossible_travel", "limit_mu", "limit_sul", "limit_wc"]
            }
            Self::Tokens => &[
                "feacft", "feccft", "fede", "fepft", "ferrt", "fertft", "seacft", "seccft", "sede", "sepft", "sertft",
                "srrt",
            ],
            Self::Account => &[
                "fce", "fcp", "fcpr", "fcu", "fdu", "fn", "fs", "fv", "fvr", "sce", "scp", "scpr", "scu", "sdu", "ss",
                "sv", "svr", "ublkdu",
            ],
            Self::Administrators => &["fapi", "fui", "sapi", "sui"],
            Self::Impersonation => {
                &["impersonation_ended", "impersonation_offered", "impersonation_opened", "impersonation_refused"]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_has_a_name_and_no_code_is_in_two() {
        let mut codes: Vec<&str> = LogGroup::ALL.into_iter().flat_map(|group| group.codes().iter().copied()).collect();
        let count = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), count);
        for group in LogGroup::ALL {
            assert_eq!(LogGroup::parse(group.as_str()), Some(group));
            assert!(group.codes().iter().all(|code| LogGroup::of(code) == Some(group)));
        }
        assert_eq!(LogGroup::of("unheard of"), None);
    }
}
