//! What has to be done to a password to compare it with a hash.

use argon2::Params;
use argon2::password_hash::phc::PasswordHash;
use aws_lc_rs::constant_time::verify_slices_are_equal;

use super::HashMistake;
use super::custom::{Algorithm, Custom, Position};
use super::digest::{Digest, NAMES};
use super::encoding::{Encoding, base64};
use crate::hashing::memory::Memory;
use crate::{Error, Result};

/// bcrypt doubles with each step: 14 takes a second.
const BCRYPT_COST: std::ops::RangeInclusive<u32> = 4..=14;
/// PBKDF2's iterations times the blocks of its output: about a second.
const PBKDF2_BLOCKS: u64 = 1_500_000;
/// The memory of scrypt, `128·N·r` bytes: 128 MiB, what OWASP recommends.
const SCRYPT_MEMORY: u64 = 128 << 20;
/// `N·r·p` of scrypt: about a second.
const SCRYPT_WORK: u64 = 1 << 21;
/// The memory of argon2, in KiB.
const ARGON2_MEMORY: u32 = 128 << 10;
/// Memory of argon2 in KiB times passes: about a second.
const ARGON2_WORK: u64 = 512 << 10;
/// The longest hash, in bytes.
const LONGEST: usize = 128;

const HASH: &str = "custom_password_hash.hash.value";
const SALT: &str = "custom_password_hash.salt";
const ENCODING: &str = "custom_password_hash.hash.encoding";

/// Salt before and behind the password; at most one of them is not empty.
#[derive(Debug, Default)]
pub(super) struct Salted {
    before: Vec<u8>,
    behind: Vec<u8>,
}

/// How a password is hashed, and what must come of it.
#[derive(Debug)]
pub(super) enum Recipe {
    Bcrypt(String),
    Argon2(String),
    Digest { digest: Digest, salt: Salted, expected: Vec<u8> },
    Hmac { digest: Digest, key: Vec<u8>, salt: Salted, expected: Vec<u8> },
    Pbkdf2 { digest: Digest, iterations: u32, salt: Vec<u8>, expected: Vec<u8> },
    Scrypt { params: scrypt::Params, salt: Vec<u8>, expected: Vec<u8> },
}

impl Recipe {
    /// # Errors
    /// What is missing, does not go together, or would cost too much.
    pub(super) fn of(custom: &Custom) -> Result<Self, HashMistake> {
        let value = custom.hash.value.as_str();
        if custom.algorithm != Algorithm::Scrypt
            && [custom.keylen, custom.cost, custom.block_size, custom.parallelization].iter().any(Option::is_some)
        {
            let message = "keylen, cost, blockSize and parallelization belong to scrypt alone";
            return Err(HashMistake::new("NOT_PASSED", "custom_password_hash", message));
        }
        match custom.algorithm {
            Algorithm::Bcrypt => {
                only_text(custom)?;
                check_bcrypt(value)?;
                Ok(Self::Bcrypt(value.to_owned()))
            }
            Algorithm::Argon2 => {
                only_text(custom)?;
                check_argon2(value)?;
                Ok(Self::Argon2(value.to_owned()))
            }
            Algorithm::Ldap => {
                only_text(custom)?;
                ldap(value)
            }
            Algorithm::Pbkdf2 => {
                only_text(custom)?;
                pbkdf2(value)
            }
            Algorithm::Hmac => hmac(custom),
            Algorithm::Scrypt => scrypt(custom),
            Algorithm::Md4 => plain(custom, Digest::Md4),
            Algorithm::Md5 => plain(custom, Digest::Md5),
            Algorithm::Sha1 => plain(custom, Digest::Sha1),
            Algorithm::Sha256 => plain(custom, Digest::Sha256),
            Algorithm::Sha512 => plain(custom, Digest::Sha512),
        }
    }

