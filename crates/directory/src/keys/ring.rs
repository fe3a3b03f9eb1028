//! The keys of a tenant, read once and kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::{JsonObject, SigningAlgorithm, SigningKeyState, Timestamp};
use protocol::jwt::{self, Expected, Kind, Signed, TokenMistake};
use protocol::keys::{SigningKey, VerificationKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Keys;
use crate::{Directory, Error, Result};

/// Whether another process changed the keys is looked up at most once in so many milliseconds.
const LOOK_AGAIN: i64 = 1_000;
/// Tokens whose signature is not verified again: more are seldom in use at once.
const REMEMBERED: usize = 1_000;
/// Longer tokens are verified each time, so that what is remembered stays small. In bytes.
const LONGEST_REMEMBERED: usize = 4_096;

/// The keys of one tenant.
pub(crate) struct Ring {
    states: Vec<(String, String)>,
    signing: Vec<SigningKey>,
    verification: Vec<VerificationKey>,
    published: Vec<Value>,
    /// What these keys signed, by the hash of each token. Other keys are another ring, which remembers nothing of this one.
    verified: Mutex<HashMap<[u8; 32], Arc<Signed>>>,
}

/// The rings of all tenants.
#[derive(Default)]
pub(crate) struct Rings(Mutex<HashMap<String, Held>>);

#[derive(Clone)]
struct Held {
    ring: Arc<Ring>,
    looked_at: Timestamp,
}

impl Rings {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Held>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn forget(&self, tenant: &str) {
        self.with(|rings| rings.remove(tenant));
    }
}

impl Ring {
    fn of(keys: Vec<store::signing_keys::SigningKey>) -> Result<Self> {
        let broken = |kid: &str| Error::Internal(format!("signing key {kid} cannot be read"));
        let states = keys.iter().map(|key| (key.kid.clone(), key.state.as_str().to_owned())).collect();
        let mut ring = Self {
            states,
            signing: Vec::new(),
            verification: Vec::new(),
            published: Vec::new(),
            verified: Mutex::default(),
        };
        for key in keys.into_iter().filter(|key| key.state != SigningKeyState::Revoked) {
            ring.verification.push(VerificationKey::from_jwk(&key.public_jwk).map_err(|_| broken(&key.kid))?);
            ring.published.push(key.public_jwk);
            if key.state == SigningKeyState::Current {
                let der = STANDARD.decode(&key.private_key).map_err(|_| broken(&key.kid))?;
                ring.signing.push(SigningKey::from_pkcs8(key.alg, &der).map_err(|_| broken(&key.kid))?);
            }
        }
        Ok(ring)
    }

    fn key(&self, alg: SigningAlgorithm) -> Option<&SigningKey> {
        self.signing.iter().find(|key| key.algorithm() == alg)
    }

    pub(super) fn public_keys(&self) -> &[Value] {
        &self.published
    }

    /// The token, if one of these keys signed it. A program sends the same one with each request: its signature is
    /// verified once, what it says each time.
    fn signed(&self, token: &str) -> Result<Arc<Signed>, TokenMistake> {
        if token.len() > LONGEST_REMEMBERED {
            return Signed::read(token, &self.verification).map(Arc::new);
        }
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        if let Some(signed) = self.remembered().get(&hash) {
            return Ok(Arc::clone(signed));
        }
        let signed = Arc::new(Signed::read(token, &self.verification)?);
        let mut remembered = self.remembered();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(hash, Arc::clone(&signed));
        Ok(signed)
    }

    fn remembered(&self) -> MutexGuard<'_, HashMap<[u8; 32], Arc<Signed>>> {
        self.verified.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Signs with the current key of `alg`.
    pub(crate) fn sign(&self, alg: SigningAlgorithm, kind: Kind, claims: &JsonObject) -> Result<String> {
        let key = self.key(alg).ok_or_else(|| Error::Internal(format!("no key for {}", alg.as_str())))?;
        jwt::sign(key, kind, claims).map_err(|error| Error::Internal(format!("signing: {error}")))
    }
}

impl Directory {
    /// The tenant's keys, with one that signs for each of `algorithms`: made now where there is none.
    pub(crate) async fn signer(&self, tenant: &str, algorithms: &[SigningAlgorithm]) -> Result<Arc<Ring>> {
        let mut ring = self.ring(tenant).await?;
        for alg in algorithms {
            if ring.key(*alg).is_none() {
                Keys(self).make(tenant, *alg).await?;
                ring = self.ring(tenant).await?;
            }
        }
        Ok(ring)
    }

    /// The claims of a token that this tenant signed, if it is what is expected; none if it is not.
    ///
    /// # Errors
    /// The database's.
    pub async fn verify_token(
        &self,
        tenant: &str,
        token: &str,
        kind: Kind,
        audiences: &[&str],
        may_be_expired: bool,
    ) -> Result<Option<JsonObject>> {
        let issuer = self.issuer(tenant);
        let expected = Expected { kind, issuer: &issuer, audiences, may_be_expired };
        let now = self.now().0.div_euclid(1000);
        let mut signed = self.ring(tenant).await?.signed(token);
        if matches!(signed, Err(TokenMistake::UnknownKey)) && self.is_old_news(tenant) {
            signed = Box::pin(self.look_again(tenant)).await?.signed(token);
        }
        let outcome = signed.and_then(|signed| signed.check(&expected, now).cloned());
        if let Err(mistake) = &outcome {
            tracing::debug!(%mistake, "a token was not believed");
        }
        Ok(outcome.ok())
    }

    /// The claims of an access token of any dialect. An ID token may be one of those with `typ` `JWT` by its header: for whom
    /// it is tells them apart, or that it has no `jti`.
    pub(crate) async fn verify_access_token(
        &self,
        tenant: &str,
        token: &str,
        audiences: &[&str],
    ) -> Result<Option<JsonObject>> {
        for kind in [Kind::AccessToken, Kind::Auth0AccessToken] {
            if let Some(claims) = self.verify_token(tenant, token, kind, audiences, false).await? {
                return Ok(Some(claims));
            }
        }
        Ok(None)
    }

    async fn ring(&self, tenant: &str) -> Result<Arc<Ring>> {
        let held = self.0.rings.with(|rings| rings.get(tenant).cloned());
        match held {
            Some(held) if (0..LOOK_AGAIN).contains(&self.now().since(held.looked_at)) => Ok(held.ring),
            // Seldom needed, and large: it has its place when it is.
            _ => Box::pin(self.look_again(tenant)).await,
        }
    }

    /// An unknown key is looked for in the database, but not for each of many forged tokens.
    fn is_old_news(&self, tenant: &str) -> bool {
        let looked_at = self.0.rings.with(|rings| rings.get(tenant).map(|held| held.looked_at));
        looked_at.is_none_or(|looked_at| self.now() != looked_at)
    }

    async fn look_again(&self, tenant: &str) -> Result<Arc<Ring>> {
        let looked_at = self.now();
        let mut conn = self.db().read().await?;
        let states = store::signing_keys::states(&mut conn, tenant).await?;
        let held = self.0.rings.with(|rings| rings.get(tenant).map(|held| held.ring.clone()));
        let ring = match held.filter(|ring| ring.states == states) {
            Some(ring) => ring,
            None => Arc::new(Ring::of(store::signing_keys::list(&mut conn, tenant).await?)?),
        };
        self.0.rings.with(|rings| rings.insert(tenant.to_owned(), Held { ring: ring.clone(), looked_at }));
        Ok(ring)
    }
}
