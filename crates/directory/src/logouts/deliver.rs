//! Telling applications of logouts (OpenID Connect Back-Channel Logout 1.0).

use model::{Client, LogEvent, Timestamp};
use protocol::claims::LogoutToken;
use protocol::jwt::Kind;
use serde_json::json;
use store::logout_notices::{self, LogoutNotice};
use tokio::task::JoinSet;

use super::Logouts;
use crate::events::cut;
use crate::outbound::{self, Reach};
use crate::tokens::seconds;
use crate::{Directory, Origin, Result};

/// When it is tried again, in milliseconds after each failure; after the third it is given up.
const PAUSES: [i64; 2] = [10_000, 60_000];
/// So long a notice belongs to whoever sends it; if they die, it is tried again afterwards.
const LEASE: i64 = 30_000;
/// How long a logout token is good, in seconds (§2.4: two minutes at most).
const LIFETIME: i64 = 120;
/// How many of a tenant are sent at once.
const AT_ONCE: i64 = 20;

impl Logouts<'_> {
    /// Tells whoever is due; how many were tried. Run by the server every few seconds.
    ///
    /// # Errors
    /// The database's. What an application answers is written into the log.
    pub async fn deliver_due(&self) -> Result<usize> {
        let mut conn = self.0.db().read().await?;
        let tenants = store::tenants::ids(&mut conn).await?;
        drop(conn);
        let mut tried = 0;
        for tenant in tenants {
            let mut conn = self.0.db().read().await?;
            let due = logout_notices::due(&mut conn, &tenant, self.0.now(), AT_ONCE).await?;
            drop(conn);
            tried += due.len();
            // One application that does not answer must not keep the others waiting.
            let mut sending = JoinSet::new();
            for notice in due {
                let (directory, tenant) = (self.0.clone(), tenant.clone());
                sending.spawn(async move { directory.tell(&tenant, &notice).await });
            }
            while let Some(sent) = sending.join_next().await {
                sent.unwrap_or(Ok(()))?;
            }
        }
        Ok(tried)
    }
}

impl Directory {
    /// Tells one application, unless somebody else does.
    async fn tell(&self, tenant: &str, notice: &LogoutNotice) -> Result<()> {
        let mut tx = self.db().begin().await?;
        if !logout_notices::claim(&mut tx, tenant, notice, Timestamp(self.now().0 + LEASE)).await? {
            return Ok(());
        }
        let client = store::clients::find(&mut tx, tenant, &notice.client_id).await?;
        let Some((client, url)) = client.and_then(|client| {
            let url = client.backchannel_logout_url()?.to_owned();
            Some((client, url))
        }) else {
            // The application is gone, or wants to know no more.
            logout_notices::delete(&mut tx, tenant, &notice.id).await?;
            return Ok(tx.commit().await?);
        };
        tx.commit().await?;
        let token = self.logout_token(tenant, &client, notice).await?;
        let reach = Reach::of(&self.settings().base_url);
        let answer = outbound::post_form(&url, &[("logout_token", &token)], reach).await;
        let refused = match answer {
            Ok(200..=299) => None,
            Ok(status) => Some(format!("the application answered {status}")),
            Err(reason) => Some(reason),
        };
        let mut tx = self.db().begin().await?;
        let pause = usize::try_from(notice.attempts).ok().and_then(|attempt| PAUSES.get(attempt));
        match (&refused, pause) {
            (Some(_), Some(pause)) => {
                logout_notices::try_again(&mut tx, tenant, &notice.id, Timestamp(self.now().0 + pause)).await?;
            }
            _ => {
                logout_notices::delete(&mut tx, tenant, &notice.id).await?;
                let user = store::users::find(&mut tx, tenant, &notice.user_id).await?;
                let name = user.map(|user| cut(user.display_name()));
                let event = LogEvent { user_name: name, ..self.told(&client, notice, refused.as_deref()) };
                store::logs::append(&mut tx, tenant, &event).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    async fn logout_token(&self, tenant: &str, client: &Client, notice: &LogoutNotice) -> Result<String> {
        let algorithm = client.jwt_configuration.alg;
        let claims = LogoutToken {
            issuer: &self.issuer(tenant),
            subject: notice.user_id.as_str(),
            client_id: &client.client_id,
            session_id: notice.session_id.as_deref(),
            issued_at: seconds(self.now()),
            lifetime: LIFETIME,
            jti: &notice.id,
        }
        .claims();
        self.signer(tenant, &[algorithm]).await?.sign(algorithm, Kind::LogoutToken, &claims)
    }

    fn told(&self, client: &Client, notice: &LogoutNotice, refused: Option<&str>) -> LogEvent {
        let (kind, description) = match refused {
            None => ("oidc_backchannel_logout_succeeded", "Successful OIDC Back-Channel Logout request"),
            Some(_) => ("oidc_backchannel_logout_failed", "Failed OIDC Back-Channel Logout request"),
        };
        let mut details = json!({ "session_id": notice.session_id, "attempts": notice.attempts + 1 });
        if let Some(reason) = refused {
            details["error"] = json!(cut(reason));
        }
        LogEvent {
            client_id: Some(client.client_id.clone()),
            client_name: Some(cut(&client.name)),
            user_id: Some(notice.user_id.as_str().to_owned()),
            details: Some(details),
            ..self.visit(&Origin::default(), kind, description)
        }
    }
}
