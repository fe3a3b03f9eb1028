//! Ids and secrets.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Timestamp, UserId};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use sha2::{Digest, Sha256};

/// A cryptographically secure generator; seeded, in tests alone, it gives the same every time.
#[derive(Clone)]
pub struct Random(Arc<Mutex<StdRng>>);

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}

const ALPHANUMERIC: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

impl Random {
    /// Seeded by the operating system.
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's randomness is read")]
    pub fn from_system() -> Self {
        Self(Arc::new(Mutex::new(StdRng::from_rng(&mut rand::rng()))))
    }

    /// Gives the same every time; for tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    fn with<T>(&self, make: impl FnOnce(&mut StdRng) -> T) -> T {
        // A panic of another thread cannot leave the generator half-changed.
        make(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// `N` random bytes.
    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        self.with(|rng| {
            let mut bytes = [0; N];
            rng.fill_bytes(&mut bytes);
            bytes
        })
    }

    /// 128 bits as 32 hex digits: a session id, a one-time token.
    pub fn secret(&self) -> String {
        hex(&self.bytes::<16>())
    }

    /// 256 bits in base64url: a code or a token that leaves the house.
    pub(crate) fn token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<32>())
    }

    /// `length` letters and digits.
    pub(crate) fn alphanumeric(&self, length: usize) -> String {
        self.with(|rng| {
            (0..length).map(|_| char::from(ALPHANUMERIC[rng.random_range(0..ALPHANUMERIC.len())])).collect()
        })
    }

    /// `length` letters of `alphabet`.
    pub(crate) fn letters(&self, alphabet: &[u8], length: usize) -> String {
        self.with(|rng| (0..length).map(|_| char::from(alphabet[rng.random_range(0..alphabet.len())])).collect())
    }

    /// A number from 0 to `most`.
    pub(crate) fn up_to(&self, most: i64) -> i64 {
        self.with(|rng| rng.random_range(0..=most.max(0)))
    }

    /// A decimal number of `digits` digits.
    pub(crate) fn digits(&self, digits: usize) -> String {
        self.with(|rng| (0..digits).map(|_| char::from(b'0' + rng.random_range(0..10u8))).collect())
    }

    /// 24 hex digits: the id of an API or a grant.
    pub(crate) fn object_id(&self) -> String {
        hex(&self.bytes::<12>())
    }

    /// The secret of an application: 64 characters that need no escaping in a URL, 384 bits.
    pub(crate) fn client_secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<48>())
    }

    /// The id of a new user of a database connection: time first, to the millisecond, so that neighbours in time are neighbours
    /// in every index; whoever writes thousands a second writes a few pages then instead of many.
    pub(crate) fn user_id(&self, now: Timestamp) -> UserId {
        let seconds = u32::try_from(now.0.div_euclid(1000)).unwrap_or(0);
        let milliseconds = u16::try_from(now.0.rem_euclid(1000)).unwrap_or(0);
        let time = format!("{}{}", hex(&seconds.to_be_bytes()), hex(&milliseconds.to_be_bytes()));
        UserId::new("auth0", &format!("{time}{}", hex(&self.bytes::<6>())))
    }
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// What is stored of a secret with at least 112 random bits.
pub(crate) fn hash_secret(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}
