//! Asking for the mail with which a new password is chosen.

use model::{Client, Timestamp, UserId, UserProfile, check_email};
use store::identifiers::{self, Kind};
use store::tickets::{self, Kind as Ticket};
use store::{Conn, mails};

use super::Accounts;
use super::linked::seen_as;
use crate::events::cut;
use crate::{Origin, Result};

/// So many mails a user gets in an hour at most: nobody's mailbox is filled by somebody else.
const MAILS: i64 = 5;
const HOUR: i64 = 3_600_000;

/// A user, as the account that was named, and which one where it was linked to them.
type Found = (UserProfile, Option<UserId>);

impl Accounts<'_> {
    /// Writes the mail if there is such a user. The answer is the same whether there is or not, and so is the work that
    /// is done for it (S-331, N-062).
    ///
    /// # Errors
    /// The database's.
    pub async fn forgot_password(
        &self,
        tenant: &str,
        client: Option<&Client>,
        connection: &str,
        identifier: &str,
        origin: &Origin,
    ) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        let found = self.find(&mut tx, tenant, client, connection, identifier).await?;
        let (user, linked, refusal) = match found {
            Ok((user, linked)) => match self.is_too_often(&mut tx, tenant, &user.user_id).await? {
                false => (user, linked, None),
                true => (self.nobody(), None, Some("Too many emails were asked for")),
            },
            Err(reason) => (self.nobody(), None, Some(reason)),
        };
        let application = client.map_or("", |client| client.name.as_str());
        self.0.queue_reset_of(&mut tx, tenant, &user, linked.as_ref(), application).await?;
        let kind = if refusal.is_some() { "fcpr" } else { "scpr" };
        let mut event = self.event(client, origin, kind, refusal.unwrap_or_default());
        event.connection = Some(cut(connection));
        event.user_name = Some(cut(identifier.trim()));
        if refusal.is_none() {
            event.user_id = Some(user.user_id.as_str().to_owned());
        } else {
            mails::delete_of_user(&mut tx, tenant, &user.user_id).await?;
            tickets::delete_kind_of_user(&mut tx, tenant, Ticket::ResetPassword, &user.user_id).await?;
        }
        store::logs::append(&mut tx, tenant, &event).await?;
        Ok(tx.commit().await?)
    }

    async fn find(
        &self,
        conn: &mut Conn,
        tenant: &str,
        client: Option<&Client>,
        connection: &str,
        identifier: &str,
    ) -> Result<std::result::Result<Found, &'static str>> {
        if connection.contains('\0') || identifier.contains('\0') {
            return Ok(Err("the connection was not found"));
        }
        let Some(connection) = store::connections::find(conn, tenant, connection).await? else {
            return Ok(Err("the connection was not found"));
        };
        if let Some(client) = client
            && store::connection_clients::is_enabled(conn, tenant, &connection.name, &client.client_id).await?
                != Some(true)
        {
            return Ok(Err("the connection is not enabled"));
        }
        if connection.strategy != "auth0" || connection.options.disable_self_service_change_password {
            return Ok(Err("Users of this connection cannot choose a new password on their own"));
        }
        let id = match check_email(identifier) {
            Ok(email) => identifiers::find_any(conn, tenant, &connection.name, Kind::Email, &email).await?,
            Err(_) => {
                let name = identifier.trim().to_lowercase();
                identifiers::find_any(conn, tenant, &connection.name, Kind::Username, &name).await?
            }
        };
        let Some((id, linked)) = id else { return Ok(Err("The user does not exist.")) };
        let user = store::users::find(conn, tenant, &id).await?;
        let user = user.and_then(|user| seen_as(user, linked.as_ref())).filter(|user| user.email.is_some());
        Ok(user.map(|user| (user, linked)).ok_or("The user has no email address"))
    }

    async fn is_too_often(&self, conn: &mut Conn, tenant: &str, user: &UserId) -> Result<bool> {
        let since = Timestamp(self.0.now().0 - HOUR);
        Ok(tickets::count_since(conn, tenant, Ticket::ResetPassword, user, since).await? >= MAILS)
    }

    /// Stands in for a user that there is not, so that as much is done for them; nothing of it stays.
    fn nobody(&self) -> UserProfile {
        let user_id = self.0.random().user_id(self.0.now());
        UserProfile { user_id, email: Some("nobody@example.com".to_owned()), ..UserProfile::default() }
    }
}
