//! The explanation of a login: what was checked, in which order, what came of it, and how long it took.
//!
//! It is for administrators, who read it in the event. Whoever logs in learns nothing of it (S-331).

use std::sync::{Mutex, PoisonError};

use model::Timestamp;
use serde_json::{Value, json};

/// The checks of one try, as they are done.
pub(super) struct Checks(Mutex<State>);

struct State {
    done: Vec<Value>,
    since: Timestamp,
}

/// More are not written down: an event stays small.
const MOST: usize = 12;
/// The longest reason, in characters.
const LONGEST: usize = 80;

impl Checks {
    pub(super) fn begin(now: Timestamp) -> Self {
        Self(Mutex::new(State { done: Vec::new(), since: now }))
    }

    /// `name` was checked and is as it must be.
    pub(super) fn pass(&self, name: &str, now: Timestamp) {
        self.note(name, "passed", None, now);
    }

    /// `name` was checked and keeps them out.
    pub(super) fn fail(&self, name: &str, reason: &str, now: Timestamp) {
        self.note(name, "failed", Some(reason), now);
    }

    fn note(&self, name: &str, result: &str, reason: Option<&str>, now: Timestamp) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back took no time.
        let milliseconds = now.since(state.since).max(0);
        state.since = now;
        if state.done.len() >= MOST {
            return;
        }
        let mut check = json!({ "check": name, "result": result, "ms": milliseconds });
        if let Some(reason) = reason {
            check["reason"] = reason.chars().take(LONGEST).collect::<String>().into();
        }
        state.done.push(check);
    }

    /// What was checked until now, for the event.
    pub(super) fn written(&self) -> Value {
        Value::Array(self.0.lock().unwrap_or_else(PoisonError::into_inner).done.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_explanation_is_never_longer_than_two_kilobytes() {
        let checks = Checks::begin(Timestamp(0));
        for _ in 0..100 {
            checks.fail("connection", &"r".repeat(1_000), Timestamp(1_800_000_000_000));
        }
        let written = checks.written();
        assert_eq!(written.as_array().map(Vec::len), Some(MOST));
        assert!(written.to_string().len() <= 2_048, "{}", written.to_string().len());
    }
}
