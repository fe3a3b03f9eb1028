//! Links that programs ask for, and bring to users in their own way.

use model::{UserId, UserProfile};
use serde_json::{Value, json};
use store::identifiers::Kind as Identifier;
use store::tickets::Kind;
use store::{Conn, Tx};

use crate::accounts::password_version;
use crate::clients::NO_CLIENT;
use crate::events::cut;
use crate::tickets::bound_to;
use crate::users::{NO_USER, database_connection};
use crate::{Actor, Directory, Error, Result, Scope};

/// How long a link works where nothing is said, in seconds: 5 days, as at Auth0.
const USUAL: i64 = 432_000;
/// The longest, in seconds: 10 years.
const LONGEST: i64 = 315_360_000;
/// The longest address that users are sent to afterwards, in bytes.
const URL: usize = 2_048;

/// Links for users of the actor's tenant.
pub struct UserTickets<'a>(pub(crate) &'a Directory);

/// What a link is to do beside its purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTicket {
    /// Where the user is sent once it was used.
    pub result_url: Option<String>,
    /// Whether their address is told there.
    pub tells_email: bool,
    /// The application that the page names.
    pub client_id: Option<String>,
    /// How long it works, in seconds; 0 for five days.
    pub ttl_sec: i64,
}

/// Whose password a link changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketUser {
    /// The user of that id.
    Id(UserId),
    /// The user with that address in the connection of that id.
    Email {
        /// The connection's id.
        connection_id: String,
        /// The address.
        email: String,
    },
}

impl UserTickets<'_> {
    /// A link with which the user confirms their address. No mail is written.
    ///
    /// # Errors
    /// `Forbidden` without `create:user_tickets`, `NotFound` for the user or the application, `Field` for what cannot be.
    pub async fn email_verification(&self, actor: &Actor, user: &UserId, new: &NewTicket) -> Result<String> {
        actor.may(Scope::CreateUserTickets)?;
        check(new)?;
        let mut tx = self.0.db().begin().await?;
        let user = hold(&mut tx, actor, user).await?;
        let payload = self.payload(&mut tx, actor, new).await?;
        let what = "Create an email verification ticket";
        let url = self.issue(&mut tx, actor, &user, (Kind::VerifyEmail, "u/verify-email", what), new, payload).await?;
        tx.commit().await?;
        Ok(url)
    }

    /// A link with which the user chooses a new password. Using it says nothing about whose address it is, unless
    /// `marks_verified`: the program that brings it to the user knows that.
    ///
    /// # Errors
    /// As [`UserTickets::email_verification`]; `NotFound` also for the connection, `Invalid` for a user of no database.
    pub async fn password_change(
        &self,
        actor: &Actor,
        user: &TicketUser,
        new: &NewTicket,
        marks_verified: bool,
    ) -> Result<String> {
        actor.may(Scope::CreateUserTickets)?;
        check(new)?;
        let mut tx = self.0.db().begin().await?;
        let id = match user {
            TicketUser::Id(id) => id.clone(),
            TicketUser::Email { connection_id, email } => named(&mut tx, actor, connection_id, email).await?,
        };
        let user = hold(&mut tx, actor, &id).await?;
        database_connection(&mut tx, actor.tenant(), &user).await?;
        let mut payload = self.payload(&mut tx, actor, new).await?;
        payload["password_version"] = password_version(&mut tx, actor.tenant(), &user.user_id, None).await?.into();
        payload["marks_verified"] = marks_verified.into();
        let what = "Create a password change ticket";
        let kind = (Kind::ResetPassword, "u/reset-password/new", what);
        let url = self.issue(&mut tx, actor, &user, kind, new, payload).await?;
        tx.commit().await?;
        Ok(url)
    }

    async fn payload(&self, tx: &mut Tx, actor: &Actor, new: &NewTicket) -> Result<Value> {
        let application = match new.client_id.as_deref() {
            None => String::new(),
            Some(id) if id.contains('\0') => return Err(NO_CLIENT),
            Some(id) => store::clients::find(tx, actor.tenant(), id).await?.ok_or(NO_CLIENT)?.name,
        };
        let mut payload = json!({ "application": application });
        if let Some(url) = &new.result_url {
            payload["result_url"] = json!(url);
            payload["tells_email"] = json!(new.tells_email);
        }
        Ok(payload)
    }

    async fn issue(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: &UserProfile,
        (kind, path, what): (Kind, &str, &str),
        new: &NewTicket,
        payload: Value,
    ) -> Result<String> {
        let Some(email) = user.email.as_deref() else {
            return Err(Error::field("user_id", "This user has no email address"));
        };
        let seconds = if new.ttl_sec == 0 { USUAL } else { new.ttl_sec };
        let ticket = bound_to(&user.user_id, email, &payload);
        let secret = self.0.issue_ticket(tx, actor.tenant(), kind, &ticket, seconds * 1_000).await?;
        let mut event = self.0.event(actor, "sapi", what);
        event.user_id = Some(user.user_id.as_str().to_owned());
        event.user_name = Some(cut(user.display_name()));
        event.connection = user.connections().next().map(str::to_owned);
        store::logs::append(tx, actor.tenant(), &event).await?;
        // Auth0 ends it so: what somebody adds is no part of the secret.
        Ok(format!("{}#", self.0.link(actor.tenant(), path, &secret)))
    }
}

async fn hold(tx: &mut Tx, actor: &Actor, id: &UserId) -> Result<UserProfile> {
    if id.as_str().contains('\0') {
        return Err(NO_USER);
    }
    store::users::hold(tx, actor.tenant(), id).await?.ok_or(NO_USER)
}

async fn named(conn: &mut Conn, actor: &Actor, connection_id: &str, email: &str) -> Result<UserId> {
    const NO_CONNECTION: Error = Error::NotFound("The connection does not exist.");
    if connection_id.contains('\0') {
        return Err(NO_CONNECTION);
    }
    let connection = store::connections::get(conn, actor.tenant(), connection_id).await?.ok_or(NO_CONNECTION)?;
    let email = model::check_email(email).map_err(|mistake| Error::field("email", mistake.to_string()))?;
    let id = store::identifiers::find(conn, actor.tenant(), &connection.name, Identifier::Email, &email).await?;
    id.ok_or(NO_USER)
}

fn check(new: &NewTicket) -> Result<()> {
    if !(0..=LONGEST).contains(&new.ttl_sec) {
        return Err(Error::field("ttl_sec", format!("0 to {LONGEST} seconds")));
    }
    if let Some(text) = &new.result_url {
        let url = url::Url::parse(text).ok();
        // The host goes into a header of the page.
        let is_plain = |host: &str| host.chars().all(|char| char.is_ascii_alphanumeric() || ".-_[]:".contains(char));
        let is_web =
            url.is_some_and(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some_and(is_plain));
        if !is_web || text.len() > URL {
            return Err(Error::field("result_url", format!("An http:// or https:// address of at most {URL} bytes")));
        }
    }
    Ok(())
}
