//! Rules.

use serde::{Deserialize, Serialize};

/// A script that is to run at logins. It is kept: nothing runs it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// `rul_` and 16 letters and digits.
    pub id: String,
    /// No other rule has it.
    pub name: String,
    /// A function in JavaScript.
    pub script: String,
    /// The lowest comes first; no two have the same.
    pub order: i64,
    /// Whether it is to run.
    pub enabled: bool,
}

/// What is asked of a rule; what is not there stays, or is what it is at first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RulePatch {
    /// The name.
    pub name: Option<String>,
    /// The script.
    pub script: Option<String>,
    /// Where it stands; a new one stands last.
    pub order: Option<i64>,
    /// Whether it is to run; a new one is.
    pub enabled: Option<bool>,
}
