//! Counting failures, and what comes of many (`brute_force_protection`).

use model::Timestamp;
use store::Conn;
use store::login_attempts::Failure;

use super::LoginRefusal;
use super::attempt::Attempt;
use super::candidate::Candidate;
use crate::Result;

const DAY: i64 = 24 * 3_600_000;
/// A row of failures that began before is forgotten, and a block ends, after so long.
const MEMORY: i64 = 30 * DAY;
/// Failures in a row for one user from one address.
const FROM_ONE_ADDRESS: i64 = 10;
/// Failures in a row for one user from anywhere (S-321).
const FROM_ANYWHERE: i64 = 100;
/// Failures from one address in a day, whoever they are for.
const OF_ONE_ADDRESS: i64 = 100;

impl Attempt<'_> {
    /// Writes down that the password was wrong, or the name; the answer is the same for both.
    pub(super) async fn count_failure(&self, candidate: &Candidate) -> Result<LoginRefusal> {
        let refusal = LoginRefusal::WrongCredentials;
        let mut tx = self.directory.db().begin().await?;
        self.count(&mut tx, candidate, true).await?;
        // Of somebody unknown it was compared as well, with nothing: the answer takes as long.
        let reason = if candidate.known.is_some() { "wrong password" } else { "there is no user to compare it with" };
        self.checks.fail("password", reason, self.directory.now());
        let kind = if candidate.known.is_some() { "fp" } else { "fu" };
        self.record(&mut tx, Some(candidate), kind, &refusal).await?;
        tx.commit().await?;
        Ok(refusal)
    }

    /// Writes down a try that was not even looked at.
    pub(super) async fn keep_out(&self, candidate: &Candidate, refusal: LoginRefusal) -> Result<LoginRefusal> {
        let is_address = matches!(refusal, LoginRefusal::SuspiciousAddress);
        let reason = if is_address { "too many failures from this address" } else { "too many failures for this user" };
        self.checks.fail("attempts", reason, self.directory.now());
        let kind = if is_address { "limit_mu" } else { "limit_wc" };
        let mut tx = self.directory.db().begin().await?;
        self.count(&mut tx, candidate, false).await?;
        self.record(&mut tx, Some(candidate), kind, &refusal).await?;
        tx.commit().await?;
        Ok(refusal)
    }

    /// Counts for the pair of user and address, for the user from anywhere, and for the address, in this order always, so
    /// that two failures cannot wait for each other. A try that was not looked at says nothing about the user elsewhere:
    /// one blocked address must not lock them out everywhere.
    async fn count(&self, conn: &mut Conn, candidate: &Candidate, was_tried: bool) -> Result<()> {
        let now = self.directory.now();
        let identifier = crate::events::cut(self.credentials.identifier);
        let (subject, from, connection) = (&*candidate.subject, &*candidate.from, &*candidate.connection.name);
        let failure = Failure { subject, ip: from, identifier: &identifier, connection };
        if candidate.connection.options.brute_force_protection {
            let long_ago = Timestamp(now.0 - MEMORY);
            let mut is_new = self.count_one(conn, failure, long_ago, FROM_ONE_ADDRESS, now.0 + MEMORY).await?;
            if was_tried {
                let anywhere = Failure { ip: "", ..failure };
                is_new |= self.count_one(conn, anywhere, long_ago, FROM_ANYWHERE, now.0 + MEMORY).await?;
            }
            if let (true, Some(known)) = (is_new, &candidate.known) {
                self.directory.queue_blocked(conn, self.tenant, &known.user, &self.credentials.client.name).await?;
            }
        }
        let address = Failure { subject: "", ip: &candidate.ip, identifier: "", ..failure };
        self.count_one(conn, address, Timestamp(now.0 - DAY), OF_ONE_ADDRESS, now.0 + DAY).await?;
        Ok(store::login_attempts::delete_before(conn, self.tenant, Timestamp(now.0 - MEMORY - DAY)).await?)
    }

    /// Whether a block began with it.
    async fn count_one(
        &self,
        conn: &mut Conn,
        failure: Failure<'_>,
        since: Timestamp,
        limit: i64,
        until: i64,
    ) -> Result<bool> {
        let count = store::login_attempts::count(conn, self.tenant, failure, since, self.directory.now()).await?;
        let is_new = count.failures >= limit && count.blocked_until.is_none();
        if is_new {
            store::login_attempts::block(conn, self.tenant, failure.subject, failure.ip, Timestamp(until)).await?;
        }
        Ok(is_new)
    }
}
