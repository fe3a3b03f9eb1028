//! `id_token_hint`: an ID token of ours that says who is meant (S-243).

use protocol::jwt::{self, Expected, Kind};
use protocol::keys::VerificationKey;

use super::Authorize;
use crate::Result;

/// What a good hint says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The user.
    pub subject: String,
    /// The application that the token was for.
    pub client_id: String,
    /// The session that it came from.
    pub session_id: Option<String>,
    /// When it was given, in seconds.
    pub issued_at: i64,
}

impl Authorize<'_> {
    /// What a hint says; none unless it is an ID token of this tenant, signed by a key that was not revoked. For a logout
    /// it may have expired.
    ///
    /// # Errors
    /// The database's.
    pub async fn hint(&self, tenant: &str, token: &str, may_be_expired: bool) -> Result<Option<Hint>> {
        let mut conn = self.0.db().read().await?;
        let keys = store::signing_keys::list(&mut conn, tenant).await?;
        drop(conn);
        let keys: Vec<_> = keys
            .iter()
            .filter(|key| key.state != model::SigningKeyState::Revoked)
            .filter_map(|key| VerificationKey::from_jwk(&key.public_jwk).ok())
            .collect();
        let issuer = self.0.issuer(tenant);
        let expected = Expected { kind: Kind::IdToken, issuer: &issuer, audiences: &[], may_be_expired };
        let Ok(claims) = jwt::verify(token, &keys, &expected, self.0.now().0.div_euclid(1000)) else {
            return Ok(None);
        };
        let text = |name: &str| claims.get(name).and_then(|value| value.as_str()).map(str::to_owned);
        let (Some(subject), Some(client_id)) = (text("sub"), text("aud")) else { return Ok(None) };
        let issued_at = claims.get("iat").and_then(|value| value.as_i64()).unwrap_or_default();
        Ok(Some(Hint { subject, client_id, session_id: text("sid"), issued_at }))
    }
}
