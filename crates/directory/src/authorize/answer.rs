//! The answer: what the application gets.

use model::Client;
use protocol::Scope;
use protocol::authorize::ResponseType;
use protocol::response::{AuthorizationResponse, Granted};

use super::{Asked, Authorize, AuthorizeError, Browser, Step};
use crate::events::cut;
use crate::{FrontChannel, LiveSession, NewAuthorization};

impl Authorize<'_> {
    /// Answers with what was asked for; `event` is the code to write down where no login was.
    pub(super) async fn answer(
        &self,
        tenant: &str,
        client: &Client,
        asked: &Asked,
        live: &LiveSession,
        event: Option<&str>,
        browser: Browser<'_>,
    ) -> Result<Step, AuthorizeError> {
        let new = authorization(client, asked, live);
        let granted = match asked.request.response_type {
            ResponseType::Code => {
                let code = self.0.authorizations().issue(tenant, new).await?;
                Granted { code: Some(code), ..Granted::default() }
            }
            front_channel => {
                let wanted = FrontChannel {
                    code: front_channel.has_code(),
                    token: front_channel.has_token(),
                    id_token: front_channel.has_id_token(),
                };
                let scope = asked.scope.clone();
                let authorizations = self.0.authorizations();
                let given = authorizations.front_channel_tokens(tenant, client, new, wanted, browser.origin).await?;
                let scope = given.scope.and_then(|text| Scope::parse(&text).ok()).unwrap_or(scope);
                let lifetime = given.expires_in.unwrap_or_default();
                let access_token = given.access_token.map(|token| (token, lifetime, scope));
                Granted { code: given.code, access_token, id_token: given.id_token }
            }
        };
        self.0.user_sessions().touch(tenant, &live.session.id, &client.client_id).await?;
        if let Some(kind) = event {
            self.record_silent(tenant, client, live, kind, browser).await?;
        }
        let issuer = self.0.issuer(tenant);
        let answer = AuthorizationResponse::success(&issuer, &asked.return_address(), granted);
        Ok(Step::Answer(Box::new(answer)))
    }

    async fn record_silent(
        &self,
        tenant: &str,
        client: &Client,
        live: &LiveSession,
        kind: &str,
        browser: Browser<'_>,
    ) -> Result<(), AuthorizeError> {
        let mut event = self.0.visit(browser.origin, kind, "Logged in with a session that was there already");
        event.client_id = Some(client.client_id.clone());
        event.client_name = Some(cut(&client.name));
        event.connection = Some(live.session.connection.clone());
        event.user_id = Some(live.user.user_id.as_str().to_owned());
        event.user_name = Some(cut(live.user.display_name()));
        if let Some(impersonation) = &live.impersonation {
            impersonation.mark_event(&mut event);
        }
        let mut tx = self.0.db().begin().await?;
        store::logs::append(&mut tx, tenant, &event).await?;
        Ok(tx.commit().await?)
    }
}

fn authorization(client: &Client, asked: &Asked, live: &LiveSession) -> NewAuthorization {
    let scope = match &live.impersonation {
        Some(impersonation) => impersonation.allowed(&asked.scope).to_string(),
        None => asked.scope.to_string(),
    };
    NewAuthorization {
        user_id: live.user.user_id.clone(),
        client_id: client.client_id.clone(),
        connection: live.session.connection.clone(),
        session_id: Some(live.session.id.clone()),
        audience: asked.audience.clone(),
        scope,
        nonce: asked.request.nonce.clone(),
        redirect_uri: asked.request.redirect_uri.clone().unwrap_or_default(),
        code_challenge: asked.request.code_challenge.as_ref().map(|challenge| challenge.as_str().to_owned()),
        device: asked.request.device.clone(),
        authenticated_at: live.session.authenticated_at,
        impersonation: live.impersonation.clone(),
    }
}
