//! Applications as programs see them: what a scope shows, and the one that stands for all of them.

use model::{Client, ClientFilter, ListPart, Listed};

use super::{Clients, NO_CLIENT, check_id, is_id};
use crate::random::hash_secret;
use crate::{Actor, Error, Result, Scope};

/// One of these is enough to see applications at all.
const READ: &[Scope] =
    &[Scope::ReadClients, Scope::ReadClientKeys, Scope::ReadClientCredentials, Scope::ReadClientSummary];

/// How much of an application its reader may see. Id, name, description and kind are seen by all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientSight {
    /// Its settings.
    pub settings: bool,
    /// Which keys it authenticates with.
    pub keys: bool,
    /// What only who may read its secret sees.
    pub secrets: bool,
}

impl ClientSight {
    /// What the actor may see.
    pub(super) fn of(actor: &Actor) -> Self {
        let secrets = actor.has(Scope::ReadClientKeys);
        Self {
            settings: secrets || actor.has(Scope::ReadClients),
            keys: secrets || actor.has(Scope::ReadClientCredentials),
            secrets,
        }
    }

    /// All of it: for who just made or changed an application.
    pub const WHOLE: Self = Self { settings: true, keys: true, secrets: true };
}

impl Clients<'_> {
    /// How much of applications the actor may see.
    ///
    /// # Errors
    /// `Forbidden` without any of `read:clients`, `read:client_keys`, `read:client_credentials`, `read:client_summary`.
    pub fn sight(&self, actor: &Actor) -> Result<ClientSight> {
        actor.may_any(READ)?;
        Ok(ClientSight::of(actor))
    }

    /// A part of the applications that the filter lets through: the one that stands for all, and then the oldest first.
    ///
    /// # Errors
    /// As [`Clients::sight`]; `Field` with `from` for an id that no part gave.
    pub async fn search(&self, actor: &Actor, filter: &ClientFilter, part: &ListPart) -> Result<Listed<Client>> {
        self.sight(actor)?;
        if let ListPart::After { id: Some(id), .. } = part
            && !is_id(id)
        {
            return Err(Error::field("from", "Not what an earlier answer gave"));
        }
        let global = self.global(actor);
        let has_global = filter.is_global != Some(false)
            && filter.app_types.is_empty()
            && filter.is_first_party.is_none_or(|is_first_party| is_first_party == global.is_first_party);
        if filter.is_global == Some(true) {
            return Ok(part.cut(if has_global { vec![global] } else { Vec::new() }, |client| &client.client_id));
        }
        let mut conn = self.0.db().read().await?;
        if !has_global {
            return Ok(store::clients::search(&mut conn, actor.tenant(), filter, part).await?);
        }
        let (rest, is_first) = after_global(part, &global);
        let mut found = store::clients::search(&mut conn, actor.tenant(), filter, &rest).await?;
        found.total = found.total.map(|total| total + 1);
        if is_first {
            if matches!(rest, ListPart::After { limit: 0, .. }) {
                found.next = Some(global.client_id.clone());
            }
            found.items.insert(0, global);
        }
        Ok(found)
    }

    /// One of them, also the one that stands for all.
    ///
    /// # Errors
    /// As [`Clients::sight`]; `NotFound`.
    pub async fn see(&self, actor: &Actor, id: &str) -> Result<Client> {
        self.sight(actor)?;
        check_id(id)?;
        if self.is_global(actor, id) {
            return Ok(self.global(actor));
        }
        let mut conn = self.0.db().read().await?;
        store::clients::find(&mut conn, actor.tenant(), id).await?.ok_or(NO_CLIENT)
    }

    /// What Auth0 calls the global client: not an application but what all have in common. Nobody logs in with it and it has
    /// no secret; tools ask for it because Auth0 keeps the tenant's own login page there.
    pub fn global(&self, actor: &Actor) -> Client {
        let client_id = hash_secret(&format!("the global client of {}", actor.tenant()))[..32].to_owned();
        Client { client_id, name: "All Applications".to_owned(), is_first_party: true, ..Client::default() }
    }

    /// Whether that is the id of the one that stands for all.
    pub fn is_global(&self, actor: &Actor, id: &str) -> bool {
        self.global(actor).client_id == id
    }
}

/// What is left of a part of a list that the global application is the first of, and whether it is in that part.
fn after_global(part: &ListPart, global: &Client) -> (ListPart, bool) {
    match part {
        ListPart::Numbered { offset: 0, limit, is_total_wanted } => {
            let rest = ListPart::Numbered { offset: 0, limit: (limit - 1).max(0), is_total_wanted: *is_total_wanted };
            (rest, *limit > 0)
        }
        ListPart::Numbered { offset, limit, is_total_wanted } => {
            (ListPart::Numbered { offset: offset - 1, limit: *limit, is_total_wanted: *is_total_wanted }, false)
        }
        ListPart::After { id: None, limit } => (ListPart::After { id: None, limit: limit - 1 }, true),
        ListPart::After { id: Some(id), limit } if *id == global.client_id => {
            (ListPart::After { id: None, limit: *limit }, false)
        }
        ListPart::After { .. } => (part.clone(), false),
    }
}
