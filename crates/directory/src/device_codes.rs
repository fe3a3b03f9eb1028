//! Devices without a browser (RFC 8628): they show a code, which their user types elsewhere.

use model::{Client, UserSession};
use protocol::{OAuthError, Parameters, Scope};
use serde::Serialize;
use serde_json::json;
use store::device_codes::{Approval, DeviceCode};

use crate::random::hash_secret;
use crate::tokens::{Exchange, grantable};
use crate::{Directory, Origin, Result, TokenRefusal};

/// How long a device waits, in seconds.
const LIFETIME: i64 = 900;
/// Seconds between two questions of a device.
pub(crate) const INTERVAL: i64 = 5;
/// Letters that nobody mistakes for others, and that make no words.
const ALPHABET: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// Devices that wait for their users.
pub struct DeviceCodes<'a>(pub(crate) &'a Directory);

/// What a device is told (RFC 8628 §3.2).
#[derive(Clone, Debug, Serialize)]
pub struct DeviceAuthorization {
    /// For the device alone.
    pub device_code: String,
    /// For the user to type.
    pub user_code: String,
    /// Where to type it.
    pub verification_uri: String,
    /// The same with the code in it, for a QR code.
    pub verification_uri_complete: String,
    /// Seconds.
    pub expires_in: i64,
    /// Seconds.
    pub interval: i64,
}

/// A device that waits, as its user is asked about it.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingDevice {
    /// The code as it is shown.
    pub user_code: String,
    /// What asks.
    pub client: Client,
    /// What it asks for.
    pub scope: String,
}

impl DeviceCodes<'_> {
    /// Begins to wait.
    ///
    /// # Errors
    /// `unauthorized_client` where the application has not the grant; `access_denied` for an unknown API.
    pub async fn begin(
        &self,
        tenant: &str,
        client: &Client,
        parameters: &Parameters,
    ) -> Result<DeviceAuthorization, TokenRefusal> {
        const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
        if !client.has_grant(GRANT) {
            return Err(OAuthError::grant_not_allowed(GRANT).into());
        }
        let api = self.0.api_asked_for(tenant, parameters.get("audience")).await?;
        let scope = grantable(&Scope::parse(parameters.get("scope").unwrap_or_default())?, client, api.as_ref());
        let (now, device_code) = (self.0.now(), self.0.random().token());
        let mut new = DeviceCode {
            device_hash: hash_secret(&device_code),
            user_code: String::new(),
            client_id: client.client_id.clone(),
            audience: api.map_or_else(String::new, |api| api.identifier),
            scope: scope.to_string(),
            status: "pending".to_owned(),
            user_id: None,
            session_id: None,
            connection: None,
            authenticated_at: None,
            last_polled_at: None,
            created_at: now.0,
            expires_at: now.0 + LIFETIME * 1000,
        };
        let mut tx = self.0.db().begin().await?;
        loop {
            new.user_code = self.0.random().letters(ALPHABET, 8);
            if store::device_codes::insert(&mut tx, tenant, &new).await? {
                break;
            }
        }
        tx.commit().await?;
        let (verification_uri, user_code) = (format!("{}activate", self.0.issuer(tenant)), shown(&new.user_code));
        Ok(DeviceAuthorization {
            verification_uri_complete: format!("{verification_uri}?user_code={user_code}"),
            device_code,
            user_code,
            verification_uri,
            expires_in: LIFETIME,
            interval: INTERVAL,
        })
    }

    /// The device whose code was typed, while it waits.
    ///
    /// # Errors
    /// The database's.
    pub async fn find(&self, tenant: &str, typed: &str) -> Result<Option<WaitingDevice>> {
        let code = normal(typed);
        let mut conn = self.0.db().read().await?;
        let found = store::device_codes::find_pending(&mut conn, tenant, &code, self.0.now()).await?;
        drop(conn);
        let Some(found) = found else { return Ok(None) };
        let client = self.0.find_client(tenant, &found.client_id).await?;
        Ok(client.map(|client| WaitingDevice { user_code: shown(&found.user_code), client, scope: found.scope }))
    }

    /// Lets the device log in as the user of `session`, who typed its code; `false` when it waits no more.
    ///
    /// # Errors
    /// The database's.
    pub async fn approve(&self, tenant: &str, typed: &str, session: &UserSession, origin: &Origin) -> Result<bool> {
        let code = normal(typed);
        let Some(device) = self.find(tenant, &code).await? else { return Ok(false) };
        let by = Approval {
            user_id: &session.user_id,
            session_id: &session.id,
            connection: &session.connection,
            authenticated_at: session.authenticated_at,
        };
        let mut tx = self.0.db().begin().await?;
        if !store::device_codes::approve(&mut tx, tenant, &code, &by, self.0.now()).await? {
            return Ok(false);
        }
        let user = store::users::find(&mut tx, tenant, &session.user_id).await?;
        let mut event = self.0.exchange_event(&Exchange {
            kind: "sapi",
            description: "Device confirmed",
            client: &device.client,
            user: user.as_ref(),
            connection: Some(&session.connection),
            audience: "",
            scope: &device.scope,
            origin,
        });
        event.details = Some(json!({ "scope": device.scope }));
        store::logs::append(&mut tx, tenant, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Refuses the device; `false` when it waits no more.
    ///
    /// # Errors
    /// The database's.
    pub async fn deny(&self, tenant: &str, typed: &str, session: &UserSession, origin: &Origin) -> Result<bool> {
        let code = normal(typed);
        let Some(device) = self.find(tenant, &code).await? else { return Ok(false) };
        let mut tx = self.0.db().begin().await?;
        let was_waiting = store::device_codes::deny(&mut tx, tenant, &code).await?;
        let user = store::users::find(&mut tx, tenant, &session.user_id).await?;
        let event = self.0.exchange_event(&Exchange {
            kind: "fdecc",
            description: "User canceled the device confirmation",
            client: &device.client,
            user: user.as_ref(),
            connection: Some(&session.connection),
            audience: "",
            scope: &device.scope,
            origin,
        });
        store::logs::append(&mut tx, tenant, &event).await?;
        tx.commit().await?;
        Ok(was_waiting)
    }
}

/// As it is read aloud.
fn shown(code: &str) -> String {
    code.split_at_checked(4).map_or_else(|| code.to_owned(), |(first, second)| format!("{first}-{second}"))
}

/// What people type: any case, with or without the dash.
fn normal(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphabetic).take(20).collect::<String>().to_ascii_uppercase()
}
