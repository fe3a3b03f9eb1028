//! The digests that hashes are made with.

use hmac::{KeyInit as _, Mac as _, SimpleHmac};
use sha2::Digest as _;

/// A digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Digest {
    Md4,
    Md5,
    Ripemd160,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Whirlpool,
}

/// Those that HMAC is told by.
pub(super) const NAMES: &str = "md4, md5, ripemd160, sha1, sha224, sha256, sha384, sha512, whirlpool";

/// Runs one expression with the type that makes a digest.
macro_rules! with {
    ($digest:expr, $D:ident => $body:expr) => {
        match $digest {
            Digest::Md4 => {
                type $D = md4::Md4;
                $body
            }
            Digest::Md5 => {
                type $D = md5::Md5;
                $body
            }
            Digest::Ripemd160 => {
                type $D = ripemd::Ripemd160;
                $body
            }
            Digest::Sha1 => {
                type $D = sha1::Sha1;
                $body
            }
            Digest::Sha224 => {
                type $D = sha2::Sha224;
                $body
            }
            Digest::Sha256 => {
                type $D = sha2::Sha256;
                $body
            }
            Digest::Sha384 => {
                type $D = sha2::Sha384;
                $body
            }
            Digest::Sha512 => {
                type $D = sha2::Sha512;
                $body
            }
            Digest::Whirlpool => {
                type $D = whirlpool::Whirlpool;
                $body
            }
        }
    };
}

impl Digest {
    /// The digest of that name.
    pub(super) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "md4" => Self::Md4,
            "md5" => Self::Md5,
            "ripemd160" => Self::Ripemd160,
            "sha1" => Self::Sha1,
            "sha224" => Self::Sha224,
            "sha256" => Self::Sha256,
            "sha384" => Self::Sha384,
            "sha512" => Self::Sha512,
            "whirlpool" => Self::Whirlpool,
            _ => return None,
        })
    }

    /// The same by OpenSSL's names, which Auth0 takes in `pbkdf2-…`: `RSA-SHA256`, `sha256WithRSAEncryption`, `ssl3-md5`.
    pub(super) fn of_openssl(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_prefix("rsa-").or(name.strip_prefix("ssl3-")).unwrap_or(&name);
        let name = name.strip_suffix("withrsaencryption").or(name.strip_suffix("withrsa")).unwrap_or(name);
        match name {
            "ripemd" | "rmd160" => Some(Self::Ripemd160),
            "sha1-2" => Some(Self::Sha1),
            name => Self::parse(name),
        }
    }

    /// Its length, in bytes.
    pub(super) fn length(self) -> usize {
        with!(self, D => <D as sha2::Digest>::output_size())
    }

    /// Of the parts behind each other.
    pub(super) fn of(self, parts: [&[u8]; 2]) -> Vec<u8> {
        with!(self, D => D::new().chain_update(parts[0]).chain_update(parts[1]).finalize().to_vec())
    }

    /// HMAC (RFC 2104) of the parts behind each other; none for a key that cannot be.
    pub(super) fn hmac(self, key: &[u8], parts: [&[u8]; 2]) -> Option<Vec<u8>> {
        with!(self, D => {
            let mac = SimpleHmac::<D>::new_from_slice(key).ok()?;
            Some(mac.chain_update(parts[0]).chain_update(parts[1]).finalize().into_bytes().to_vec())
        })
    }

    /// PBKDF2 (RFC 8018 §5.2) with HMAC.
    pub(super) fn pbkdf2(self, password: &[u8], salt: &[u8], iterations: u32, length: usize) -> Vec<u8> {
        let mut output = vec![0; length];
        with!(self, D => pbkdf2::pbkdf2_hmac::<D>(password, salt, iterations, &mut output));
        output
    }
}
