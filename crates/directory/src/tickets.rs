//! Links that work once.

use model::UserId;
use serde_json::{Value, json};
use store::tickets::{Kind, Ticket};
use store::{Conn, tickets};

use crate::random::hash_secret;
use crate::{Directory, Result};

/// How long a link for a new password works, in milliseconds: 30 minutes (S-361).
pub const RESET_LIFETIME: i64 = 30 * 60_000;
/// How long a link that lifts a block works, in milliseconds: 30 days, as long as the block.
pub const UNBLOCK_LIFETIME: i64 = 30 * 24 * 3_600_000;
/// How long a link that confirms an address works, in milliseconds: 5 days, as at Auth0.
pub const VERIFY_LIFETIME: i64 = 5 * 24 * 3_600_000;

impl Directory {
    /// Makes a ticket: the secret that only its link holds.
    pub(crate) async fn issue_ticket(
        &self,
        conn: &mut Conn,
        tenant: &str,
        kind: Kind,
        ticket: &Ticket,
        lifetime: i64,
    ) -> Result<String> {
        let (secret, now) = (self.random().secret(), self.now());
        let expires_at = model::Timestamp(now.0 + lifetime);
        tickets::insert(conn, tenant, kind, &hash_secret(&secret), ticket, now, expires_at).await?;
        tickets::delete_expired(conn, tenant, now).await?;
        Ok(secret)
    }

    /// The ticket, while it is open; looking does not use it up.
    pub(crate) async fn find_ticket(
        &self,
        conn: &mut Conn,
        tenant: &str,
        kind: Kind,
        secret: &str,
    ) -> Result<Option<Ticket>> {
        Ok(tickets::find(conn, tenant, kind, &hash_secret(secret), self.now()).await?)
    }

    /// Uses the ticket up; none when it was not open.
    pub(crate) async fn spend_ticket(
        &self,
        conn: &mut Conn,
        tenant: &str,
        kind: Kind,
        secret: &str,
    ) -> Result<Option<Ticket>> {
        Ok(tickets::spend(conn, tenant, kind, &hash_secret(secret), self.now()).await?)
    }
}

/// What a ticket of a user is bound to: them, and the address that they had when it was made (S-363).
pub(crate) fn bound_to(user: &UserId, email: &str, rest: &Value) -> Ticket {
    let mut payload = json!({ "email": email });
    if let (Value::Object(payload), Value::Object(rest)) = (&mut payload, rest) {
        payload.extend(rest.clone());
    }
    Ticket { user_id: Some(user.clone()), payload }
}