    /// Whether that password gives the hash.
    pub(super) fn matches(&self, password: &[u8], memory: &Memory, is_needed: impl Fn() -> bool) -> Result<bool> {
        let internal = |error: String| Error::Internal(format!("stored hash: {error}"));
        let (found, expected) = match self {
            Self::Bcrypt(hash) => return bcrypt::verify(password, hash).map_err(|error| internal(error.to_string())),
            Self::Argon2(hash) => {
                let hash = PasswordHash::new(hash).map_err(|error| internal(error.to_string()))?;
                return memory.verify(&hash, password, is_needed);
            }
            Self::Digest { digest, salt, expected } => {
                let password = [&salt.before[..], password].concat();
                (digest.of([&password, &salt.behind]), expected)
            }
            Self::Hmac { digest, key, salt, expected } => {
                let password = [&salt.before[..], password].concat();
                let mac = digest.hmac(key, [&password, &salt.behind]);
                (mac.ok_or_else(|| internal("the key of an HMAC".to_owned()))?, expected)
            }
            Self::Pbkdf2 { digest, iterations, salt, expected } => {
                (digest.pbkdf2(password, salt, *iterations, expected.len()), expected)
            }
            Self::Scrypt { params, salt, expected } => {
                let mut output = vec![0; expected.len()];
                scrypt::scrypt(password, salt, params, &mut output).map_err(|error| internal(error.to_string()))?;
                (output, expected)
            }
        };
        Ok(verify_slices_are_equal(&found, expected).is_ok())
    }
}

/// # Errors
/// For what carries its own salt, or none: a salt beside it, or an encoding.
fn only_text(custom: &Custom) -> Result<(), HashMistake> {
    if !matches!(custom.hash.encoding, None | Some(Encoding::Utf8)) {
        return Err(HashMistake::new("ENUM_MISMATCH", ENCODING, "must be utf8 for this algorithm"));
    }
    if custom.salt.is_some() {
        return Err(HashMistake::new("NOT_PASSED", SALT, "is not allowed for this algorithm: the hash has its own"));
    }
    no_hmac(custom)
}

fn no_hmac(custom: &Custom) -> Result<(), HashMistake> {
    if custom.hash.digest.is_some() || custom.hash.key.is_some() {
        let message = "digest and key belong to hmac alone";
        return Err(HashMistake::new("NOT_PASSED", "custom_password_hash.hash", message));
    }
    Ok(())
}

/// The hash's bytes, where it is in hex or base64.
fn bytes(custom: &Custom) -> Result<Vec<u8>, HashMistake> {
    let encoding = custom.hash.encoding.filter(|encoding| *encoding != Encoding::Utf8);
    let encoding = encoding.ok_or_else(|| HashMistake::new("ENUM_MISMATCH", ENCODING, "must be hex or base64"))?;
    let bytes = encoding.decode(&custom.hash.value);
    bytes.ok_or_else(|| HashMistake::new("FORMAT", HASH, "is not written in the encoding that it names"))
}

fn of_length(expected: Vec<u8>, length: usize) -> Result<Vec<u8>, HashMistake> {
    if expected.len() == length {
        return Ok(expected);
    }
    let code = if expected.len() < length { "MIN_LENGTH" } else { "MAX_LENGTH" };
    Err(HashMistake::new(code, HASH, format!("must be {length} bytes, {} given", expected.len())))
}

fn salt_bytes(custom: &Custom) -> Result<Vec<u8>, HashMistake> {
    let Some(salt) = &custom.salt else { return Ok(Vec::new()) };
    let decoded = salt.encoding.unwrap_or(Encoding::Utf8).decode(&salt.value);
    decoded.ok_or_else(|| HashMistake::new("FORMAT", SALT, "is not written in the encoding that it names"))
}

fn salted(custom: &Custom) -> Result<Salted, HashMistake> {
    let salt = salt_bytes(custom)?;
    Ok(match custom.salt.as_ref().and_then(|salt| salt.position).unwrap_or_default() {
        Position::Prefix => Salted { before: salt, behind: Vec::new() },
        Position::Suffix => Salted { before: Vec::new(), behind: salt },
    })
}

fn plain(custom: &Custom, digest: Digest) -> Result<Recipe, HashMistake> {
    no_hmac(custom)?;
    let expected = of_length(bytes(custom)?, digest.length())?;
    Ok(Recipe::Digest { digest, salt: salted(custom)?, expected })
}

