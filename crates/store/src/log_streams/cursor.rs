//! How far a stream has got.
//!
//! In each chain of the log an event becomes visible after the one before it, because whoever writes holds the chain until
//! their commit. So its number is a place that nothing can appear before, which an id or a time is not.

use model::LogEvent;
use sqlx::FromRow;

use crate::{Conn, Result, logs, staged_logs};

/// An event's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Position {
    /// Which of the tenant's chains.
    pub chain: i64,
    /// Its number there.
    pub number: i64,
}

/// A chain that goes on behind a stream's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Ahead {
    /// Which of the tenant's chains.
    pub chain: i64,
    /// What was sent last of it; 0 for nothing.
    pub sent: i64,
    /// The number of its last event.
    pub last: i64,
}

/// Lets a new stream begin: behind everything that there is, or with the first event whose id is `from` or greater.
///
/// # Errors
/// The database's.
pub async fn begin(conn: &mut Conn, tenant: &str, stream: &str, from: Option<&str>) -> Result<()> {
    const NOW: &str = "INSERT INTO log_stream_cursors (tenant, stream, chain, number) \
        SELECT tenant, $2, chain, number FROM log_chains WHERE tenant = $1";
    const FROM: &str = "INSERT INTO log_stream_cursors (tenant, stream, chain, number) \
        SELECT c.tenant, $2, c.chain, COALESCE((SELECT MIN(l.number) - 1 FROM logs l \
        WHERE l.tenant = c.tenant AND l.id >= $3 AND l.chain = c.chain), c.number) FROM log_chains c WHERE c.tenant = $1";
    match from {
        None => on!(conn, link => sqlx::query(NOW).bind(tenant).bind(stream).execute(link).await.map(|_| ()))?,
        Some(from) => {
            staged_logs::settle(conn).await?;
            on!(conn, link => sqlx::query(FROM).bind(tenant).bind(stream).bind(from).execute(link).await.map(|_| ()))?;
        }
    }
    Ok(())
}

/// The chains that have events for a stream.
///
/// # Errors
/// The database's.
pub async fn ahead(conn: &mut Conn, tenant: &str, stream: &str) -> Result<Vec<Ahead>> {
    // What retention deleted cannot be sent any more.
    const SQL: &str = "SELECT c.chain, CASE WHEN COALESCE(s.number, 0) < c.first_number THEN c.first_number \
        ELSE COALESCE(s.number, 0) END AS sent, c.number AS last FROM log_chains c LEFT JOIN log_stream_cursors s \
        ON s.tenant = c.tenant AND s.stream = $2 AND s.chain = c.chain \
        WHERE c.tenant = $1 AND c.number > COALESCE(s.number, 0) ORDER BY c.chain";
    let mut ahead: Vec<Ahead> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(stream).fetch_all(link).await)?;
    ahead.retain(|chain| chain.last > chain.sent);
    Ok(ahead)
}

#[derive(FromRow)]
struct Numbered {
    number: i64,
    #[sqlx(flatten)]
    event: logs::Row,
}

/// At most `limit` events of a chain after the number `after`, with their numbers.
///
/// # Errors
/// The database's.
pub async fn events(
    conn: &mut Conn,
    tenant: &str,
    chain: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<(Position, LogEvent)>> {
    const SQL: &str = "SELECT l.number, l.id, date, type, description, connection, client_id, client_name, ip, \
        user_agent, user_id, user_name, details, p.place AS location_info FROM logs l \
        LEFT JOIN places p ON p.tenant = l.tenant AND p.id = l.place \
        WHERE l.tenant = $1 AND l.chain = $2 AND l.number > $3 ORDER BY l.number LIMIT $4";
    let rows: Vec<Numbered> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(chain).bind(after).bind(limit)
        .fetch_all(link).await)?;
    let numbered = |row: Numbered| (Position { chain, number: row.number }, LogEvent::from(row.event));
    Ok(rows.into_iter().map(numbered).collect())
}

/// Notes how far a stream got in a chain; it never goes back.
///
/// # Errors
/// The database's; that the stream is gone is one.
pub async fn move_on(conn: &mut Conn, tenant: &str, stream: &str, to: Position) -> Result<()> {
    const SQL: &str = "INSERT INTO log_stream_cursors (tenant, stream, chain, number) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (tenant, stream, chain) DO UPDATE SET number = excluded.number \
        WHERE log_stream_cursors.number < excluded.number";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(stream).bind(to.chain).bind(to.number)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}
