//! Keys that sign tokens.

use aws_lc_rs::digest;
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::SigningAlgorithm;
use serde_json::{Value, json};

use super::{KeyMistake, VerificationKey};

/// A private key. Its id is the thumbprint of its public half (RFC 7638), so the same key has the same id everywhere.
///
/// It is kept parsed: reading an RSA key checks it, which takes longer (1.1 ms) than a signature (0.6 ms).
#[derive(Debug)]
pub struct SigningKey {
    kid: String,
    pair: Pair,
    public_jwk: Value,
}

#[derive(Debug)]
enum Pair {
    Rsa(Box<RsaKeyPair>),
    Ec(Box<EcdsaKeyPair>),
    Ed(Box<Ed25519KeyPair>),
}

impl SigningKey {
    /// A new key: RSA of 2,048 bits, P-256, or Ed25519. Takes the library's own randomness, which it does not let others
    /// replace. RSA takes some 200 ms.
    ///
    /// # Errors
    /// If the library has none.
    pub fn generate(algorithm: SigningAlgorithm) -> Result<Self, KeyMistake> {
        let failed = |_| KeyMistake::Library;
        Self::new(match algorithm {
            SigningAlgorithm::RS256 => Pair::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?)),
            SigningAlgorithm::ES256 => {
                Pair::Ec(Box::new(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map_err(failed)?))
            }
            SigningAlgorithm::EdDSA => Pair::Ed(Box::new(Ed25519KeyPair::generate().map_err(failed)?)),
        })
    }

    /// Reads PKCS #8 (DER).
    ///
    /// # Errors
    /// If it is not a key of that algorithm.
    pub fn from_pkcs8(algorithm: SigningAlgorithm, der: &[u8]) -> Result<Self, KeyMistake> {
        let refused = |_| KeyMistake::Format;
        Self::new(match algorithm {
            SigningAlgorithm::RS256 => Pair::Rsa(Box::new(RsaKeyPair::from_pkcs8(der).map_err(refused)?)),
            SigningAlgorithm::ES256 => {
                Pair::Ec(Box::new(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map_err(refused)?))
            }
            SigningAlgorithm::EdDSA => Pair::Ed(Box::new(Ed25519KeyPair::from_pkcs8(der).map_err(refused)?)),
        })
    }

    /// As PKCS #8 (DER). A secret: for the database alone.
    ///
    /// # Errors
    /// If the library fails.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, KeyMistake> {
        let failed = |_| KeyMistake::Library;
        Ok(match &self.pair {
            Pair::Rsa(pair) => pair.as_der().map_err(failed)?.as_ref().to_vec(),
            Pair::Ec(pair) => pair.to_pkcs8v1().map_err(failed)?.as_ref().to_vec(),
            Pair::Ed(pair) => pair.to_pkcs8().map_err(failed)?.as_ref().to_vec(),
        })
    }

    /// The key's id, as tokens name it.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// What it signs with.
    pub fn algorithm(&self) -> SigningAlgorithm {
        match self.pair {
            Pair::Rsa(_) => SigningAlgorithm::RS256,
            Pair::Ec(_) => SigningAlgorithm::ES256,
            Pair::Ed(_) => SigningAlgorithm::EdDSA,
        }
    }

    /// The public half, as `/.well-known/jwks.json` shows it.
    pub fn public_jwk(&self) -> &Value {
        &self.public_jwk
    }

    /// The public half, to verify with.
    ///
    /// # Errors
    /// None in practice: it was made from a key that works.
    pub fn verification_key(&self) -> Result<VerificationKey, KeyMistake> {
        VerificationKey::from_jwk(&self.public_jwk)
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyMistake> {
        let failed = |_| KeyMistake::Library;
        Ok(match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).map_err(failed)?;
                signature
            }
            Pair::Ec(pair) => pair.sign(&SystemRandom::new(), message).map_err(failed)?.as_ref().to_vec(),
            Pair::Ed(pair) => pair.try_sign(message).map_err(failed)?.as_ref().to_vec(),
        })
    }

    fn new(pair: Pair) -> Result<Self, KeyMistake> {
        let (essence, algorithm) = match &pair {
            Pair::Rsa(pair) if pair.public_modulus_len() < 256 => return Err(KeyMistake::Format),
            Pair::Rsa(pair) => {
                let public = pair.public_key();
                let n = base64(public.modulus().big_endian_without_leading_zero());
                let e = base64(public.exponent().big_endian_without_leading_zero());
                (json!({ "e": e, "kty": "RSA", "n": n }), "RS256")
            }
            Pair::Ec(pair) => {
                // SEC 1, uncompressed: 04, x, y.
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                (json!({ "crv": "P-256", "kty": "EC", "x": base64(x), "y": base64(y) }), "ES256")
            }
            Pair::Ed(pair) => {
                (json!({ "crv": "Ed25519", "kty": "OKP", "x": base64(pair.public_key().as_ref()) }), "EdDSA")
            }
        };
        let kid = thumbprint(&essence);
        let mut public_jwk = essence;
        public_jwk["kid"] = json!(kid);
        public_jwk["alg"] = json!(algorithm);
        public_jwk["use"] = json!("sig");
        Ok(Self { kid, pair, public_jwk })
    }
}

/// RFC 7638: the required members alone, in the order of their names, which is how serde_json keeps them.
fn thumbprint(essence: &Value) -> String {
    base64(digest::digest(&digest::SHA256, essence.to_string().as_bytes()).as_ref())
}

fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