fn hmac(custom: &Custom) -> Result<Recipe, HashMistake> {
    const DIGEST: &str = "custom_password_hash.hash.digest";
    const KEY: &str = "custom_password_hash.hash.key";
    let digest = custom.hash.digest.as_deref().and_then(Digest::parse);
    let digest = digest.ok_or_else(|| HashMistake::new("ENUM_MISMATCH", DIGEST, format!("must be one of {NAMES}")))?;
    let key = custom.hash.key.as_ref().ok_or_else(|| HashMistake::new("OBJECT_REQUIRED", KEY, "is missing"))?;
    let key = key.encoding.unwrap_or(Encoding::Utf8).decode(&key.value);
    let key = key.ok_or_else(|| HashMistake::new("FORMAT", KEY, "is not written in the encoding that it names"))?;
    let expected = of_length(bytes(custom)?, digest.length())?;
    Ok(Recipe::Hmac { digest, key, salt: salted(custom)?, expected })
}

/// `$2b$10$` and 53 characters.
pub(super) fn check_bcrypt(hash: &str) -> Result<(), HashMistake> {
    let malformed = || {
        let message = "is not a bcrypt hash: it has the form $2b$10$ (or $2a$, $2y$) and 53 characters";
        HashMistake::new("PATTERN", HASH, message)
    };
    let rest = ["$2a$", "$2b$", "$2y$"].iter().find_map(|prefix| hash.strip_prefix(prefix)).ok_or_else(malformed)?;
    let (cost, rest) = rest.split_once('$').filter(|(cost, _)| cost.len() == 2).ok_or_else(malformed)?;
    let cost: u32 = cost.parse().map_err(|_| malformed())?;
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'/';
    if rest.len() != 53 || !rest.bytes().all(is_good) {
        return Err(malformed());
    }
    if !BCRYPT_COST.contains(&cost) {
        let (least, most) = (*BCRYPT_COST.start(), *BCRYPT_COST.end());
        let message = format!("costs {cost}: {least} to {most} are taken, more would keep logins waiting");
        return Err(HashMistake::new(if cost < least { "MINIMUM" } else { "MAXIMUM" }, HASH, message));
    }
    Ok(())
}

/// A PHC string of argon2i, argon2d or argon2id.
pub(super) fn check_argon2(hash: &str) -> Result<(), HashMistake> {
    let malformed = |error: String| HashMistake::new("PATTERN", HASH, format!("is not an argon2 hash: {error}"));
    let parsed = PasswordHash::new(hash).map_err(|error| malformed(error.to_string()))?;
    argon2::Algorithm::try_from(parsed.algorithm.as_str()).map_err(|error| malformed(error.to_string()))?;
    if let Some(version) = parsed.version {
        argon2::Version::try_from(version).map_err(|error| malformed(error.to_string()))?;
    }
    if parsed.salt.is_none() || parsed.hash.is_none() {
        return Err(malformed("salt or hash are missing".to_owned()));
    }
    let params = Params::try_from(&parsed).map_err(|error| malformed(error.to_string()))?;
    let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
    if params.m_cost() > ARGON2_MEMORY || work > ARGON2_WORK {
        let message = format!(
            "costs m={}, t={}: m up to {ARGON2_MEMORY} and m·t up to {ARGON2_WORK} are taken, more would keep logins waiting",
            params.m_cost(),
            params.t_cost()
        );
        return Err(HashMistake::new("MAXIMUM", HASH, message));
    }
    Ok(())
}

/// `{SSHA256}` and base64 of the digest and, behind it, the salt (RFC 2307 §5.3).
fn ldap(value: &str) -> Result<Recipe, HashMistake> {
    let malformed = |message: &str| HashMistake::new("PATTERN", HASH, message);
    let (scheme, encoded) = value
        .strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
        .ok_or_else(|| malformed("has the form {SSHA} and base64 (RFC 2307)"))?;
    let scheme = scheme.to_ascii_lowercase();
    let digest_of = |name: &str| match name {
        "sha" => Some(Digest::Sha1),
        "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512" => Digest::parse(name),
        _ => None,
    };
    let (digest, is_salted) = match digest_of(&scheme) {
        Some(digest) => (digest, false),
        None => {
            let digest = scheme.strip_prefix('s').and_then(digest_of);
            (digest.ok_or_else(|| malformed("its scheme must be one of md5, smd5, sha*, ssha*"))?, true)
        }
    };
    let mut expected = base64(encoded).ok_or_else(|| malformed("behind its scheme stands no base64"))?;
    if !is_salted {
        let expected = of_length(expected, digest.length())?;
        return Ok(Recipe::Digest { digest, salt: Salted::default(), expected });
    }
    if expected.len() <= digest.length() {
        return Err(malformed("has no salt behind its hash"));
    }
    let behind = expected.split_off(digest.length());
    Ok(Recipe::Digest { digest, salt: Salted { before: Vec::new(), behind }, expected })
}

