//! Numbers about users.

use model::{DailyStats, Timestamp};

use crate::{Actor, Directory, Error, Result, Scope};

const DAY: i64 = 24 * 3_600_000;
/// Whoever logged in within so many days is active.
const ACTIVE: i64 = 30;

/// Numbers about the users of the actor's tenant.
pub struct Stats<'a>(pub(crate) &'a Directory);

impl Stats<'_> {
    /// How many users logged in within the last 30 days.
    ///
    /// # Errors
    /// `Forbidden` without `read:stats`.
    pub async fn active_users(&self, actor: &Actor) -> Result<i64> {
        actor.may(Scope::ReadStats)?;
        let since = Timestamp(self.0.now().0 - ACTIVE * DAY);
        let mut conn = self.0.db().read().await?;
        Ok(store::stats::active_users(&mut conn, actor.tenant(), since).await?)
    }

    /// Logins and sign-ups of each day (UTC) on which there were any, from the day `from` to the day `to`, the oldest first;
    /// of the last 30 days where nothing is said. Days are written as 20261123.
    ///
    /// # Errors
    /// `Forbidden` without `read:stats`, `Field` for what is no day, or a `to` before `from`.
    pub async fn daily(&self, actor: &Actor, from: Option<&str>, to: Option<&str>) -> Result<Vec<DailyStats>> {
        actor.may(Scope::ReadStats)?;
        let now = self.0.now();
        let today = Timestamp(now.0.div_euclid(DAY) * DAY);
        let to = to.map_or(Ok(today), |text| day("to", text))?;
        let from = from.map_or(Ok(Timestamp(to.0 - (ACTIVE - 1) * DAY)), |text| day("from", text))?;
        if to < from {
            return Err(Error::field("to", "The last day must not be before the first one"));
        }
        let mut conn = self.0.db().read_log().await?;
        let days = store::stats::days(&mut conn, actor.tenant(), from, Timestamp(to.0 + DAY)).await?;
        let stats = days.into_iter().filter_map(|(name, counted)| {
            let date = read(&name)?;
            Some(DailyStats {
                date,
                logins: counted.logins,
                signups: counted.signups,
                leaked_passwords: 0,
                created_at: date,
                updated_at: now.min(Timestamp(date.0 + DAY)),
            })
        });
        Ok(stats.collect())
    }
}

fn day(field: &'static str, text: &str) -> Result<Timestamp> {
    read(text).ok_or_else(|| Error::field(field, "Expected a day, as in 20261123"))
}

/// `20261123`
fn read(text: &str) -> Option<Timestamp> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Timestamp::from_date(&format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?))
}
