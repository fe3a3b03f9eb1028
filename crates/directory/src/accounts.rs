//! What users do to their own account: sign up, confirm their address, choose a new password.
//!
//! These functions take no actor: whoever comes here has not shown yet who they are, and shows it by a link of a mail.

mod forgotten_password;
mod linked;
mod links;
mod new_password;
mod sign_up;
mod unblock;
mod verify_email;

use model::{Client, Connection, LogEvent, UserProfile};
use store::Conn;
use store::tickets::Ticket;

use crate::events::cut;
use crate::{Directory, Error, Origin, Result};

pub(crate) use links::password_version;
pub use sign_up::{SignUp, SignUpRefusal};

/// The accounts of a tenant, for their owners.
pub struct Accounts<'a>(pub(crate) &'a Directory);

/// A link of a mail that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLink {
    /// The address that it was sent to.
    pub email: String,
    /// Name of the application that the user came from; empty for none.
    pub application: String,
    /// What a new password must be, a line each; of a link that sets one.
    pub rules: Vec<String>,
    /// Where its user is sent once it was used: of a link that a program asked for.
    pub result_url: Option<String>,
    /// Whether the address is told there.
    pub tells_email: bool,
}

/// Whatever is wrong with a link, this is said of it.
const LINK_CLOSED: Error =
    Error::NotFound("This link was used already, has expired, or is not valid any more. Ask for a new one.");

impl Accounts<'_> {
    /// Where users are who come from no application: the tenant's default directory.
    ///
    /// # Errors
    /// The database's.
    pub async fn default_connection(&self, tenant: &str) -> Result<Option<Connection>> {
        let mut conn = self.0.db().read().await?;
        let settings = store::tenants::settings(&mut conn, tenant).await?.unwrap_or_default();
        Ok(store::connections::find(&mut conn, tenant, &settings.default_directory).await?)
    }

    fn event(&self, client: Option<&Client>, origin: &Origin, kind: &str, description: &str) -> LogEvent {
        let mut event = self.0.visit(origin, kind, description);
        event.client_id = client.map(|client| client.client_id.clone());
        event.client_name = client.map(|client| cut(&client.name));
        event
    }

    fn user_event(&self, user: &UserProfile, origin: &Origin, kind: &str, description: &str) -> LogEvent {
        LogEvent {
            connection: user.connections().next().map(str::to_owned),
            user_id: Some(user.user_id.as_str().to_owned()),
            user_name: Some(cut(user.display_name())),
            ..self.0.visit(origin, kind, description)
        }
    }

    /// Writes down what was refused, where there is no other change.
    async fn record(&self, tenant: &str, event: &LogEvent) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        store::logs::append(&mut tx, tenant, event).await?;
        Ok(tx.commit().await?)
    }
}

/// The user whom a ticket is bound to, as the account that it is for, while they have the address that it was sent to
/// (S-363, N-057).
async fn holder(conn: &mut Conn, tenant: &str, ticket: &Ticket) -> Result<Option<UserProfile>> {
    let Some(id) = &ticket.user_id else { return Ok(None) };
    let user = store::users::find(conn, tenant, id).await?;
    let user = user.and_then(|user| linked::seen_as(user, linked::linked_of(ticket).as_ref()));
    Ok(user.filter(|user| user.email.is_some() && user.email.as_deref() == ticket.payload["email"].as_str()))
}

fn open_link(ticket: &Ticket) -> OpenLink {
    let text = |name: &str| ticket.payload[name].as_str().unwrap_or_default().to_owned();
    OpenLink {
        email: text("email"),
        application: text("application"),
        rules: Vec::new(),
        result_url: ticket.payload["result_url"].as_str().map(str::to_owned),
        tells_email: ticket.payload["tells_email"].as_bool().unwrap_or(false),
    }
}

/// Secrets of links are as long as they are made; nothing else is looked up.
fn is_secret(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
