//! What an application asked, while its user logs in.

use protocol::response::ReturnAddress;
use protocol::{AuthorizationRequest, Scope};
use serde::{Deserialize, Serialize};

use super::{Authorize, AuthorizeError};
use crate::random::hash_secret;

/// How long a login page may stay open, in milliseconds: an hour.
const LIFETIME: i64 = 3_600_000;

/// Something that waits for its user to log in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LoginTransaction {
    /// The application that the user logs in to.
    pub client_id: String,
    /// What it asked; none where the user goes on to a page of ours.
    pub asked: Option<Asked>,
    /// Where the user goes on to where no application asked: a path of ours.
    pub continue_to: Option<String>,
    /// Whether a session from before is not enough.
    pub needs_login: bool,
    /// The session that the user logged in with meanwhile.
    pub logged_in: Option<String>,
    /// Whether the user consented meanwhile.
    pub has_consented: bool,
}

/// A request whose client, redirect URI and audience are good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// As it came.
    pub request: AuthorizationRequest,
    /// One of the application's own.
    pub redirect_uri: String,
    /// The API; empty for none.
    pub audience: String,
    /// What may be given of what was asked for.
    pub scope: Scope,
}

impl Asked {
    /// Where the answer goes.
    pub fn return_address(&self) -> ReturnAddress {
        ReturnAddress::of(&self.request, &self.redirect_uri)
    }
}

impl LoginTransaction {
    /// The connection that the application named.
    pub fn connection(&self) -> Option<&str> {
        self.asked.as_ref().and_then(|asked| asked.request.connection.as_deref())
    }

    /// Who is expected to log in.
    pub fn login_hint(&self) -> Option<&str> {
        self.asked.as_ref().and_then(|asked| asked.request.login_hint.as_deref())
    }

    /// The one origin that an answer goes to, for `form-action` (S-405).
    pub fn origin(&self) -> Option<String> {
        self.asked.as_ref().and_then(|asked| protocol::redirect_uri::origin_of(&asked.redirect_uri))
    }
}

impl Authorize<'_> {
    /// Keeps a transaction; the secret that names it.
    pub(super) async fn keep(&self, tenant: &str, transaction: &LoginTransaction) -> Result<String, AuthorizeError> {
        let (secret, now) = (self.0.random().secret(), self.0.now());
        let expires_at = model::Timestamp(now.0 + LIFETIME);
        let json = json(transaction)?;
        let mut tx = self.0.db().begin().await?;
        store::login_transactions::insert(&mut tx, tenant, &hash_secret(&secret), &json, now, expires_at).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// A login that no application asked for: the user goes on to `path`, a page of ours, with a session.
    ///
    /// # Errors
    /// The database's.
    pub async fn log_in_then(&self, tenant: &str, client_id: &str, path: &str) -> Result<String, AuthorizeError> {
        let transaction = LoginTransaction {
            client_id: client_id.to_owned(),
            asked: None,
            continue_to: Some(path.to_owned()),
            needs_login: false,
            logged_in: None,
            has_consented: false,
        };
        self.keep(tenant, &transaction).await
    }

    /// The transaction of that secret.
    ///
    /// # Errors
    /// `Expired` when there is none, or its time is over.
    pub async fn transaction(&self, tenant: &str, state: &str) -> Result<LoginTransaction, AuthorizeError> {
        let mut conn = self.0.db().read().await?;
        let found = store::login_transactions::find(&mut conn, tenant, &hash_secret(state), self.0.now()).await?;
        let found = found.ok_or(AuthorizeError::Expired)?;
        serde_json::from_value(found).map_err(|_| AuthorizeError::Expired)
    }

    /// Writes down that the user of a transaction logged in with that session.
    ///
    /// # Errors
    /// `Expired` when the transaction is gone.
    pub async fn logged_in(&self, tenant: &str, state: &str, session_id: &str) -> Result<(), AuthorizeError> {
        let mut transaction = self.transaction(tenant, state).await?;
        transaction.logged_in = Some(session_id.to_owned());
        self.save(tenant, state, &transaction).await
    }

    pub(super) async fn save(
        &self,
        tenant: &str,
        state: &str,
        transaction: &LoginTransaction,
    ) -> Result<(), AuthorizeError> {
        let json = json(transaction)?;
        let mut tx = self.0.db().begin().await?;
        if !store::login_transactions::save(&mut tx, tenant, &hash_secret(state), &json).await? {
            return Err(AuthorizeError::Expired);
        }
        Ok(tx.commit().await?)
    }

    /// Ends a transaction: it is answered once.
    pub(super) async fn spend(&self, tenant: &str, state: &str) -> Result<(), AuthorizeError> {
        let mut tx = self.0.db().begin().await?;
        if !store::login_transactions::delete(&mut tx, tenant, &hash_secret(state)).await? {
            return Err(AuthorizeError::Expired);
        }
        Ok(tx.commit().await?)
    }
}

fn json(transaction: &LoginTransaction) -> Result<serde_json::Value, AuthorizeError> {
    serde_json::to_value(transaction)
        .map_err(|error| AuthorizeError::Failed(crate::Error::Internal(format!("login transaction: {error}"))))
}
