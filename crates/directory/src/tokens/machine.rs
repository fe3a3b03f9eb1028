//! Tokens for an application itself (RFC 6749 §4.4).

use model::SigningAlgorithm;
use protocol::claims::{AccessToken, machine_subject};
use protocol::{OAuthError, Scope};

use super::{Exchange, TokenAnswer, TokenRefusal, TokenRequest, Tokens, seconds};

impl Tokens<'_> {
    pub(super) async fn for_the_machine(
        &self,
        tenant: &str,
        request: TokenRequest<'_>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let given = self.give_the_machine(tenant, request).await;
        let audience = request.parameters.get("audience").unwrap_or_default();
        let (kind, description, scope) = match &given {
            Ok(answer) => ("seccft", "Client Credentials for Access Token".to_owned(), answer.scope.clone()),
            Err(TokenRefusal::OAuth(error)) => ("feccft", error.description.clone(), String::new()),
            Err(TokenRefusal::Failed(_)) => return given,
        };
        let event = self.0.exchange_event(&Exchange {
            kind,
            description: &description,
            client: request.client,
            user: None,
            connection: None,
            audience,
            scope: &scope,
            origin: request.origin,
        });
        self.0.record_soon(tenant, event).await;
        given
    }

    async fn give_the_machine(&self, tenant: &str, request: TokenRequest<'_>) -> Result<TokenAnswer, TokenRefusal> {
        let client = request.client;
        if client.is_public() {
            return Err(OAuthError::grant_not_allowed("client_credentials").into());
        }
        let api = self.0.api_asked_for(tenant, request.parameters.get("audience")).await?.ok_or_else(|| {
            OAuthError::access_denied("No audience parameter was provided, and no default audience has been configured")
        })?;
        let grant = self.0.find_client_grant(tenant, &client.client_id, &api.identifier).await?;
        let granted: Scope = grant.ok_or_else(|| OAuthError::no_client_grant(&api.identifier))?.scope.iter().collect();
        let scope = match request.parameters.get("scope") {
            None => granted,
            Some(asked) => {
                let asked = Scope::parse(asked)?;
                let missing = asked.minus(&granted);
                if !missing.is_empty() {
                    let description = format!("Client has not been granted scopes: {missing}");
                    return Err(OAuthError::access_denied(description).into());
                }
                asked
            }
        };
        let alg: SigningAlgorithm = api.signing_alg;
        let permissions: Option<Vec<String>> =
            api.token_dialect.has_permissions().then(|| scope.iter().map(str::to_owned).collect());
        let claims = AccessToken {
            dialect: api.token_dialect,
            issuer: &self.0.issuer(tenant),
            subject: &machine_subject(&client.client_id),
            audiences: &[&api.identifier],
            client_id: &client.client_id,
            scope: &scope,
            issued_at: seconds(self.0.now()),
            lifetime: api.token_lifetime,
            jti: &self.0.random().token(),
            grant: Some("client-credentials"),
            session_id: None,
            auth_time: None,
            permissions: permissions.as_deref(),
        }
        .claims();
        let access_token = self.0.signer(tenant, &[alg]).await?.sign(alg, api.token_dialect.into(), &claims)?;
        Ok(TokenAnswer {
            access_token,
            id_token: None,
            refresh_token: None,
            scope: scope.to_string(),
            expires_in: api.token_lifetime,
            token_type: "Bearer",
        })
    }
}