/// `$pbkdf2-sha512$i=100000,l=64$salt$hash`, both in base64.
fn pbkdf2(value: &str) -> Result<Recipe, HashMistake> {
    let malformed = |message: &str| HashMistake::new("PATTERN", HASH, message);
    let form = || malformed("has the form $pbkdf2-sha512$i=100000,l=64$salt$hash");
    let rest = value.strip_prefix("$pbkdf2-").ok_or_else(form)?;
    let parts: Vec<&str> = rest.split('$').collect();
    let (digest, parameters, salt, hash) = match parts[..] {
        [digest, salt, hash] => (digest, "", salt, hash),
        [digest, parameters, salt, hash] => (digest, parameters, salt, hash),
        _ => return Err(form()),
    };
    let digest = Digest::of_openssl(digest).ok_or_else(|| malformed("its digest is not one that Roster knows"))?;
    let (mut iterations, mut length) = (100_000_u32, 64_usize);
    for parameter in parameters.split(',').filter(|parameter| !parameter.is_empty()) {
        match parameter.split_once('=') {
            Some(("i", number)) => iterations = number.parse().map_err(|_| form())?,
            Some(("l", number)) => length = number.parse().map_err(|_| form())?,
            _ => return Err(form()),
        }
    }
    let salt = base64(salt).ok_or_else(form)?;
    let expected = base64(hash).ok_or_else(form)?;
    if !(16..=LONGEST).contains(&length) {
        return Err(malformed(&format!("its l must be 16 to {LONGEST}")));
    }
    let expected = of_length(expected, length)?;
    let blocks = u64::from(iterations) * length.div_ceil(digest.length()) as u64;
    if iterations == 0 || blocks > PBKDF2_BLOCKS {
        let message = format!(
            "costs {iterations} iterations for each of {} blocks: {PBKDF2_BLOCKS} in all are taken, more would keep logins waiting",
            length.div_ceil(digest.length())
        );
        return Err(HashMistake::new("MAXIMUM", HASH, message));
    }
    Ok(Recipe::Pbkdf2 { digest, iterations, salt, expected })
}

fn scrypt(custom: &Custom) -> Result<Recipe, HashMistake> {
    no_hmac(custom)?;
    let refuse = |code, message: String| HashMistake::new(code, "custom_password_hash", message);
    let n = custom.cost.unwrap_or(16_384);
    let (r, p) = (custom.block_size.unwrap_or(8), custom.parallelization.unwrap_or(1));
    if !n.is_power_of_two() || n < 2 || r == 0 || p == 0 {
        let message = "cost must be a power of two, blockSize and parallelization at least 1".to_owned();
        return Err(refuse("MINIMUM", message));
    }
    let memory = n.saturating_mul(r).saturating_mul(128);
    if memory > SCRYPT_MEMORY || n.saturating_mul(r).saturating_mul(p) > SCRYPT_WORK {
        let message = format!(
            "costs cost={n}, blockSize={r}, parallelization={p}: cost·blockSize up to {} and with parallelization up to \
             {SCRYPT_WORK} are taken, more would keep logins waiting",
            SCRYPT_MEMORY / 128
        );
        return Err(refuse("MAXIMUM", message));
    }
    let length = custom.keylen.unwrap_or(64);
    let length = usize::try_from(length).ok().filter(|length| (16..=LONGEST).contains(length));
    let length = length.ok_or_else(|| refuse("MAXIMUM", format!("keylen must be 16 to {LONGEST}")))?;
    let expected = of_length(bytes(custom)?, length)?;
    let parts = (u8::try_from(n.trailing_zeros()), u32::try_from(r), u32::try_from(p));
    let (Ok(log_n), Ok(r), Ok(p)) = parts else { return Err(refuse("MAXIMUM", "costs too much".to_owned())) };
    let params = scrypt::Params::new(log_n, r, p).map_err(|error| refuse("NOT_PASSED", error.to_string()))?;
    Ok(Recipe::Scrypt { params, salt: salt_bytes(custom)?, expected })
}
