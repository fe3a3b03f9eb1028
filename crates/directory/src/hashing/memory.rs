//! The memory that argon2 fills.

use std::sync::{Mutex, MutexGuard, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::{Error, Result};

/// Memory of hashes that are done, for those that wait. Fresh memory comes from the kernel page by page, which takes a
/// fifth of the time of a hash.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// The PHC string of `password`. `is_needed` tells, when the hash is done, whether others wait for its memory.
    pub(super) fn hash(
        &self,
        argon2: &Argon2<'_>,
        password: &[u8],
        salt: &[u8],
        is_needed: impl Fn() -> bool,
    ) -> Result<String> {
        let salt = Salt::new(salt).map_err(failed)?;
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(argon2.params()).map_err(failed)?,
            hash: Some(self.output(argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN, is_needed)?),
            salt: Some(salt),
        };
        Ok(hash.to_string())
    }

    /// Whether `hash`, made by any argon2, is of `password`.
    pub(super) fn verify(&self, hash: &PasswordHash, password: &[u8], is_needed: impl Fn() -> bool) -> Result<bool> {
        let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else { return Ok(false) };
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).map_err(failed)?;
        let version = hash.version.map_or(Ok(Version::default()), Version::try_from).map_err(failed)?;
        let argon2 = Argon2::new(algorithm, version, Params::try_from(hash).map_err(failed)?);
        // `Output` compares in constant time.
        Ok(self.output(&argon2, password, salt, expected.len(), is_needed)? == *expected)
    }

    fn output(
        &self,
        argon2: &Argon2<'_>,
        password: &[u8],
        salt: &[u8],
        length: usize,
        is_needed: impl Fn() -> bool,
    ) -> Result<Output> {
        let mut blocks = self.lock().pop().unwrap_or_default();
        let needed = argon2.params().block_count();
        if blocks.len() < needed {
            blocks = vec![Block::new(); needed];
        }
        let mut output = [0; Output::MAX_LENGTH];
        let output = output.get_mut(..length).ok_or_else(|| failed("the hash is too long"))?;
        let done = argon2.hash_password_into_with_memory(password, salt, output, &mut blocks[..]);
        if is_needed() {
            self.lock().push(blocks);
        } else {
            self.lock().clear();
        }
        done.map_err(failed)?;
        Output::new(output).map_err(failed)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err calls")]
fn failed(error: impl ToString) -> Error {
    Error::Internal(format!("argon2: {}", error.to_string()))
}
