//! Where a user is logged in: devices, browsers, and what they allowed applications.

use std::collections::{BTreeSet, HashMap};

use model::{BrowserLogin, GrantedApplication, LinkedDevice, Receipt, UserAccess, UserId};
use serde_json::json;
use store::refresh_tokens::RefreshToken;
use store::{Conn, Tx};

use crate::device_name::device_name;
use crate::ending::{Held, device_of};
use crate::events::cut;
use crate::user_sessions::END;
use crate::{Actor, Directory, Error, Result, Scope};

/// The logins of users, as administrators see them.
pub struct Access<'a>(pub(crate) &'a Directory);

impl Access<'_> {
    /// Everything through which a user comes in without showing who they are.
    ///
    /// # Errors
    /// `Forbidden` without `read:refresh_tokens`, `read:sessions` and `read:grants`.
    pub async fn of_user(&self, actor: &Actor, user: &UserId) -> Result<UserAccess> {
        for scope in [Scope::ReadRefreshTokens, Scope::ReadSessions, Scope::ReadGrants] {
            actor.may(scope)?;
        }
        if user.as_str().contains('\0') {
            return Ok(UserAccess::default());
        }
        let mut conn = self.0.db().read().await?;
        let held = self.0.held(&mut conn, actor.tenant(), user).await?;
        Ok(UserAccess {
            devices: devices(&held),
            sessions: self.sessions(&held),
            grants: self.grants(&mut conn, actor.tenant(), user).await?,
            ending: held.ending(),
        })
    }

    /// Revokes the refresh tokens of a device, and with each what came of the same login (S-169); how many there were.
    ///
    /// # Errors
    /// `Forbidden` without `delete:refresh_tokens`; `NotFound`, also when it was unlinked already.
    pub async fn unlink(&self, actor: &Actor, user: &UserId, name: &str, agent: &str) -> Result<i64> {
        actor.may(Scope::DeleteRefreshTokens)?;
        let mut tx = self.0.db().begin().await?;
        let families = match user.as_str().contains('\0') {
            true => Vec::new(),
            false => store::refresh_tokens::of_user(&mut tx, actor.tenant(), user, self.0.now()).await?,
        };
        let is_of_device = |family: &RefreshToken| device_of(family) == (name.to_owned(), agent.to_owned());
        let families: Vec<_> = families.into_iter().filter(is_of_device).collect();
        if families.is_empty() {
            return Err(Error::NotFound("There is no such device, or it was unlinked already."));
        }
        for family in &families {
            let authorization = &family.authorization_id;
            store::authorizations::revoke(&mut tx, actor.tenant(), authorization, self.0.now()).await?;
        }
        let ids: Vec<&str> = families.iter().map(|family| family.id.as_str()).collect();
        let clients: BTreeSet<&str> = families.iter().map(|family| family.client_id.as_str()).collect();
        let mut event = self.0.event(actor, "srrt", "Unlink a device");
        let details = event.details.get_or_insert_with(|| json!({}));
        (details["device_name"], details["agent"]) = (json!(cut(name)), json!(cut(agent)));
        (details["refresh_tokens"], details["clients"]) = (json!(ids), json!(clients));
        event.user_id = Some(user.as_str().to_owned());
        event.user_name = store::users::find(&mut tx, actor.tenant(), user).await?.map(|user| cut(user.display_name()));
        if let [only] = clients.into_iter().collect::<Vec<_>>()[..] {
            let client = store::clients::find(&mut tx, actor.tenant(), only).await?;
            event.client_id = Some(only.to_owned());
            event.client_name = client.map(|client| cut(&client.name));
        }
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        Ok(i64::try_from(families.len()).unwrap_or(i64::MAX))
    }

    /// Ends every session of a user and revokes all of their tokens; they may log in again.
    ///
    /// # Errors
    /// `Forbidden` without `delete:sessions` and `delete:refresh_tokens`, `NotFound`.
    pub async fn sign_out_everywhere(&self, actor: &Actor, user: &UserId) -> Result<Receipt> {
        actor.may(Scope::DeleteSessions)?;
        actor.may(Scope::DeleteRefreshTokens)?;
        let missing = Error::NotFound("The user does not exist.");
        if user.as_str().contains('\0') {
            return Err(missing);
        }
        let mut tx = self.0.db().begin().await?;
        let profile = store::users::hold(&mut tx, actor.tenant(), user).await?.ok_or(missing)?;
        let receipt = Receipt { ended: self.0.end_all_of(&mut tx, actor.tenant(), user).await?, ..Receipt::default() };
        let mut event = self.0.event(actor, "sapi", "Sign a user out everywhere");
        event.details.get_or_insert_with(|| json!({}))["receipt"] = json!(receipt);
        event.user_id = Some(user.as_str().to_owned());
        event.user_name = Some(cut(profile.display_name()));
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        Ok(receipt)
    }

    /// Ends what a user is logged in with: all of it, or one session; with the refresh tokens that came of it, unless they
    /// are to be kept. Where there is nothing, nothing is done.
    ///
    /// # Errors
    /// `ForbiddenAny` without `delete:sessions` and `delete:refresh_tokens`.
    pub async fn revoke(
        &self,
        actor: &Actor,
        user: &UserId,
        session: Option<&str>,
        keeps_refresh_tokens: bool,
    ) -> Result<()> {
        actor.may_any(END)?;
        if [user.as_str(), session.unwrap_or_default()].iter().any(|id| id.contains('\0')) {
            return Ok(());
        }
        let mut tx = self.0.db().begin().await?;
        let ended = match session {
            None => self.end_all(&mut tx, actor, user, keeps_refresh_tokens).await?,
            Some(id) => self.end_one(&mut tx, actor, user, id, keeps_refresh_tokens).await?,
        };
        let Some((sessions, refresh_tokens)) = ended else { return Ok(()) };
        let mut event = self.0.event(actor, "sapi", "Revoke the access of a user");
        let details = event.details.get_or_insert_with(|| json!({}));
        (details["sessions"], details["refresh_tokens"]) = (json!(sessions), json!(refresh_tokens));
        event.user_id = Some(user.as_str().to_owned());
        let profile = store::users::find(&mut tx, actor.tenant(), user).await?;
        event.user_name = profile.map(|user| cut(user.display_name()));
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        Ok(tx.commit().await?)
    }

    /// How many sessions and refresh tokens ended; none where there were none.
    async fn end_all(&self, tx: &mut Tx, actor: &Actor, user: &UserId, keeps: bool) -> Result<Option<(i64, i64)>> {
        if keeps {
            let sessions = self.0.user_sessions().end_all(tx, actor, user).await?;
            return Ok((sessions > 0).then(|| (i64::try_from(sessions).unwrap_or(i64::MAX), 0)));
        }
        let ended = self.0.end_all_of(tx, actor.tenant(), user).await?;
        Ok((!ended.is_empty()).then_some((ended.sessions, ended.refresh_tokens)))
    }

    async fn end_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: &UserId,
        id: &str,
        keeps: bool,
    ) -> Result<Option<(i64, i64)>> {
        let session = store::user_sessions::find(tx, actor.tenant(), id).await?;
        let Some(session) = session.filter(|session| session.user_id == *user) else { return Ok(None) };
        self.0.user_sessions().end_one(tx, actor, &session).await?;
        let tokens = match keeps {
            true => 0,
            false => store::revocations::of_session(tx, actor.tenant(), id, self.0.now()).await?,
        };
        Ok(Some((1, i64::try_from(tokens).unwrap_or(i64::MAX))))
    }

    fn sessions(&self, held: &Held) -> Vec<BrowserLogin> {
        let mut tokens: HashMap<&str, i64> = HashMap::new();
        for id in held.families.iter().filter_map(|family| family.session_id.as_deref()) {
            *tokens.entry(id).or_default() += 1;
        }
        let login = |session: &model::UserSession| BrowserLogin {
            id: session.id.clone(),
            agent: device_name(session.user_agent.as_deref()),
            applications: session.clients.iter().map(|id| held.name_of(id)).collect(),
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            ends_at: session.idle_expires_at.min(session.expires_at),
            ip: session.ip.clone(),
            place: self.0.geoip().place(session.ip.as_deref()).map(|place| place.label()),
            refresh_tokens: tokens.get(session.id.as_str()).copied().unwrap_or(0),
            is_impersonation: session.impersonation.is_some(),
        };
        held.sessions.iter().map(login).collect()
    }

    async fn grants(&self, conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Vec<GrantedApplication>> {
        let grants = store::grants::of_user(conn, tenant, user).await?;
        let mut shown = Vec::with_capacity(grants.len());
        for grant in grants {
            let client = store::clients::find(conn, tenant, &grant.client_id).await?;
            let api = match grant.audience.as_str() {
                "" => None,
                audience => store::resource_servers::find_by_identifier(conn, tenant, audience).await?,
            };
            shown.push(GrantedApplication {
                id: grant.id,
                application: client.map_or(grant.client_id, |client| client.name),
                api: api.map_or(grant.audience, |api| api.name),
                scope: grant.scope,
                created_at: grant.created_at,
            });
        }
        Ok(shown)
    }
}

