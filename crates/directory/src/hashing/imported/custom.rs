//! Auth0's `custom_password_hash`, as it is written.

use serde::Deserialize;

use super::HashMistake;
use super::encoding::{Encoding, PasswordEncoding};

/// A `custom_password_hash`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Custom {
    pub(super) algorithm: Algorithm,
    pub(super) hash: Hash,
    pub(super) salt: Option<Salt>,
    password: Option<Password>,
    /// Of scrypt: the hash's length, in bytes.
    pub(super) keylen: Option<u64>,
    /// Of scrypt: N.
    pub(super) cost: Option<u64>,
    /// Of scrypt: r.
    #[serde(rename = "blockSize")]
    pub(super) block_size: Option<u64>,
    /// Of scrypt: p.
    pub(super) parallelization: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Algorithm {
    Argon2,
    Bcrypt,
    Hmac,
    Ldap,
    Md4,
    Md5,
    Sha1,
    Sha256,
    Sha512,
    Pbkdf2,
    Scrypt,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hash {
    pub(super) value: String,
    pub(super) encoding: Option<Encoding>,
    pub(super) digest: Option<String>,
    pub(super) key: Option<Key>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    pub(super) value: String,
    pub(super) encoding: Option<Encoding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Salt {
    pub(super) value: String,
    pub(super) encoding: Option<Encoding>,
    pub(super) position: Option<Position>,
}

/// Where the salt stood when the password was hashed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Position {
    #[default]
    Prefix,
    Suffix,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Password {
    encoding: Option<PasswordEncoding>,
}

impl Custom {
    /// # Errors
    /// What is not as the schema has it.
    pub(super) fn parse(json: &str) -> Result<Self, HashMistake> {
        serde_json::from_str(json).map_err(|error| {
            let text = error.to_string();
            let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
            let code = match message {
                message if message.starts_with("unknown variant") => "ENUM_MISMATCH",
                message if message.starts_with("missing field") => "OBJECT_REQUIRED",
                message if message.starts_with("invalid type") => "INVALID_TYPE",
                _ => "NOT_PASSED",
            };
            HashMistake::new(code, "custom_password_hash", message)
        })
    }

    pub(super) fn password_encoding(&self) -> PasswordEncoding {
        self.password.as_ref().and_then(|password| password.encoding).unwrap_or_default()
    }
}
