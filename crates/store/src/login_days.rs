//! How many logins a user had on a day, by place and outcome.
//!
//! Kept as events come to the log and leave it: whoever shows where years of logins came from reads a few rows.

use std::collections::BTreeMap;

use sqlx::{PgConnection, SqliteConnection};

use crate::Result;

/// What tells the counts of a tenant apart: user, outcome, day and place, empty where there is none.
pub(crate) type Key<'a> = (&'a str, i64, i64, &'a str);

/// The staged events, before they are moved to the log.
///
/// # Errors
/// The database's.
pub(crate) async fn add_staged(link: &mut SqliteConnection) -> Result<()> {
    const SQL: &str = "INSERT INTO login_days (tenant, user_id, login, day, place, logins) \
        SELECT tenant, user_id, login, date / 86400000, COALESCE(place, ''), COUNT(*) FROM staged_logs \
        WHERE login IS NOT NULL AND user_id IS NOT NULL \
        GROUP BY tenant, user_id, login, date / 86400000, COALESCE(place, '') \
        ON CONFLICT (tenant, user_id, login, day, place) DO UPDATE SET logins = login_days.logins + excluded.logins";
    sqlx::query(SQL).execute(link).await?;
    Ok(())
}

/// Events of the log, each with its key. In the order of the keys, so that no two transactions wait for each other.
///
/// # Errors
/// The database's.
pub(crate) async fn add<'a>(
    link: &mut PgConnection,
    tenant: &str,
    events: impl Iterator<Item = Key<'a>>,
) -> Result<()> {
    const SQL: &str = "INSERT INTO login_days (tenant, user_id, login, day, place, logins) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (tenant, user_id, login, day, place) DO UPDATE SET logins = login_days.logins + excluded.logins";
    let mut counts = BTreeMap::<Key<'a>, i64>::new();
    for key in events {
        *counts.entry(key).or_default() += 1;
    }
    for ((user, login, day, place), logins) in counts {
        sqlx::query(SQL)
            .bind(tenant)
            .bind(user)
            .bind(login)
            .bind(day)
            .bind(place)
            .bind(logins)
            .execute(&mut *link)
            .await?;
    }
    Ok(())
}

/// The two statements that take events off the counts before they are deleted, from what chooses them in `logs`: `$1` is the
/// tenant, the rest is the condition's.
macro_rules! take_off {
    ($which:literal) => {
        [
            concat!(
                "UPDATE login_days SET logins = login_days.logins - gone.logins FROM (SELECT tenant, user_id, login, \
                 date / 86400000 AS day, COALESCE(place, '') AS place, COUNT(*) AS logins FROM logs WHERE tenant = $1 AND ",
                $which,
                " AND login IS NOT NULL AND user_id IS NOT NULL \
                 GROUP BY tenant, user_id, login, date / 86400000, COALESCE(place, '')) AS gone \
                 WHERE login_days.tenant = gone.tenant AND login_days.user_id = gone.user_id \
                 AND login_days.login = gone.login AND login_days.day = gone.day AND login_days.place = gone.place"
            ),
            concat!(
                "DELETE FROM login_days WHERE tenant = $1 AND logins <= 0 AND user_id IN \
                 (SELECT user_id FROM logs WHERE tenant = $1 AND ",
                $which,
                " AND login IS NOT NULL)"
            ),
        ]
    };
}
pub(crate) use take_off;
