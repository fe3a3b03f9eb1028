//! The secret of an application, and who may touch it.

use model::{Client, CreatedClient, TokenEndpointAuthMethod};
use store::Conn;

use super::{Clients, NO_CLIENT, check_id};
use crate::events::Change;
use crate::random::hash_secret;
use crate::{Actor, Error, Random, Result, Scope};

/// What becomes of a secret. It is shown once; what is stored is its SHA-256.
#[derive(PartialEq, Eq)]
pub(super) enum NewSecret {
    /// It stays, or there still is none.
    Same,
    /// There is none any more.
    None,
    /// Another one, and its SHA-256.
    Some { secret: String, hash: String },
}

/// One of these is enough to change something of an application; which one decides what.
pub(super) const UPDATE: &[Scope] = &[Scope::UpdateClients, Scope::UpdateClientKeys, Scope::UpdateClientCredentials];

/// One of these is needed to change how it authenticates.
const KEYS: &[Scope] = &[Scope::UpdateClientKeys, Scope::UpdateClientCredentials];

impl NewSecret {
    fn random(random: &Random) -> Self {
        let secret = random.client_secret();
        Self::Some { hash: hash_secret(&secret), secret }
    }

    /// Of an application that is being made.
    pub(super) fn of_new(client: &Client, random: &Random) -> Self {
        if keeps_secret(client) { Self::random(random) } else { Self::Same }
    }

    /// Of an application that is being changed.
    pub(super) fn of_changed(before: &Client, after: &Client, random: &Random) -> Self {
        match (keeps_secret(before), keeps_secret(after)) {
            (true, false) => Self::None,
            (false, true) => Self::random(random),
            _ => Self::Same,
        }
    }

    pub(super) fn hash(&self) -> Option<&str> {
        match self {
            Self::Some { hash, .. } => Some(hash),
            Self::Same | Self::None => None,
        }
    }

    /// What the log says of it.
    pub(super) fn names(&self) -> &'static [&'static str] {
        if *self == Self::Same { &[] } else { &["client_secret"] }
    }

    pub(super) fn shown(self) -> Option<String> {
        match self {
            Self::Some { secret, .. } => Some(secret),
            Self::Same | Self::None => None,
        }
    }
}

impl Clients<'_> {
    /// Gives an application another secret; the old one ends at once.
    ///
    /// # Errors
    /// `Forbidden` without `update:client_keys`, `NotFound`, `Invalid` for one that keeps no secret.
    pub async fn rotate_secret(&self, actor: &Actor, id: &str) -> Result<CreatedClient> {
        actor.may(Scope::UpdateClientKeys)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let client = store::clients::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CLIENT)?;
        if !keeps_secret(&client) {
            let message = "This application keeps no secret. Let it authenticate with one first";
            return Err(Error::Invalid(message.to_owned()));
        }
        self.may_act_as(&mut tx, actor, id).await?;
        let secret = NewSecret::random(self.0.random());
        store::clients::save_secret(&mut tx, actor.tenant(), id, secret.hash()).await?;
        let change = Change {
            description: "Rotate a client secret",
            before: Some(&client),
            after: Some(&client),
            secrets: secret.names(),
        };
        self.0.record(&mut tx, actor, &change).await?;
        tx.commit().await?;
        Ok(CreatedClient { client, client_secret: secret.shown() })
    }

    /// Whoever knows an application's secret or keys may do what it may. Where that is something at the Management API,
    /// nobody but who may give it away may have them: else an editor would make an owner of themselves (N-087).
    ///
    /// # Errors
    /// `Forbidden`, `Refused`.
    pub(super) async fn may_act_as(&self, conn: &mut Conn, actor: &Actor, id: &str) -> Result<()> {
        let Some(api) = store::resource_servers::find_system(conn, actor.tenant()).await? else { return Ok(()) };
        match store::client_grants::find(conn, actor.tenant(), id, &api.identifier).await? {
            Some(grant) => actor.may_give(&grant.scope),
            None => Ok(()),
        }
    }

    /// The same for who changes how it authenticates, for which there are scopes of their own.
    ///
    /// # Errors
    /// `Forbidden`.
    pub(super) async fn may_change_keys(&self, conn: &mut Conn, actor: &Actor, id: &str) -> Result<()> {
        actor.may_any(KEYS)?;
        self.may_act_as(conn, actor, id).await
    }
}

/// Whether how the application authenticates is another.
pub(super) fn differ(before: &Client, after: &Client) -> bool {
    before.token_endpoint_auth_method != after.token_endpoint_auth_method || before.public_keys != after.public_keys
}

/// Whether nothing else is another.
pub(super) fn differ_there_alone(before: &Client, after: &Client) -> bool {
    let others = Client {
        token_endpoint_auth_method: before.token_endpoint_auth_method,
        public_keys: before.public_keys.clone(),
        ..after.clone()
    };
    others == *before
}

fn keeps_secret(client: &Client) -> bool {
    match client.token_endpoint_auth_method {
        TokenEndpointAuthMethod::ClientSecretPost | TokenEndpointAuthMethod::ClientSecretBasic => true,
        TokenEndpointAuthMethod::None | TokenEndpointAuthMethod::PrivateKeyJwt => false,
    }
}
