//! Going along one chain.

use std::sync::Arc;

use store::Conn;
use store::log_chains::{self, Chain, Link};

use super::explain::{Wrong, explain};
use super::signed::End;
use super::tampering::{Stop, Tampering, TamperingKind};
use crate::Error;

/// Events that are read at once.
const PAGE: i64 = 4_000;

/// What one chain is compared with.
pub(super) struct Walk<'a> {
    pub(super) tenant: &'a str,
    pub(super) chain: i64,
    /// Where the database says that it ends.
    pub(super) head: Option<&'a Chain>,
    /// Number and hash of the last event that retention deleted.
    pub(super) first: (i64, String),
    /// Where it ended when it was signed.
    pub(super) ends: Arc<Vec<End>>,
}

impl Walk<'_> {
    /// How many events are as they were written.
    pub(super) async fn run(self, conn: &mut Conn) -> Result<i64, Stop> {
        let (first, hash) = self.first.clone();
        let mut at = At {
            tenant: self.tenant.to_owned(),
            chain: self.chain,
            number: first,
            before: String::new(),
            hash,
            last: None,
            signed: first,
            next: 0,
            ends: self.ends.clone(),
        };
        at.check_beginning()?;
        let mut page = log_chains::links(conn, self.tenant, self.chain, first, PAGE).await?;
        while let Some(last) = page.last() {
            // The database reads the next events while these are hashed.
            let after = last.number;
            let hashing = tokio::task::spawn_blocking(move || at.follow(page));
            let (hashed, next) = tokio::join!(hashing, log_chains::links(conn, self.tenant, self.chain, after, PAGE));
            let (follower, outcome) = hashed.map_err(|error| Error::Internal(format!("hashing: {error}")))?;
            at = follower;
            if let Err((wrong, rest)) = outcome {
                return Err(explain(conn, &at, wrong, rest).await?.into());
            }
            page = next?;
        }
        self.check_end(&at)?;
        Ok(at.number - first)
    }

    fn check_end(&self, at: &At) -> Result<(), Stop> {
        let (chain, last) = (self.chain, at.number);
        let tell = |kind, number, message| Err(Tampering::new(kind, chain, number, None, message).into());
        if let Some(end) = self.ends.last().filter(|end| end.number > last) {
            return tell(
                TamperingKind::CutTail,
                last + 1,
                format!(
                    "the end is cut off: checkpoint {} of {} signed {} events, the last that is there is number {last}",
                    end.checkpoint, end.at, end.number
                ),
            );
        }
        let Some(head) = self.head else {
            return tell(TamperingKind::Edited, last, "log_chains has lost the chain".to_owned());
        };
        if head.number > last {
            return tell(
                TamperingKind::CutTail,
                last + 1,
                format!("the end is cut off: the last event that is there is number {last} of {}", head.number),
            );
        }
        if head.number < last {
            let message = "events were inserted after the end of the chain".to_owned();
            return tell(TamperingKind::Inserted, head.number + 1, message);
        }
        if head.hash != at.hash {
            return tell(TamperingKind::Edited, last, "log_chains was edited: it has another hash".to_owned());
        }
        Ok(())
    }
}

/// How far along the chain.
pub(super) struct At {
    pub(super) tenant: String,
    pub(super) chain: i64,
    /// The number of the last good event.
    pub(super) number: i64,
    /// Its hash.
    pub(super) hash: String,
    /// The hash of the event before it.
    pub(super) before: String,
    /// The last good event itself.
    pub(super) last: Option<Link>,
    /// The number of the last event whose hash a checkpoint has confirmed.
    pub(super) signed: i64,
    ends: Arc<Vec<End>>,
    /// The end that comes next.
    next: usize,
}

impl At {
    fn check_beginning(&mut self) -> Result<(), Stop> {
        let (number, hash) = (self.number, self.hash.clone());
        self.compare(number, &hash).map_err(|end| {
            let message =
                format!("the hash before the first event is not the one that checkpoint {} signed", end.checkpoint);
            Stop::from(Tampering::new(TamperingKind::CutBeginning, self.chain, number + 1, None, message))
        })
    }

    /// Follows the chain along `links`: what is wrong, and from where on.
    fn follow(mut self, links: Vec<Link>) -> (Self, Result<(), (Wrong, Vec<Link>)>) {
        for (index, link) in links.iter().enumerate() {
            if let Err(wrong) = self.step(link) {
                let before = index.checked_sub(1).map(|index| links[index].clone());
                self.last = before.or(self.last);
                let rest = links[index..].to_vec();
                return (self, Err((wrong, rest)));
            }
        }
        self.last = links.into_iter().next_back().or(self.last);
        (self, Ok(()))
    }

    fn step(&mut self, link: &Link) -> Result<(), Wrong> {
        let number = self.number + 1;
        if link.number != number {
            return Err(Wrong::Number);
        }
        let hash = link.hash_at(&self.tenant, self.chain, number, &self.hash);
        if hash != link.hash {
            return Err(Wrong::Hash);
        }
        self.compare(number, &hash).map_err(Wrong::Signed)?;
        self.number = number;
        self.before = std::mem::replace(&mut self.hash, hash);
        Ok(())
    }

    /// Compares with what was signed of that event, if it was the last of its chain then.
    fn compare(&mut self, number: i64, hash: &str) -> Result<(), End> {
        while let Some(end) = self.ends.get(self.next).filter(|end| end.number <= number) {
            if end.number == number {
                if end.hash != hash {
                    return Err(end.clone());
                }
                self.signed = number;
            }
            self.next += 1;
        }
        Ok(())
    }
}
