//! What was found.

use std::fmt;

use store::log_chains::Link;

use crate::Error;

/// What somebody did to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TamperingKind {
    /// Something is not as it was written.
    Edited,
    /// Events are gone from between others.
    Missing,
    /// Two events changed places.
    Swapped,
    /// An event was not there when it says.
    Inserted,
    /// Events are gone from the end.
    CutTail,
    /// Events are gone from the beginning, and not by retention.
    CutBeginning,
    /// Hashes were made anew after they had been signed.
    Restamped,
    /// Checkpoints were changed, deleted, or signed by somebody else.
    Checkpoint,
}

/// The first thing that is wrong in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tampering {
    /// What was done.
    pub kind: TamperingKind,
    /// In which chain.
    pub chain: Option<i64>,
    /// To which of its events; of several, the first.
    pub number: Option<i64>,
    /// The event's id, where it is there.
    pub log_id: Option<String>,
    pub(super) message: String,
}

impl Tampering {
    pub(super) fn new(kind: TamperingKind, chain: i64, number: i64, event: Option<&Link>, message: String) -> Self {
        let log_id = event.map(|event| event.log_id().to_owned());
        Self { kind, chain: Some(chain), number: Some(number), log_id, message }
    }

    pub(super) fn of_checkpoint(message: String) -> Self {
        Self { kind: TamperingKind::Checkpoint, chain: None, number: None, log_id: None, message }
    }
}

impl fmt::Display for Tampering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(id) = &self.log_id {
            write!(f, "event {id}: ")?;
        }
        f.write_str(&self.message)?;
        if let (Some(chain), Some(number)) = (self.chain, self.number) {
            write!(f, " (chain {chain}, number {number})")?;
        }
        Ok(())
    }
}

/// Why no more is read.
pub(super) enum Stop {
    Tampering(Box<Tampering>),
    Failed(Error),
}

impl From<Tampering> for Stop {
    fn from(tampering: Tampering) -> Self {
        Self::Tampering(Box::new(tampering))
    }
}
