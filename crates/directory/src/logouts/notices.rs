//! Which applications are to be told.

use model::UserId;
use store::Conn;
use store::logout_notices::LogoutNotice;

use crate::{Directory, Result};

/// An application that is to be told that a user was logged out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// Whom.
    pub(crate) client_id: String,
    /// Of which session; none where all of the user's ended.
    pub(crate) session_id: Option<String>,
}

impl Directory {
    /// Writes down who is to be told, in the transaction of the logout: none is lost, and none is told of what was not done.
    pub(crate) async fn queue_notices(
        &self,
        tx: &mut Conn,
        tenant: &str,
        user: &UserId,
        told: Vec<Told>,
    ) -> Result<()> {
        let now = self.now();
        for told in told {
            let notice = LogoutNotice {
                id: self.random().alphanumeric(22),
                client_id: told.client_id,
                user_id: user.clone(),
                session_id: told.session_id,
                attempts: 0,
                created_at: now,
                next_try_at: now,
            };
            store::logout_notices::insert(tx, tenant, &notice).await?;
        }
        Ok(())
    }
}
