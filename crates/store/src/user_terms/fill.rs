//! Filling the table with users who came before it.

use model::UserProfile;

use super::insert_many;
use crate::users::{Row, columns};
use crate::{Conn, Db, Result};

/// Users of one step: each is a transaction, so that a start that is interrupted goes on where it was.
const STEP: i64 = 2_000;

/// Goes on until all are there.
///
/// # Errors
/// The database's.
pub(crate) async fn fill(db: &Db) -> Result<()> {
    loop {
        let mut tx = db.begin().await?;
        let Some((tenant, after)) = next(&mut tx).await? else { return Ok(()) };
        let users = users(&mut tx, &tenant, &after).await?;
        insert_many(&mut tx, &tenant, &users).await?;
        match users.last().filter(|_| i64::try_from(users.len()) == Ok(STEP)) {
            Some(last) => go_on(&mut tx, &tenant, last.user_id.as_str()).await?,
            None => finish(&mut tx, &tenant).await?,
        }
        tx.commit().await?;
    }
}

/// A tenant that is not done, and how far it is; held, so that two servers that start at once do not do it twice.
async fn next(conn: &mut Conn) -> Result<Option<(String, String)>> {
    const HOLD: &str = "UPDATE user_term_fills SET done_to = done_to";
    const NEXT: &str = "SELECT tenant, done_to FROM user_term_fills ORDER BY tenant LIMIT 1";
    on!(conn, link => sqlx::query(HOLD).execute(link).await.map(|_| ()))?;
    Ok(on!(conn, link => sqlx::query_as(NEXT).fetch_optional(link).await)?)
}

async fn users(conn: &mut Conn, tenant: &str, after: &str) -> Result<Vec<UserProfile>> {
    const SQL: &str =
        concat!("SELECT ", columns!(), " FROM users u WHERE u.tenant = $1 AND u.id > $2 ORDER BY u.id LIMIT $3");
    let rows: Vec<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(after).bind(STEP).fetch_all(link).await)?;
    Ok(rows.into_iter().map(UserProfile::from).collect())
}

async fn go_on(conn: &mut Conn, tenant: &str, after: &str) -> Result<()> {
    const SQL: &str = "UPDATE user_term_fills SET done_to = $2 WHERE tenant = $1";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(after).execute(link).await.map(|_| ()))?;
    Ok(())
}

async fn finish(conn: &mut Conn, tenant: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM user_term_fills WHERE tenant = $1";
    on!(conn, link => sqlx::query(SQL).bind(tenant).execute(link).await.map(|_| ()))?;
    Ok(())
}
