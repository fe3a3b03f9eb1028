//! Keys for the tests, and tokens that nobody should believe.

use std::sync::{Arc, OnceLock};

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use model::SigningAlgorithm;
use protocol::keys::SigningKey;
use serde_json::Value;

/// One key for each algorithm, for all tests of the process: RSA takes its time.
pub(crate) fn key(algorithm: SigningAlgorithm) -> Arc<SigningKey> {
    static KEYS: [OnceLock<Arc<SigningKey>>; 3] = [const { OnceLock::new() }; 3];
    let kept = match algorithm {
        SigningAlgorithm::RS256 => &KEYS[0],
        SigningAlgorithm::ES256 => &KEYS[1],
        SigningAlgorithm::EdDSA => &KEYS[2],
    };
    kept.get_or_init(|| Arc::new(SigningKey::generate(algorithm).unwrap())).clone()
}

/// SubjectPublicKeyInfo (DER) of a key.
pub(crate) fn public_der(key: &SigningKey) -> Vec<u8> {
    let pkcs8 = key.to_pkcs8().unwrap();
    match key.algorithm() {
        SigningAlgorithm::RS256 => {
            RsaKeyPair::from_pkcs8(&pkcs8).unwrap().public_key().as_der().unwrap().as_ref().to_vec()
        }
        SigningAlgorithm::ES256 => EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8)
            .unwrap()
            .public_key()
            .as_der()
            .unwrap()
            .as_ref()
            .to_vec(),
        SigningAlgorithm::EdDSA => {
            Ed25519KeyPair::from_pkcs8(&pkcs8).unwrap().public_key().as_der().unwrap().as_ref().to_vec()
        }
    }
}

/// As an application registers it.
pub(crate) fn pem(key: &SigningKey) -> String {
    let lines: Vec<String> = STANDARD
        .encode(public_der(key))
        .as_bytes()
        .chunks(64)
        .map(|line| String::from_utf8(line.to_vec()).unwrap())
        .collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
}

/// A token with any header, signed as the key signs.
pub(crate) fn token(key: &SigningKey, header: &Value, claims: &Value) -> String {
    token_of_texts(key, &header.to_string(), &claims.to_string())
}

/// The same, of texts that need not be JSON.
pub(crate) fn token_of_texts(key: &SigningKey, header: &str, claims: &str) -> String {
    let pkcs8 = key.to_pkcs8().unwrap();
    let is_pss = header.contains("PS256");
    signed_texts(header, claims, |message| match key.algorithm() {
        SigningAlgorithm::RS256 => {
            let padding = if is_pss { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
            let pair = RsaKeyPair::from_pkcs8(&pkcs8).unwrap();
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(padding, &SystemRandom::new(), message, &mut signature).unwrap();
            signature
        }
        SigningAlgorithm::ES256 => {
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8).unwrap();
            pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec()
        }
        SigningAlgorithm::EdDSA => Ed25519KeyPair::from_pkcs8(&pkcs8).unwrap().sign(message).as_ref().to_vec(),
    })
}

/// A token with any header and any signature.
pub(crate) fn signed(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    signed_texts(&header.to_string(), &claims.to_string(), sign)
}

fn signed_texts(header: &str, claims: &str, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}
