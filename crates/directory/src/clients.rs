//! Applications.

mod changes;
pub(crate) mod check;
mod credentials;
mod lists;
mod lookup;
mod machine;
mod secrets;
mod seen;

use model::{AppType, Client, ClientPage, ClientPatch, CreatedClient};
use store::Conn;

use crate::events::{Change, Recorded};
use crate::page::{ROWS, page};
use crate::{Actor, Directory, Error, Result, Scope};

pub use credentials::credential_id;
pub(crate) use lookup::{ClientWithSecret, is_id};
use secrets::NewSecret;
pub use seen::ClientSight;

/// The applications of the actor's tenant.
pub struct Clients<'a>(pub(crate) &'a Directory);

/// What is said of an id that no application has.
pub(crate) const NO_CLIENT: Error = Error::NotFound("The client does not exist.");

impl Recorded for Client {
    fn name_in(&self, event: &mut model::LogEvent, _: &mut model::JsonObject) {
        event.client_id = Some(self.client_id.clone());
        event.client_name = Some(self.name.clone());
    }
}

impl Clients<'_> {
    /// One page of them, by name; `after` is the `next` of the page before.
    ///
    /// # Errors
    /// `Forbidden` without `read:clients`, `Field` for an `after` that no page gave.
    pub async fn list(&self, actor: &Actor, after: Option<&str>) -> Result<ClientPage> {
        actor.may(Scope::ReadClients)?;
        let after = after.map(lists::read_place).transpose()?;
        let mut conn = self.0.db().read().await?;
        let found = store::clients::list(&mut conn, actor.tenant(), after, ROWS).await?;
        let (clients, next) = page(found, lists::write_place);
        Ok(ClientPage { clients, next })
    }

    /// One of them.
    ///
    /// # Errors
    /// `Forbidden` without `read:clients`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<Client> {
        actor.may(Scope::ReadClients)?;
        check_id(id)?;
        let mut conn = self.0.db().read().await?;
        store::clients::find(&mut conn, actor.tenant(), id).await?.ok_or(NO_CLIENT)
    }

    /// Makes an application, which may use every database connection that there is, and its secret if its kind keeps one.
    ///
    /// # Errors
    /// `Forbidden` without `create:clients`, `Field` for what is wrong with it.
    pub async fn create(&self, actor: &Actor, patch: ClientPatch) -> Result<CreatedClient> {
        let mut tx = self.0.db().begin().await?;
        let created = self.insert(&mut tx, actor, patch).await?;
        tx.commit().await?;
        Ok(created)
    }

    /// The same, as a part of something larger.
    async fn insert(&self, tx: &mut Conn, actor: &Actor, patch: ClientPatch) -> Result<CreatedClient> {
        actor.may(Scope::CreateClients)?;
        let kind = patch.app_type.unwrap_or(AppType::RegularWeb);
        let blank =
            Client { client_id: self.0.random().alphanumeric(32), created_at: self.0.now(), ..Client::of_kind(kind) };
        let client = changes::apply(blank, patch)?;
        let secret = NewSecret::of_new(&client, self.0.random());
        store::clients::insert(tx, actor.tenant(), &client, secret.hash()).await?;
        for connection in store::connections::list(tx, actor.tenant()).await? {
            if connection.strategy == "auth0" {
                store::connections::enable_client(tx, actor.tenant(), &connection.id, &client.client_id).await?;
            }
        }
        let change =
            Change { description: "Create a client", before: None, after: Some(&client), secrets: secret.names() };
        self.0.record(tx, actor, &change).await?;
        Ok(CreatedClient { client, client_secret: secret.shown() })
    }

    /// Changes an application. One that is to keep no secret any more loses it; one that is to keep one gets one, which is
    /// in the answer.
    ///
    /// # Errors
    /// `Forbidden` without `update:clients` (and, for how it authenticates, `update:client_keys`), `NotFound`, `Field`.
    pub async fn update(&self, actor: &Actor, id: &str, patch: ClientPatch) -> Result<CreatedClient> {
        actor.may(Scope::UpdateClients)?;
        self.update_with(actor, id, |_| Ok(patch)).await
    }

    /// The same with what `patch` makes of the application as it is, while nobody else changes it.
    ///
    /// # Errors
    /// `Forbidden` without `update:clients`, or, where only how it authenticates is changed, `update:client_keys` or
    /// `update:client_credentials`; what `patch` refuses; and as [`Clients::update`].
    pub async fn update_with(
        &self,
        actor: &Actor,
        id: &str,
        patch: impl FnOnce(&Client) -> Result<ClientPatch> + Send,
    ) -> Result<CreatedClient> {
        actor.may_any(secrets::UPDATE)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let before = store::clients::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CLIENT)?;
        let after = changes::apply(before.clone(), patch(&before)?)?;
        if after == before {
            return Ok(CreatedClient { client: before, client_secret: None });
        }
        if secrets::differ(&before, &after) {
            self.may_change_keys(&mut tx, actor, id).await?;
        }
        if !secrets::differ_there_alone(&before, &after) {
            actor.may(Scope::UpdateClients)?;
        }
        store::clients::save(&mut tx, actor.tenant(), &after).await?;
        let secret = NewSecret::of_changed(&before, &after, self.0.random());
        if secret != NewSecret::Same {
            store::clients::save_secret(&mut tx, actor.tenant(), id, secret.hash()).await?;
        }
        let change = Change {
            description: "Update a client",
            before: Some(&before),
            after: Some(&after),
            secrets: secret.names(),
        };
        self.0.record(&mut tx, actor, &change).await?;
        tx.commit().await?;
        Ok(CreatedClient { client: after, client_secret: secret.shown() })
    }

    /// Deletes an application with everything that was given to it but the log; who is logged in with it is not any more.
    ///
    /// # Errors
    /// `Forbidden` without `delete:clients`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteClients)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let client = store::clients::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CLIENT)?;
        store::clients::delete(&mut tx, actor.tenant(), id).await?;
        let change = Change { description: "Delete a client", before: Some(&client), after: None, secrets: &[] };
        self.0.record(&mut tx, actor, &change).await?;
        Ok(tx.commit().await?)
    }
}

fn check_id(id: &str) -> Result<()> {
    if is_id(id) { Ok(()) } else { Err(NO_CLIENT) }
}