/// The devices of those tokens, the one that was used last first.
fn devices(held: &Held) -> Vec<LinkedDevice> {
    let live: BTreeSet<&str> = held.sessions.iter().map(|session| session.id.as_str()).collect();
    let mut groups: HashMap<(String, String), Vec<&RefreshToken>> = HashMap::new();
    for family in &held.families {
        groups.entry(device_of(family)).or_default().push(family);
    }
    let device = |((name, agent), mut families): ((String, String), Vec<&RefreshToken>)| {
        families.sort_by(|one, other| (other.last_used_at, &other.id).cmp(&(one.last_used_at, &one.id)));
        let last = *families.first()?;
        let applications: BTreeSet<String> = families.iter().map(|family| held.name_of(&family.client_id)).collect();
        Some(LinkedDevice {
            name,
            agent,
            applications: applications.into_iter().collect(),
            created_at: families.iter().map(|family| family.created_at).min().unwrap_or(last.created_at),
            last_used_at: last.last_used_at,
            last_ip: last.last_ip.clone(),
            last_place: last.last_place.as_ref().map(model::Place::label),
            refresh_tokens: i64::try_from(families.len()).unwrap_or(i64::MAX),
            is_signed_in: families.iter().filter_map(|family| family.session_id.as_deref()).any(|id| live.contains(id)),
        })
    };
    let mut devices: Vec<LinkedDevice> = groups.into_iter().filter_map(device).collect();
    devices.sort_by(|one, other| {
        (other.last_used_at, &one.name, &one.agent).cmp(&(one.last_used_at, &other.name, &other.agent))
    });
    devices
}
