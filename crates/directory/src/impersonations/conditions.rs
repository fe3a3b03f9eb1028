//! What must hold before somebody may be in a user's place.

use model::{Administrator, Client, ImpersonationChoice, ImpersonationOptions, Timestamp, UserId, UserProfile};
use store::Conn;

use super::asked::response_types;
use super::{FRESH_PASSWORD, Impersonations};
use crate::actor::Who;
use crate::clients::is_id;
use crate::{Actor, Error, Result, Scope};

/// Applications that are looked at for the button.
const MOST: i64 = 1_000;

pub(super) const OFF: &str =
    "Signing in as users is switched off for this tenant. An owner switches it on under Settings, Tenant.";
pub(super) const NO_PERMISSION: &str =
    "You do not have the permission to sign in as users. An owner gives it under Settings, Administrators.";
const BLOCKED: &str = "The user is blocked.";
const ONESELF: &str = "This is you: nobody signs in as themselves.";
const ADMINISTRATOR: &str = "The user has the email of an administrator: nobody signs in as one.";
const NO_USER: Error = Error::NotFound("The user does not exist.");
const NO_CLIENT: Error = Error::NotFound("The client does not exist");
const UNFIT: &str = "The application has no callback URL, does not use a connection of the user's, or keeps no secret and has \
     no Application Login URI.";
const NONE_FITS: &str = "No application fits: one is needed that has a callback URL and a connection of this user switched on. \
     One that keeps no secret needs an Application Login URI as well.";

/// What was found of those who take part.
pub(super) struct Fit {
    pub(super) user: UserProfile,
    pub(super) client: Client,
    pub(super) connection: String,
}

impl Impersonations<'_> {
    /// Whether the actor can sign in as the user, and at which applications.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `NotFound`.
    pub async fn options(&self, actor: &Actor, user: &UserId) -> Result<ImpersonationOptions> {
        actor.may(Scope::ReadUsers)?;
        let mut conn = self.0.db().read().await?;
        let user = find_user(&mut conn, actor.tenant(), user).await?;
        let settings = store::tenants::settings(&mut conn, actor.tenant()).await?.unwrap_or_default();
        let missing = |text: &str| Ok(ImpersonationOptions { missing: Some(text.to_owned()), ..Default::default() });
        if !settings.allow_impersonation {
            return missing(OFF);
        }
        if !actor.has(Scope::ImpersonateUsers) {
            return missing(NO_PERMISSION);
        }
        match check_target(&mut conn, &user, actor.label(), self.0.now()).await {
            Err(Error::Refused(text)) => return missing(text),
            other => other?,
        }
        let applications = choices(&mut conn, actor.tenant(), &user).await?;
        if applications.is_empty() {
            return missing(NONE_FITS);
        }
        let needs_password = !self.is_fresh(&mut conn, actor).await?;
        Ok(ImpersonationOptions { missing: None, applications, needs_password })
    }

    /// Whether the actor showed their password a moment ago (S-224).
    pub(super) async fn is_fresh(&self, conn: &mut Conn, actor: &Actor) -> Result<bool> {
        let Who::Administrator { session: Some(id_hash), .. } = &actor.who else { return Ok(false) };
        let session = store::sessions::find(conn, id_hash).await?;
        let shown_at = session.map_or(Timestamp(0), |session| session.authenticated_at);
        Ok(self.0.now().since(shown_at) <= FRESH_PASSWORD)
    }
}

/// S-221, S-222, S-223: all that must hold, asked when a link is made and again when it is opened.
///
/// # Errors
/// `Refused`, `NotFound`, `Unfit`.
pub(super) async fn check(
    conn: &mut Conn,
    tenant: &str,
    administrator: &Administrator,
    user: &UserId,
    client_id: &str,
    now: Timestamp,
) -> Result<Fit> {
    let settings = store::tenants::settings(conn, tenant).await?.unwrap_or_default();
    if !settings.allow_impersonation {
        return Err(Error::Refused(OFF));
    }
    if !administrator.may_impersonate {
        return Err(Error::Refused(NO_PERMISSION));
    }
    let user = find_user(conn, tenant, user).await?;
    check_target(conn, &user, &administrator.email, now).await?;
    if !is_id(client_id) {
        return Err(NO_CLIENT);
    }
    let client = store::clients::find(conn, tenant, client_id).await?.ok_or(NO_CLIENT)?;
    let connection = connection_of(conn, tenant, &user, &client).await?.ok_or(Error::Unfit(UNFIT))?;
    Ok(Fit { user, client, connection })
}

/// The user, if they may be told about.
pub(super) async fn find_user(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<UserProfile> {
    if id.as_str().contains('\0') {
        return Err(NO_USER);
    }
    store::users::find(conn, tenant, id).await?.ok_or(NO_USER)
}

/// N-032: an administrator of any tenant is out of reach, and so is whoever has their email.
async fn check_target(conn: &mut Conn, user: &UserProfile, own_email: &str, now: Timestamp) -> Result<()> {
    if let Some(email) = user.email.as_deref().map(str::to_lowercase) {
        if email == own_email.to_lowercase() {
            return Err(Error::Refused(ONESELF));
        }
        if store::administrators::find(conn, &email).await?.is_some() {
            return Err(Error::Refused(ADMINISTRATOR));
        }
    }
    if user.is_blocked_at(now) { Err(Error::Refused(BLOCKED)) } else { Ok(()) }
}

/// The connection by which the user comes to the application; none where the application does not fit.
async fn connection_of(conn: &mut Conn, tenant: &str, user: &UserProfile, client: &Client) -> Result<Option<String>> {
    let can_answer = !client.initiate_login_uri.is_empty() || !response_types(client).is_empty();
    if client.callbacks.is_empty() || !can_answer {
        return Ok(None);
    }
    for name in user.connections() {
        if store::connection_clients::is_enabled(conn, tenant, name, &client.client_id).await? == Some(true) {
            return Ok(Some(name.to_owned()));
        }
    }
    Ok(None)
}

async fn choices(conn: &mut Conn, tenant: &str, user: &UserProfile) -> Result<Vec<ImpersonationChoice>> {
    let mut choices = Vec::new();
    for client in store::clients::list(conn, tenant, None, MOST).await? {
        if connection_of(conn, tenant, user, &client).await?.is_some() {
            choices.push(ImpersonationChoice {
                response_types: response_types(&client).into_iter().map(str::to_owned).collect(),
                client_id: client.client_id,
                name: client.name,
                initiate_login_uri: client.initiate_login_uri,
                callbacks: client.callbacks,
            });
        }
    }
    Ok(choices)
}
