//! Leaving: the end of a browser's session, and where the user goes then.

mod deliver;
mod notices;

use model::Client;
use protocol::redirect_uri::matches_logout;

use crate::events::cut;
use crate::random::hash_secret;
use crate::{Directory, Origin, Result};

pub(crate) use notices::Told;

/// The logouts of a tenant's users.
pub struct Logouts<'a>(pub(crate) &'a Directory);

/// Where a user may go after a logout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// There.
    To(String),
    /// Nowhere: a page of ours says that they are logged out.
    Nowhere,
    /// Not where was asked: it is not among the allowed URLs (S-247).
    Forbidden,
}

impl Logouts<'_> {
    /// Where /v2/logout returns to: among the URLs of the application that was named, else of the tenant; without any
    /// wish, to the tenant's first one.
    ///
    /// # Errors
    /// The database's.
    pub async fn destination(
        &self,
        tenant: &str,
        client: Option<&Client>,
        return_to: Option<&str>,
    ) -> Result<Destination> {
        let of_tenant = self.0.tenant_settings(tenant).await?.allowed_logout_urls;
        let Some(return_to) = return_to else {
            let first = if client.is_none() { of_tenant.into_iter().next() } else { None };
            return Ok(first.map_or(Destination::Nowhere, Destination::To));
        };
        let allowed = match client {
            Some(client) => &client.allowed_logout_urls,
            None => &of_tenant,
        };
        let is_allowed = matches_logout(allowed, return_to);
        Ok(if is_allowed { Destination::To(return_to.to_owned()) } else { Destination::Forbidden })
    }

    /// Ends the session of a browser's cookie, and writes it down; its applications are told.
    ///
    /// # Errors
    /// The database's.
    pub async fn log_out(&self, tenant: &str, secret: &str, client: Option<&Client>, origin: &Origin) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        let Some(session) = store::user_sessions::by_secret(&mut tx, tenant, &hash_secret(secret)).await? else {
            return Ok(());
        };
        self.0.end_session(&mut tx, tenant, &session).await?;
        let mut event = self.0.visit(origin, "slo", "User successfully logged out");
        if let Some(user) = store::users::find(&mut tx, tenant, &session.user_id).await? {
            event.user_name = Some(cut(user.display_name()));
        }
        event.user_id = Some(session.user_id.as_str().to_owned());
        event.connection = Some(session.connection);
        event.client_id = client.map(|client| client.client_id.clone());
        event.client_name = client.map(|client| cut(&client.name));
        store::logs::append(&mut tx, tenant, &event).await?;
        Ok(tx.commit().await?)
    }
}
