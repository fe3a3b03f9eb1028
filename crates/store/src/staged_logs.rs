//! Events of SQLite on their way to the log.
//!
//! The log has an index for each way to look for events. To keep them all in the transaction of a login costs more than the
//! rest of its event: so a transaction stages its events, and many are moved at once. Whoever reads the log moves them first.

use sqlx::SqliteConnection;

use crate::conn::Link;
use crate::{Conn, Result, login_days};

/// So many events staged are moved by the transaction that staged the last of them.
pub(crate) const MOST: i64 = 64;

/// Whether events wait to be moved.
pub(crate) async fn is_any(conn: &mut Conn) -> Result<bool> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM staged_logs)";
    let Link::Sqlite(link) = conn.link() else { return Ok(false) };
    Ok(sqlx::query_scalar(SQL).fetch_one(link).await?)
}

/// Moves them to the log, within a transaction that writes.
pub(crate) async fn settle(conn: &mut Conn) -> Result<()> {
    match conn.link() {
        Link::Sqlite(link) => settle_on(link).await,
        Link::Postgres(_) => Ok(()),
    }
}

/// The same, where there is no [`Conn`].
///
/// Ids are random: two events never have one. If it happened, the log would not stand still for ever: that an event is
/// missing is then what its chain shows.
pub(crate) async fn settle_on(link: &mut SqliteConnection) -> Result<()> {
    const SQL: &str = "INSERT INTO logs (tenant, id, date, type, description, connection, client_id, client_name, ip, \
        user_agent, user_id, user_name, details, place, login, chain, number, hash) SELECT tenant, id, date, type, \
        description, connection, client_id, client_name, ip, user_agent, user_id, user_name, details, place, login, chain, \
        number, hash FROM staged_logs WHERE TRUE ON CONFLICT DO NOTHING; DELETE FROM staged_logs";
    login_days::add_staged(&mut *link).await?;
    sqlx::query(SQL).execute(link).await?;
    Ok(())
}
