//! The keys that tokens are signed with.

mod ring;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use model::{SigningAlgorithm, SigningKeyInfo, SigningKeyState};
use protocol::keys::SigningKey;
use serde_json::{Value, json};
use store::Conn;

use crate::{Actor, DEFAULT_TENANT, Directory, Error, Result, Scope};

pub(crate) use ring::{Ring, Rings};

/// The keys of a tenant. For each algorithm one signs, one is known to everybody before it does, and those that signed
/// before are still believed: so a rotation fails no verification.
pub struct Keys<'a>(pub(crate) &'a Directory);

impl Keys<'_> {
    /// Makes the default tenant's first keys where there are none, so that the first login need not wait for them.
    ///
    /// # Errors
    /// The database's.
    pub async fn prepare(&self) -> Result<()> {
        self.0.signer(DEFAULT_TENANT, &[SigningAlgorithm::RS256]).await.map(|_| ())
    }

    /// All keys, newest first.
    ///
    /// # Errors
    /// `Forbidden` without `read:signing_keys`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<SigningKeyInfo>> {
        actor.may(Scope::ReadSigningKeys)?;
        let mut conn = self.0.db().read().await?;
        let keys = store::signing_keys::list(&mut conn, actor.tenant()).await?;
        Ok(keys.iter().map(info).collect())
    }

    /// Lets the next key of `alg` sign, and makes a new next one; all keys as they are then. The key that signed before
    /// stays published.
    ///
    /// # Errors
    /// `Forbidden` without `create:signing_keys`.
    pub async fn rotate(&self, actor: &Actor, alg: SigningAlgorithm) -> Result<Vec<SigningKeyInfo>> {
        actor.may(Scope::CreateSigningKeys)?;
        self.0.signer(actor.tenant(), &[alg]).await?;
        let next = new_key(alg).await?;
        let mut tx = self.0.db().begin().await?;
        self.replace(&mut tx, actor.tenant(), alg, &next).await?;
        let event = self.0.event(actor, "sapi", "Rotate the Application Signing Key");
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        self.0.0.rings.forget(actor.tenant());
        self.list_again(actor).await
    }

    /// Revokes a key: what it signed is not believed any more. If it was the one that signs, the next one does.
    ///
    /// # Errors
    /// `Forbidden` without `update:signing_keys`, `NotFound`.
    pub async fn revoke(&self, actor: &Actor, kid: &str) -> Result<Vec<SigningKeyInfo>> {
        actor.may(Scope::UpdateSigningKeys)?;
        let tenant = actor.tenant();
        let mut conn = self.0.db().read().await?;
        let keys = store::signing_keys::list(&mut conn, tenant).await?;
        drop(conn);
        let Some(key) = keys.into_iter().find(|key| key.kid == kid && key.state != SigningKeyState::Revoked) else {
            return Err(Error::NotFound("There is no such key, or it was revoked already."));
        };
        let next = new_key(key.alg).await?;
        let mut tx = self.0.db().begin().await?;
        if key.state == SigningKeyState::Current {
            self.replace(&mut tx, tenant, key.alg, &next).await?;
        }
        store::signing_keys::revoke(&mut tx, tenant, kid, self.0.now()).await?;
        if key.state == SigningKeyState::Next {
            store::signing_keys::insert(&mut tx, tenant, &self.row(&next, SigningKeyState::Next)?).await?;
        }
        let mut event = self.0.event(actor, "sapi", "Revoke an Application Signing Key by its key id");
        event.details = Some(json!({ "kid": kid }));
        store::logs::append(&mut tx, tenant, &event).await?;
        tx.commit().await?;
        self.0.0.rings.forget(tenant);
        self.list_again(actor).await
    }

    /// What /.well-known/jwks.json shows.
    ///
    /// # Errors
    /// The database's.
    pub async fn public_set(&self, tenant: &str) -> Result<Value> {
        let ring = self.0.signer(tenant, &[SigningAlgorithm::RS256]).await?;
        Ok(json!({ "keys": ring.public_keys() }))
    }

    /// Whoever may change keys may see what came of it.
    async fn list_again(&self, actor: &Actor) -> Result<Vec<SigningKeyInfo>> {
        let mut conn = self.0.db().read().await?;
        let keys = store::signing_keys::list(&mut conn, actor.tenant()).await?;
        Ok(keys.iter().map(info).collect())
    }

    async fn replace(&self, tx: &mut Conn, tenant: &str, alg: SigningAlgorithm, next: &SigningKey) -> Result<()> {
        store::signing_keys::promote(tx, tenant, alg, self.0.now()).await?;
        store::signing_keys::insert(tx, tenant, &self.row(next, SigningKeyState::Next)?).await?;
        Ok(())
    }

    /// The first two keys of an algorithm. Another process may be quicker: then its keys count.
    pub(super) async fn make(&self, tenant: &str, alg: SigningAlgorithm) -> Result<()> {
        let (current, next) = (new_key(alg).await?, new_key(alg).await?);
        let mut tx = self.0.db().begin().await?;
        for (key, state) in [(current, SigningKeyState::Current), (next, SigningKeyState::Next)] {
            store::signing_keys::insert(&mut tx, tenant, &self.row(&key, state)?).await?;
        }
        tx.commit().await?;
        self.0.0.rings.forget(tenant);
        Ok(())
    }

    fn row(&self, key: &SigningKey, state: SigningKeyState) -> Result<store::signing_keys::SigningKey> {
        let now = self.0.now();
        let private_key = key.to_pkcs8().map_err(|error| Error::Internal(error.to_string()))?;
        Ok(store::signing_keys::SigningKey {
            kid: key.kid().to_owned(),
            alg: key.algorithm(),
            state,
            private_key: STANDARD.encode(private_key),
            public_jwk: key.public_jwk().clone(),
            created_at: now,
            current_at: (state == SigningKeyState::Current).then_some(now),
            revoked_at: None,
        })
    }
}

/// Away from the threads that serve: RSA takes a good part of a second.
async fn new_key(alg: SigningAlgorithm) -> Result<SigningKey> {
    let made = tokio::task::spawn_blocking(move || SigningKey::generate(alg)).await;
    let key = made.map_err(|error| Error::Internal(format!("making a key: {error}")))?;
    key.map_err(|error| Error::Internal(format!("making a key: {error}")))
}

fn info(key: &store::signing_keys::SigningKey) -> SigningKeyInfo {
    SigningKeyInfo {
        kid: key.kid.clone(),
        alg: key.alg,
        state: key.state,
        created_at: key.created_at,
        current_since: key.current_at,
        revoked_at: key.revoked_at,
    }
}
