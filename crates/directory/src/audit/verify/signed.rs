//! What checkpoints say, once their signatures are good.

use std::collections::{BTreeMap, HashMap};

use model::Timestamp;
use store::Conn;
use store::log_checkpoints::{self, Checkpoint};

use super::super::checkpoint::{Contents, contents, fingerprint, message};
use super::super::{AuditPublicKey, CheckpointCopy};
use super::Evidence;
use super::tampering::{Stop, Tampering, TamperingKind};

/// Checkpoints that are read at once.
const AT_ONCE: i64 = 500;

/// What the events of a chain must lead to.
#[derive(Clone, Debug)]
pub(super) struct End {
    /// The number of an event …
    pub(super) number: i64,
    /// … and its hash …
    pub(super) hash: String,
    /// … when this checkpoint was signed.
    pub(super) checkpoint: i64,
    pub(super) at: Timestamp,
}

/// The newest checkpoint.
pub(super) struct Newest {
    pub(super) at: Timestamp,
    pub(super) contents: Contents,
    checkpoint: Checkpoint,
}

/// All of them.
#[derive(Default)]
pub(super) struct Signed {
    pub(super) count: i64,
    pub(super) copies: usize,
    pub(super) newest: Option<Newest>,
    /// Of each chain, in the order of their numbers.
    pub(super) ends: BTreeMap<i64, Vec<End>>,
    /// Number and content of the oldest.
    oldest: Option<i64>,
}

impl Signed {
    /// Reads the checkpoints, and compares them with each other and with their copies.
    pub(super) async fn read(conn: &mut Conn, tenant: &str, evidence: &Evidence) -> Result<Self, Stop> {
        let mut copies = copies(tenant, evidence)?;
        let mut signed = Self::default();
        loop {
            let after = signed.newest.as_ref().map_or(0, |newest| newest.checkpoint.number);
            let checkpoints = log_checkpoints::list(conn, tenant, after, AT_ONCE).await?;
            if checkpoints.is_empty() {
                break;
            }
            for checkpoint in checkpoints {
                signed.compare_copy(copies.remove(&checkpoint.number), &checkpoint)?;
                signed.add(tenant, checkpoint, &evidence.keys)?;
            }
        }
        signed.check_oldest()?;
        signed.check_newest(copies.into_values())?;
        Ok(signed)
    }

    fn add(&mut self, tenant: &str, checkpoint: Checkpoint, keys: &[AuditPublicKey]) -> Result<(), Stop> {
        let contents = verified(tenant, &checkpoint, keys)?;
        let number = checkpoint.number;
        if let Some(before) = &self.newest {
            let expected = before.checkpoint.number + 1;
            if number != expected {
                return Err(Tampering::of_checkpoint(format!("checkpoint {expected} is missing")).into());
            }
            if contents.previous != fingerprint(&before.checkpoint) {
                let message = format!("checkpoint {number} was signed after another checkpoint than {}", number - 1);
                return Err(Tampering::of_checkpoint(message).into());
            }
        }
        for end in &contents.chains {
            let ends = self.ends.entry(end.chain).or_default();
            if ends.last().is_none_or(|last| last.number != end.number) {
                let (number, hash) = (end.number, end.hash.clone());
                ends.push(End { number, hash, checkpoint: checkpoint.number, at: checkpoint.created_at });
            }
        }
        self.count += 1;
        self.oldest.get_or_insert(number);
        self.newest = Some(Newest { at: checkpoint.created_at, contents, checkpoint });
        Ok(())
    }

    fn compare_copy(&mut self, copy: Option<Checkpoint>, checkpoint: &Checkpoint) -> Result<(), Stop> {
        match copy {
            Some(copy) if copy != *checkpoint => {
                let (number, then, now) = (checkpoint.number, copy.created_at, checkpoint.created_at);
                let message = format!(
                    "checkpoint {number} of {now} is another one than its copy of {then}: the log was set back to an older \
                     state and went on from there, or somebody has the key"
                );
                Err(Tampering { kind: TamperingKind::Restamped, ..Tampering::of_checkpoint(message) }.into())
            }
            Some(_) => {
                self.copies += 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn check_oldest(&self) -> Result<(), Stop> {
        let told = self.newest.as_ref().map(|newest| newest.contents.first_checkpoint);
        match (self.oldest, told) {
            (Some(oldest), Some(told)) if oldest != told => {
                Err(Tampering::of_checkpoint(format!("checkpoint {told} is missing: the oldest is {oldest}")).into())
            }
            _ => Ok(()),
        }
    }

    /// Copies that are left have no checkpoint: older ones were deleted by retention, a newer one is a cut.
    fn check_newest(&self, copies: impl Iterator<Item = Checkpoint>) -> Result<(), Stop> {
        let newest = self.newest.as_ref().map_or(0, |newest| newest.checkpoint.number);
        let Some(copy) = copies.filter(|copy| copy.number > newest).min_by_key(|copy| copy.number) else {
            return Ok(());
        };
        let message = format!(
            "the newest checkpoint is {newest}, but there is a copy of checkpoint {} of {}: the end of the log was cut off, or \
             it was set back to an older state",
            copy.number, copy.created_at
        );
        Err(Tampering { kind: TamperingKind::CutTail, ..Tampering::of_checkpoint(message) }.into())
    }
}

/// The copies of the tenant's checkpoints, with good signatures, by their numbers.
fn copies(tenant: &str, evidence: &Evidence) -> Result<HashMap<i64, Checkpoint>, Stop> {
    let mut copies = HashMap::new();
    for copy in evidence.copies.iter().filter(|copy| copy.tenant == tenant).map(CheckpointCopy::checkpoint) {
        verified(tenant, &copy, &evidence.keys).map_err(|stop| match stop {
            Stop::Tampering(tampering) => {
                Stop::from(Tampering::of_checkpoint(format!("in the copies: {}", tampering.message)))
            }
            failed @ Stop::Failed(_) => failed,
        })?;
        copies.insert(copy.number, copy);
    }
    Ok(copies)
}

fn verified(tenant: &str, checkpoint: &Checkpoint, keys: &[AuditPublicKey]) -> Result<Contents, Stop> {
    let number = checkpoint.number;
    let edited = || Tampering::of_checkpoint(format!("checkpoint {number} is not what was signed: it was edited"));
    let contents = contents(checkpoint).ok_or_else(edited)?;
    let Some(key) = keys.iter().find(|key| key.id() == contents.key) else {
        let message = format!(
            "checkpoint {number} of {} was signed with the key {}, which is not the server's key (or not among those in the \
             file of public keys): somebody else made it, or the key was replaced",
            checkpoint.created_at, contents.key
        );
        return Err(Tampering::of_checkpoint(message).into());
    };
    if key.is_signature(&message(tenant, checkpoint), &checkpoint.signature) {
        Ok(contents)
    } else {
        Err(edited().into())
    }
}
