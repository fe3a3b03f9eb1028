//! The key that checkpoints are signed with: Ed25519, in a file.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::random::hex;
use crate::{Error, Result};

/// Before the 32 bytes of a public key (RFC 8410): SubjectPublicKeyInfo with the algorithm's id.
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The private half. Cheap to clone.
#[derive(Clone)]
pub struct AuditKey(Arc<Ed25519KeyPair>);

impl fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuditKey")
    }
}

impl AuditKey {
    /// A new one, of the library's own randomness, which it does not let others replace.
    ///
    /// # Errors
    /// If the library has none.
    pub fn generate() -> Result<Self> {
        let pair = Ed25519KeyPair::generate().map_err(|_| library())?;
        Ok(Self(Arc::new(pair)))
    }

    /// Reads PKCS #8 in PEM, as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// # Errors
    /// What is wrong with it, for whoever gave it.
    pub fn from_pem(text: &str) -> std::result::Result<Self, String> {
        let expected = "expected an Ed25519 key in PEM (BEGIN PRIVATE KEY, not encrypted), as `openssl genpkey -algorithm \
            ed25519` makes";
        let der = blocks(text, "PRIVATE KEY").into_iter().next().ok_or(expected)?;
        let pair = Ed25519KeyPair::from_pkcs8(&der).map_err(|_| expected)?;
        Ok(Self(Arc::new(pair)))
    }

    /// As PKCS #8 in PEM. A secret.
    ///
    /// # Errors
    /// If the library fails.
    pub fn to_pem(&self) -> Result<String> {
        let der = self.0.to_pkcs8v1().map_err(|_| library())?;
        Ok(pem(der.as_ref(), "PRIVATE KEY"))
    }

    /// The public half.
    pub fn public(&self) -> AuditPublicKey {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.0.public_key().as_ref());
        AuditPublicKey(bytes)
    }

    /// The signature of `message`, base64.
    pub(super) fn sign(&self, message: &[u8]) -> Result<String> {
        Ok(STANDARD.encode(self.0.try_sign(message).map_err(|_| library())?))
    }
}

/// The public half: all that verifying needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPublicKey([u8; 32]);

impl AuditPublicKey {
    /// Every public key in a PEM text.
    ///
    /// # Errors
    /// What is wrong with it, for whoever gave it.
    pub fn all_from_pem(text: &str) -> std::result::Result<Vec<Self>, String> {
        let expected = || "expected Ed25519 keys in PEM (BEGIN PUBLIC KEY), as `roster audit key` prints".to_owned();
        let keys: Option<Vec<Self>> = blocks(text, "PUBLIC KEY")
            .iter()
            .map(|der| Some(Self(der.strip_prefix(&SPKI)?.try_into().ok()?)))
            .collect();
        keys.filter(|keys| !keys.is_empty()).ok_or_else(expected)
    }

    /// As SubjectPublicKeyInfo in PEM.
    pub fn to_pem(&self) -> String {
        pem(&[SPKI.as_slice(), self.0.as_slice()].concat(), "PUBLIC KEY")
    }

    /// Names the key in checkpoints.
    pub fn id(&self) -> String {
        hex(&Sha256::digest(self.0)[..8])
    }

    pub(super) fn is_signature(&self, message: &[u8], signature: &str) -> bool {
        let key = UnparsedPublicKey::new(&ED25519, &self.0);
        STANDARD.decode(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }
}

fn library() -> Error {
    Error::Internal("the cryptographic library failed".to_owned())
}

/// RFC 7468.
fn pem(der: &[u8], label: &str) -> String {
    let base64 = STANDARD.encode(der);
    let lines: String =
        base64.as_bytes().chunks(64).map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect();
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
}

/// What is in the blocks of that label; blocks that are none are left out.
fn blocks(text: &str, label: &str) -> Vec<Vec<u8>> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let parts = text.split(&begin).skip(1).filter_map(|part| part.split_once(&end));
    parts.filter_map(|(base64, _)| STANDARD.decode(base64.split_whitespace().collect::<String>()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_after_a_way_through_its_files() {
        let key = AuditKey::generate().unwrap();
        let again = AuditKey::from_pem(&key.to_pem().unwrap()).unwrap();
        let others = AuditKey::generate().unwrap().public();
        let file = format!("# of 2025\n{}\n{}", others.to_pem(), again.public().to_pem());
        let public = AuditPublicKey::all_from_pem(&file).unwrap();
        assert_eq!(public, [others.clone(), key.public()]);
        let signature = again.sign(b"what was").unwrap();
        assert!(public[1].is_signature(b"what was", &signature));
        assert!(!others.is_signature(b"what was", &signature) && !public[1].is_signature(b"what is", &signature));
        assert!(!public[1].is_signature(b"what was", "!"));
        assert!(AuditKey::from_pem(&key.public().to_pem()).is_err() && AuditPublicKey::all_from_pem("").is_err());
    }

    /// OpenSSL made this pair.
    #[test]
    fn keys_of_openssl_are_read() {
        let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIBvGAYvbCKjC4K0L9izjClOyGlRvXPn7uvJbb4TJvn/2\n-----END PRIVATE KEY-----\n";
        let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA7lA8Fq/4LkZHpYzQiqSWhuBFPvR5Hjb57R1c8+HMy9I=\n-----END PUBLIC KEY-----\n";
        let key = AuditKey::from_pem(private).unwrap();
        assert_eq!((key.public().to_pem().as_str(), key.to_pem().unwrap().as_str()), (public, private));
    }
}
