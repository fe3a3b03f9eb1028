//! Comparing the log with its hashes, and its hashes with what was signed.

mod chain;
mod explain;
mod signed;
mod tampering;

use std::sync::Arc;

use model::Timestamp;
use store::Conn;
use store::log_chains::{self, Chain};

pub use tampering::{Tampering, TamperingKind};

use super::{Audit, AuditPublicKey, CheckpointCopy};
use crate::{Actor, Error, Result, Scope};
use chain::Walk;
use signed::Signed;
use tampering::Stop;

/// What the database is compared with.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Keys that checkpoints may be signed with.
    pub keys: Vec<AuditPublicKey>,
    /// Checkpoints that were copied out of the database.
    pub copies: Vec<CheckpointCopy>,
}

/// A log that nobody changed, as far as that can be seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verified {
    /// Events that are what their hashes say.
    pub events: i64,
    /// In so many chains.
    pub chains: usize,
    /// Events from before there were chains: nothing is known of them but how many there are.
    pub unchained: i64,
    /// Events that retention deleted.
    pub deleted: i64,
    /// Checkpoints with a good signature.
    pub checkpoints: i64,
    /// Copies that agree with them.
    pub copies: usize,
    /// The newest checkpoint's time.
    pub signed_at: Option<Timestamp>,
    /// Events after the newest checkpoint: whoever changed them could make their hashes anew.
    pub unsigned: i64,
    /// How long it took.
    pub milliseconds: i64,
}

impl Audit<'_> {
    /// Reads all of the tenant's log: what was verified, or the first thing that is wrong.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`.
    pub async fn verify(
        &self,
        actor: &Actor,
        evidence: &Evidence,
    ) -> Result<std::result::Result<Verified, Box<Tampering>>> {
        actor.may(Scope::ReadLogs)?;
        let started = self.0.now();
        // What others write meanwhile is not seen.
        let mut tx = self.0.db().snapshot().await?;
        match verify(&mut tx, actor.tenant(), evidence).await {
            Ok(verified) => Ok(Ok(Verified { milliseconds: self.0.now().since(started), ..verified })),
            Err(Stop::Tampering(tampering)) => Ok(Err(tampering)),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}

async fn verify(conn: &mut Conn, tenant: &str, evidence: &Evidence) -> std::result::Result<Verified, Stop> {
    let signed = Signed::read(conn, tenant, evidence).await?;
    let heads = log_chains::list(conn, tenant).await?;
    let mut verified = Verified {
        checkpoints: signed.count,
        copies: signed.copies,
        signed_at: signed.newest.as_ref().map(|newest| newest.at),
        ..Verified::default()
    };
    for (chain, head) in chains(&heads, &signed) {
        let first = first(head, chain, &signed)?;
        verified.deleted += first.0;
        let ends = Arc::new(signed.ends.get(&chain).cloned().unwrap_or_default());
        verified.unsigned += head.map_or(0, |head| head.number) - ends.last().map_or(0, |end| end.number);
        verified.events += Walk { tenant, chain, head, first, ends }.run(conn).await?;
        verified.chains += 1;
    }
    verified.unchained = outside(conn, tenant, verified.events, &signed).await?;
    places(conn, tenant).await?;
    Ok(verified)
}

/// Every chain that there is, or was when it was signed.
fn chains<'a>(heads: &'a [Chain], signed: &Signed) -> Vec<(i64, Option<&'a Chain>)> {
    let mut all: Vec<i64> = heads.iter().map(|head| head.chain).chain(signed.ends.keys().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|chain| (chain, heads.iter().find(|head| head.chain == chain))).collect()
}

/// The last event that is gone: retention says so in a checkpoint when it deletes.
fn first(head: Option<&Chain>, chain: i64, signed: &Signed) -> std::result::Result<(i64, String), Stop> {
    let end = signed.newest.as_ref().and_then(|newest| newest.contents.chains.iter().find(|end| end.chain == chain));
    let told = end.map_or((0, String::new()), |end| (end.first_number, end.first_hash.clone()));
    match head {
        Some(head) if (head.first_number, &head.first_hash) != (told.0, &told.1) => {
            let (now, then) = (head.first_number, told.0);
            Err(Tampering::new(TamperingKind::CutBeginning, chain, then + 1, None, format!(
                "log_chains says that the events up to number {now} were deleted when they were old, but the last checkpoint \
                 says up to number {then}"
            ))
            .into())
        }
        _ => Ok(told),
    }
}

/// Events of no chain: as many as there were when chains began, less what retention deleted.
async fn outside(conn: &mut Conn, tenant: &str, walked: i64, signed: &Signed) -> std::result::Result<i64, Stop> {
    let (count, unchained) = (log_chains::count(conn, tenant).await?, log_chains::unchained(conn, tenant).await?);
    let (outside, told) =
        (count - walked, signed.newest.as_ref().map_or(unchained, |newest| newest.contents.unchained));
    if outside == told {
        return Ok(outside);
    }
    let kind = if outside > told { TamperingKind::Inserted } else { TamperingKind::Missing };
    let message = format!("{outside} events belong to no chain; there must be {told}");
    Err(Tampering { kind, chain: None, number: None, log_id: None, message }.into())
}

/// The id of a place is made of what it says, and the events' hashes cover the id.
async fn places(conn: &mut Conn, tenant: &str) -> std::result::Result<(), Stop> {
    for (id, place) in log_chains::places(conn, tenant).await? {
        if place.map(|place| place.id()).as_ref() != Some(&id) {
            let message = format!("the place '{id}' was edited: it does not say what events refer to any more");
            let kind = TamperingKind::Edited;
            return Err(Tampering { kind, chain: None, number: None, log_id: None, message }.into());
        }
    }
    Ok(())
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}
