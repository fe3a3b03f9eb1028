//! Hashing passwords: slow and large on purpose, so never too many at once.

pub(crate) mod imported;
mod memory;
mod workers;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::{Error, Random, Result};
use memory::Memory;
pub(crate) use workers::Workers;

/// What one argon2id hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl Cost {
    /// OWASP's minimum: 19 MiB, two passes; about 20 ms.
    pub const PRODUCTION: Cost = Cost { memory: 19_456, passes: 2 };
    /// For tests alone.
    pub const TEST: Cost = Cost { memory: 8, passes: 1 };
}

/// So many may wait for a free core; at 20 ms each that is a few seconds.
const QUEUE: usize = 256;

/// Hashes and verifies passwords, as many at once as there are cores. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Hashing(Arc<Pool>);

#[derive(Debug)]
struct Pool {
    cost: Cost,
    cores: Semaphore,
    /// How many wait for a core or have one.
    waiting: AtomicUsize,
    workers: Workers,
    memory: Memory,
    done: AtomicU64,
    room: AtomicUsize,
}

impl Pool {
    /// Whether somebody will take the memory of a hash that is done.
    fn is_memory_needed(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) > 1
    }
}

impl Hashing {
    /// A pool in which each hash costs `cost`.
    pub fn new(cost: Cost) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Pool {
            cost,
            cores: Semaphore::new(cores),
            waiting: AtomicUsize::new(0),
            workers: Workers::new("hashing", cores),
            memory: Memory::default(),
            done: AtomicU64::new(0),
            room: AtomicUsize::new(QUEUE),
        }))
    }

    /// How many passwords were hashed, or compared with one.
    pub fn count(&self) -> u64 {
        self.0.done.load(Ordering::SeqCst)
    }

    /// Lets so many wait for a core, with those that have one; 256 at first.
    pub fn make_room(&self, places: usize) {
        self.0.room.store(places, Ordering::SeqCst);
    }

    /// The PHC string of a new hash.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait already.
    pub(crate) async fn hash(&self, password: &str, random: &Random) -> Result<String> {
        let (password, salt, pool) = (normal(password), random.bytes::<16>(), Arc::clone(&self.0));
        self.run(move || pool.memory.hash(&argon2(pool.cost)?, password.as_bytes(), &salt, || pool.is_memory_needed()))
            .await
    }

    /// Whether `password` is the one of `hash`. Without a hash it is not, after the same effort.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait already.
    pub(crate) async fn verify(&self, password: &str, hash: Option<String>, random: &Random) -> Result<bool> {
        let Some(hash) = hash else {
            self.hash(password, random).await?;
            return Ok(false);
        };
        if imported::is_imported(&hash) {
            return self.verify_imported(password, hash, random).await;
        }
        let (password, pool) = (normal(password), Arc::clone(&self.0));
        self.run(move || {
            let hash = PasswordHash::new(&hash).map_err(|error| Error::Internal(format!("stored hash: {error}")))?;
            pool.memory.verify(&hash, password.as_bytes(), || pool.is_memory_needed())
        })
        .await
    }

    /// The same for a hash that was made elsewhere. One that is quick to verify must not tell by its quickness that the user
    /// is there: where the password is wrong the effort of our own hash is spent too, and where it is right it is hashed anew.
    async fn verify_imported(&self, password: &str, hash: String, random: &Random) -> Result<bool> {
        let (typed, normal, pool) = (password.to_owned(), normal(password), Arc::clone(&self.0));
        let work = move || imported::verify(&hash, &typed, &normal, &pool.memory, || pool.is_memory_needed());
        let is_right = self.run(work).await?;
        if !is_right {
            self.hash(password, random).await?;
        }
        Ok(is_right)
    }

    /// Whether `hash` cost less than a new one would (S-302).
    pub(crate) fn is_outdated(&self, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else { return true };
        let is_below = |name: &str, wanted: u32| hash.params.get_decimal(name).is_none_or(|has| has < wanted);
        hash.algorithm.as_str() != "argon2id" || is_below("m", self.0.cost.memory) || is_below("t", self.0.cost.passes)
    }

    /// Does work that takes a while, as soon as a core is free.
    ///
    /// # Errors
    /// [`Error::Busy`] when too many wait already.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _place = Place::take(&self.0.waiting, self.0.room.load(Ordering::SeqCst))?;
        let _core = self.0.cores.acquire().await.map_err(|_| Error::Busy)?;
        self.0.done.fetch_add(1, Ordering::SeqCst);
        self.0.workers.run(work).await
    }
}

/// A place in the queue, given back even when the caller goes away.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize, room: usize) -> Result<Self> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::SeqCst) >= room { Err(Error::Busy) } else { Ok(place) }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn argon2(cost: Cost) -> Result<Argon2<'static>> {
    let params = Params::new(cost.memory, cost.passes, 1, None)
        .map_err(|error| Error::Internal(format!("argon2 parameters: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// One form of each character, so that `é` typed on two keyboards is the same password.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-301.
    #[tokio::test]
    async fn the_production_cost_is_owasps_minimum_and_stands_in_the_hash() {
        let hash = Hashing::new(Cost::PRODUCTION).hash("correct horse", &Random::seeded(1)).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }

    /// S-305, S-308.
    #[tokio::test]
    async fn every_character_counts_whatever_its_form() {
        let (hashing, random) = (Hashing::new(Cost::TEST), Random::seeded(1));
        for length in [64, 72, 73, 1_000, 60_000] {
            let hash = hashing.hash(&"a".repeat(length), &random).await.unwrap();
            let other = format!("{}b", "a".repeat(length - 1));
            assert!(hashing.verify(&"a".repeat(length), Some(hash.clone()), &random).await.unwrap());
            assert!(!hashing.verify(&other, Some(hash), &random).await.unwrap());
        }
        let hash = hashing.hash("caf\u{e9}", &random).await.unwrap();
        assert!(hashing.verify("cafe\u{301}", Some(hash), &random).await.unwrap());
        assert!(!hashing.verify("", None, &random).await.unwrap());
    }
}
