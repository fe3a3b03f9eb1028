//! Keys that are there from the beginning, so that tests need not wait for new ones.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use directory::DEFAULT_TENANT;
use model::{SigningAlgorithm, SigningKeyState, Timestamp};
use store::Db;
use store::signing_keys::SigningKey;

/// A current key and a next one.
pub(crate) async fn insert(db: &Db, now: Timestamp) {
    let mut tx = db.begin().await.unwrap();
    for (text, state) in [
        (include_str!("keys/current.pkcs8"), SigningKeyState::Current),
        (include_str!("keys/next.pkcs8"), SigningKeyState::Next),
    ] {
        let private_key: String = text.split_whitespace().collect();
        let der = STANDARD.decode(&private_key).unwrap();
        let key = protocol::keys::SigningKey::from_pkcs8(SigningAlgorithm::RS256, &der).unwrap();
        let row = SigningKey {
            kid: key.kid().to_owned(),
            alg: SigningAlgorithm::RS256,
            state,
            private_key,
            public_jwk: key.public_jwk().clone(),
            created_at: now,
            current_at: (state == SigningKeyState::Current).then_some(now),
            revoked_at: None,
        };
        assert!(store::signing_keys::insert(&mut tx, DEFAULT_TENANT, &row).await.unwrap());
    }
    tx.commit().await.unwrap();
}
