//! Indexes of users that are made after very many users were added, which takes a fraction of the time that keeping them up to
//! date would. What they were is kept in the database meanwhile: where the process ends before, the next start makes them.

use crate::conn::Link;
use crate::migrations::has_table;
use crate::sql::run;
use crate::{Conn, Db, Result};

/// Takes the indexes of users away, but for those that keep out duplicates, unless there is a user already, in whichever tenant:
/// nobody searches an empty table. Whether it did.
///
/// # Errors
/// The database's.
pub async fn postpone(db: &Db) -> Result<bool> {
    const USER: &str = "SELECT id FROM users LIMIT 1";
    let mut tx = db.begin().await?;
    let user: Option<(String,)> = on!(tx, link => sqlx::query_as(USER).fetch_optional(link).await)?;
    if user.is_some() {
        return Ok(false);
    }
    let indexes = of_users(&mut tx).await?;
    for (name, statement) in &indexes {
        const KEEP: &str = "INSERT INTO postponed_indexes (name, statement) VALUES ($1, $2)";
        on!(tx, link => sqlx::query(KEEP).bind(name).bind(statement).execute(link).await.map(|_| ()))?;
        run(&mut tx, format!("DROP INDEX {name}")).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Makes those that were taken away, each in a transaction of its own.
///
/// # Errors
/// The database's. What is not made then is made when it is called again.
pub async fn make(db: &Db) -> Result<()> {
    const NEXT: &str = "DELETE FROM postponed_indexes WHERE name = (SELECT MIN(name) FROM postponed_indexes) \
        RETURNING statement";
    loop {
        let mut tx = db.begin().await?;
        let next: Option<(String,)> = on!(tx, link => sqlx::query_as(NEXT).fetch_optional(link).await)?;
        let Some((statement,)) = next else { break };
        run(&mut tx, statement).await?;
        tx.commit().await?;
    }
    db.state_statistics().await
}

/// The same before the schema is brought up to date: a migration may count on them.
pub(crate) async fn make_before_migrations(db: &Db) -> Result<()> {
    let mut conn = db.read().await?;
    let is_known = has_table(&mut conn, "postponed_indexes").await?;
    drop(conn);
    if is_known { make(db).await } else { Ok(()) }
}

/// The names of the indexes, and the statements that make them.
async fn of_users(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    const SQLITE: &str = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'users' \
        AND sql LIKE 'CREATE INDEX %' ORDER BY name";
    const POSTGRES: &str = "SELECT indexname::TEXT, indexdef FROM pg_indexes WHERE schemaname = current_schema() \
        AND tablename = 'users' AND indexdef LIKE 'CREATE INDEX %' ORDER BY indexname";
    Ok(match conn.link() {
        Link::Sqlite(link) => sqlx::query_as(SQLITE).fetch_all(link).await?,
        Link::Postgres(link) => sqlx::query_as(POSTGRES).fetch_all(link).await?,
    })
}
