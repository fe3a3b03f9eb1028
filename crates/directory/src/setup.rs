//! The first start, and the first administrator.

use model::{AppType, Client, Connection, ConnectionOptions, Role};
use store::sessions;

use crate::random::hash_secret;
use crate::{Actor, DEFAULT_TENANT, Directory, Error, Origin, Result, management_api};

/// How long a setup link works, in milliseconds: 30 minutes.
pub const SETUP_LIFETIME: i64 = 30 * 60 * 1000;

/// Makes the tenant with what it needs to be of use at once; what is there stays.
pub(crate) async fn make_default_tenant(directory: &Directory) -> Result<()> {
    let now = directory.now();
    let mut conn = directory.db().read().await?;
    if store::tenants::friendly_name(&mut conn, DEFAULT_TENANT).await?.is_some()
        && management_api::is_current(&mut conn, DEFAULT_TENANT).await?
    {
        return Ok(());
    }
    drop(conn);
    let mut tx = directory.db().begin().await?;
    if store::tenants::insert(&mut tx, DEFAULT_TENANT, "Default", now).await? {
        let connection = Connection {
            id: format!("con_{}", directory.random().alphanumeric(16)),
            name: "Username-Password-Authentication".to_owned(),
            strategy: "auth0".to_owned(),
            options: ConnectionOptions::default(),
            applications: 0,
        };
        // Nobody could be shown its secret here: it gets its first one when an administrator rotates it.
        let client = Client {
            client_id: directory.random().alphanumeric(32),
            name: "Default App".to_owned(),
            created_at: now,
            ..Client::of_kind(AppType::RegularWeb)
        };
        store::connections::insert(&mut tx, DEFAULT_TENANT, &connection, now).await?;
        store::clients::insert(&mut tx, DEFAULT_TENANT, &client, None).await?;
        store::connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, &client.client_id).await?;
    }
    management_api::make(directory, &mut tx, DEFAULT_TENANT).await?;
    Ok(tx.commit().await?)
}

/// The link that makes the first administrator.
pub struct Setup<'a>(pub(crate) &'a Directory);

impl Setup<'_> {
    /// A new token, which voids older ones; none when there is an administrator.
    ///
    /// # Errors
    /// The database's.
    pub async fn issue(&self) -> Result<Option<String>> {
        let mut tx = self.0.db().begin().await?;
        if store::administrators::exist(&mut tx).await? {
            return Ok(None);
        }
        let token = self.0.random().secret();
        let expires_at = model::Timestamp(self.0.now().0 + SETUP_LIFETIME);
        store::setup_tokens::replace(&mut tx, &hash_secret(&token), expires_at).await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    /// Whether there is no administrator yet.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_needed(&self) -> Result<bool> {
        let mut conn = self.0.db().read().await?;
        Ok(!store::administrators::exist(&mut conn).await?)
    }

    /// Whether the token can be redeemed now.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_open(&self, token: &str) -> Result<bool> {
        let mut conn = self.0.db().read().await?;
        Ok(store::setup_tokens::is_open(&mut conn, &hash_secret(token), self.0.now()).await?)
    }

    /// Makes the first administrator, an owner, and signs them in: the secret of their session.
    ///
    /// # Errors
    /// `SetupClosed` when the token is not open, `Field` for a bad email or password; the token stays open then.
    pub async fn redeem(&self, token: &str, email: &str, password: &str, origin: Origin) -> Result<String> {
        if !self.is_open(token).await? {
            return Err(Error::SetupClosed);
        }
        let administrator = self.0.administrators().prepare(email, password).await?;
        let mut tx = self.0.db().begin().await?;
        if !store::setup_tokens::spend(&mut tx, &hash_secret(token), self.0.now()).await? {
            return Err(Error::SetupClosed);
        }
        let actor =
            Actor::administrator(DEFAULT_TENANT, &administrator.id, &administrator.email, Role::Owner).at(origin);
        self.0.administrators().insert(&mut tx, &actor, &administrator, Role::Owner).await?;
        let secret = self.0.random().secret();
        sessions::insert(&mut tx, DEFAULT_TENANT, &hash_secret(&secret), &administrator.id, self.0.now()).await?;
        tx.commit().await?;
        Ok(secret)
    }
}
