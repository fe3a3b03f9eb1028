//! The public keys with which an application authenticates (`private_key_jwt`), one by one.

use model::{Client, ClientPublicKey, Timestamp};
use store::Tx;

use super::{Clients, NO_CLIENT, check, check_id};
use crate::events::Change;
use crate::random::hash_secret;
use crate::{Actor, Error, Result, Scope};

/// What is said of an id that none of the application's keys has.
const NO_CREDENTIAL: Error = Error::NotFound("The credential does not exist.");

/// The id of a key: it follows from the key, so that each has one, however it was registered.
pub fn credential_id(key: &ClientPublicKey) -> String {
    format!("cred_{}", &hash_secret(key.pem.trim())[..22])
}

impl Clients<'_> {
    /// The keys of an application.
    ///
    /// # Errors
    /// `Forbidden` without `read:client_credentials`, `NotFound`.
    pub async fn credentials(&self, actor: &Actor, id: &str) -> Result<Vec<ClientPublicKey>> {
        actor.may(Scope::ReadClientCredentials)?;
        check_id(id)?;
        let mut conn = self.0.db().read().await?;
        let client = store::clients::find(&mut conn, actor.tenant(), id).await?.ok_or(NO_CLIENT)?;
        Ok(client.public_keys)
    }

    /// One of the keys.
    ///
    /// # Errors
    /// As [`Clients::credentials`].
    pub async fn credential(&self, actor: &Actor, id: &str, credential: &str) -> Result<ClientPublicKey> {
        let keys = self.credentials(actor, id).await?;
        keys.into_iter().find(|key| credential_id(key) == credential).ok_or(NO_CREDENTIAL)
    }

    /// Registers a key. It counts once the application is to authenticate with it.
    ///
    /// # Errors
    /// `Forbidden` without `create:client_credentials`, or for an application that may do at the Management API what the
    /// actor may not; `NotFound`; `Field` for what is no key, or ends in the past; `Exists` for one that it has.
    pub async fn add_credential(&self, actor: &Actor, id: &str, key: ClientPublicKey) -> Result<ClientPublicKey> {
        actor.may(Scope::CreateClientCredentials)?;
        let now = self.0.now();
        let (mut tx, before) = self.hold_keys(actor, id).await?;
        let added = ClientPublicKey { created_at: Some(now), updated_at: Some(now), is_unused: true, ..key };
        check_end(added.expires_at, now)?;
        let new = credential_id(&added);
        if before.public_keys.iter().any(|key| credential_id(key) == new) {
            let message = "The application has this key already".to_owned();
            return Err(Error::Exists { field: "pem", message });
        }
        let mut after = before.clone();
        after.public_keys.push(added.clone());
        self.save_keys(&mut tx, actor, &before, &after).await?;
        tx.commit().await?;
        Ok(added)
    }

    /// Says when a key ends, or that it does not; without either it stays as it is.
    ///
    /// # Errors
    /// `Forbidden` without `update:client_credentials` and as in [`Clients::add_credential`]; `NotFound`; `Field` for an end
    /// in the past.
    pub async fn end_credential_at(
        &self,
        actor: &Actor,
        id: &str,
        credential: &str,
        end: Option<Option<Timestamp>>,
    ) -> Result<ClientPublicKey> {
        actor.may(Scope::UpdateClientCredentials)?;
        let now = self.0.now();
        check_end(end.flatten(), now)?;
        let (mut tx, before) = self.hold_keys(actor, id).await?;
        let mut after = before.clone();
        let key = after.public_keys.iter_mut().find(|key| credential_id(key) == credential).ok_or(NO_CREDENTIAL)?;
        let end = end.unwrap_or(key.expires_at);
        if key.expires_at == end {
            return Ok(key.clone());
        }
        (key.expires_at, key.updated_at) = (end, Some(now));
        let changed = key.clone();
        self.save_keys(&mut tx, actor, &before, &after).await?;
        tx.commit().await?;
        Ok(changed)
    }

    /// Removes a key.
    ///
    /// # Errors
    /// `Forbidden` without `delete:client_credentials` and as in [`Clients::add_credential`]; `NotFound`; `Field` for one that
    /// the application authenticates with.
    pub async fn remove_credential(&self, actor: &Actor, id: &str, credential: &str) -> Result<()> {
        actor.may(Scope::DeleteClientCredentials)?;
        let (mut tx, before) = self.hold_keys(actor, id).await?;
        let mut after = before.clone();
        after.public_keys.retain(|key| credential_id(key) != credential);
        if after.public_keys.len() == before.public_keys.len() {
            return Err(NO_CREDENTIAL);
        }
        self.save_keys(&mut tx, actor, &before, &after).await?;
        Ok(tx.commit().await?)
    }

    async fn hold_keys(&self, actor: &Actor, id: &str) -> Result<(Tx, Client)> {
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let client = store::clients::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CLIENT)?;
        self.may_act_as(&mut tx, actor, id).await?;
        Ok((tx, client))
    }

    async fn save_keys(&self, tx: &mut Tx, actor: &Actor, before: &Client, after: &Client) -> Result<()> {
        check::whole(after)?;
        store::clients::save(tx, actor.tenant(), after).await?;
        let change = Change { description: "Update a client", before: Some(before), after: Some(after), secrets: &[] };
        self.0.record(tx, actor, &change).await
    }
}

fn check_end(end: Option<Timestamp>, now: Timestamp) -> Result<()> {
    if end.is_some_and(|end| end <= now) {
        return Err(Error::field("expires_at", "A key must end in the future"));
    }
    Ok(())
}
