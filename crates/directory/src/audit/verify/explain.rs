//! What became of an event that does not fit.

use store::Conn;
use store::log_chains::{self, Link};

use super::chain::At;
use super::signed::End;
use super::tampering::{Stop, Tampering, TamperingKind};

/// So far an event that changed places is looked for.
const AHEAD: i64 = 2_000;

/// How an event does not fit.
pub(super) enum Wrong {
    /// It is not the next.
    Number,
    /// Its hash is not its own.
    Hash,
    /// Its hash is not the one that was signed.
    Signed(End),
}

/// Says what was done, and to which event. `rest` begins with the one that does not fit.
pub(super) async fn explain(conn: &mut Conn, at: &At, wrong: Wrong, rest: Vec<Link>) -> Result<Tampering, Stop> {
    let (chain, number) = (at.chain, at.number + 1);
    let Some(link) = rest.first() else {
        let message = "the chain cannot be followed".to_owned();
        return Ok(Tampering::new(TamperingKind::Edited, chain, number, None, message));
    };
    match wrong {
        Wrong::Number if link.number > number => {
            let message = match link.number - number {
                1 => "an event is missing".to_owned(),
                count => format!("{count} events are missing"),
            };
            Ok(Tampering::new(TamperingKind::Missing, chain, number, None, message))
        }
        Wrong::Number => {
            let message = "there are two events of one number".to_owned();
            Ok(Tampering::new(TamperingKind::Inserted, chain, link.number, Some(link), message))
        }
        Wrong::Signed(end) => restamped(conn, at, &end).await,
        Wrong::Hash => {
            let mut rest = rest;
            if let Some(last) = rest.last().map(|last| last.number) {
                rest.extend(log_chains::links(conn, &at.tenant, chain, last, AHEAD).await?);
            }
            Ok(misfit(at, &rest))
        }
    }
}

/// Everything after the last hash that a checkpoint confirms may have been changed.
async fn restamped(conn: &mut Conn, at: &At, end: &End) -> Result<Tampering, Stop> {
    let (from, to) = (at.signed + 1, at.number + 1);
    let first = log_chains::links(conn, &at.tenant, at.chain, at.signed, 1).await?;
    let message = format!(
        "from here to number {to} events were changed and their hashes made anew: they do not lead to what checkpoint {} of {} \
         signed",
        end.checkpoint, end.at
    );
    Ok(Tampering::new(TamperingKind::Restamped, at.chain, from, first.first(), message))
}

/// What explains that the first of `rest` has not its own hash.
fn misfit(at: &At, rest: &[Link]) -> Tampering {
    let (chain, number) = (at.chain, at.number + 1);
    let link = &rest[0];
    let hash = |link: &Link, number: i64, previous: &str| link.hash_at(&at.tenant, chain, number, previous);
    if let Some(other) = swapped(at, rest) {
        let message = format!("this event and event {} (number {}) changed places", other.log_id(), other.number);
        return Tampering::new(TamperingKind::Swapped, chain, number, Some(link), message);
    }
    let inserted = "this event was inserted: without it the others fit".to_owned();
    if let Some(last) = at.last.as_ref().filter(|_| hash(link, number - 1, &at.before) == link.hash) {
        return Tampering::new(TamperingKind::Inserted, chain, number - 1, Some(last), inserted);
    }
    if rest.get(1).is_some_and(|next| hash(next, number, &at.hash) == next.hash) {
        return Tampering::new(TamperingKind::Inserted, chain, number, Some(link), inserted);
    }
    let message = "this event is not what was written: it was edited".to_owned();
    Tampering::new(TamperingKind::Edited, chain, number, Some(link), message)
}

/// The later event that fits where the first of `rest` stands, and the other way round: with their hashes or without.
fn swapped<'a>(at: &At, rest: &'a [Link]) -> Option<&'a Link> {
    let (link, number) = (&rest[0], at.number + 1);
    (1..rest.len()).find_map(|index| {
        let other = &rest[index];
        let here = other.hash_at(&at.tenant, at.chain, number, &at.hash);
        if here != link.hash && here != other.hash {
            return None;
        }
        let previous = if index == 1 { &here } else { &rest[index - 1].hash };
        let there = link.hash_at(&at.tenant, at.chain, other.number, previous);
        let is_swapped = (here == link.hash && there == other.hash) || (here == other.hash && there == link.hash);
        is_swapped.then_some(other)
    })
}
