//! Keys that sign tokens, and keys that tokens are verified with.

mod signing;
mod verification;

pub use signing::SigningKey;
pub use verification::VerificationKey;

/// A key that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyMistake {
    /// The algorithm is not one of ours.
    #[error("the algorithm is not supported")]
    Algorithm,
    /// The bytes are not a key of that algorithm.
    #[error("this is not a key of that algorithm")]
    Format,
    /// The cryptographic library refused, which it does when the machine gives it no randomness.
    #[error("the cryptographic library failed")]
    Library,
}
