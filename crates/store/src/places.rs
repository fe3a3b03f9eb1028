//! The places that events name, and logins by place.

use std::collections::BTreeSet;

use model::{DAY, LoginOutcome, Place, Timestamp, UserId};
use sqlx::types::Json;

use crate::conn::Link;
use crate::{Conn, Result};

/// Sees to it that the place can be named; its id.
///
/// # Errors
/// The database's.
pub async fn keep(conn: &mut Conn, tenant: &str, place: &Place) -> Result<String> {
    const SQL: &str = "INSERT INTO places (tenant, id, place) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let id = place.id();
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&id).bind(Json(place)).execute(link).await.map(|_| ()))?;
    Ok(id)
}

/// Places with their ids, each once.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, ids: &[&str]) -> Result<Vec<(String, Place)>> {
    const SQL: &str = "SELECT place FROM places WHERE tenant = $1 AND id = $2";
    let mut found = Vec::new();
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        let place: Option<Json<Place>> =
            on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
        found.extend(place.map(|place| (id.to_owned(), place.0)));
    }
    Ok(found)
}

/// A success that has a place.
#[derive(Clone, Debug, PartialEq)]
pub struct LastLogin {
    /// The event's id.
    pub log_id: String,
    /// When it was.
    pub date: Timestamp,
    /// Where.
    pub place: Place,
}

/// The user's last success that has a place, whether or not its event is in the log yet.
///
/// # Errors
/// The database's.
pub async fn last_login(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Option<LastLogin>> {
    const SQL: &str = "SELECT l.id, l.date, p.place FROM logs l JOIN places p ON p.tenant = l.tenant AND p.id = l.place \
        WHERE l.tenant = $1 AND l.user_id = $2 AND l.login = 1 AND l.place IS NOT NULL \
        ORDER BY l.date DESC LIMIT 1";
    const STAGED: &str = "SELECT l.id, l.date, p.place FROM staged_logs l \
        JOIN places p ON p.tenant = l.tenant AND p.id = l.place \
        WHERE l.tenant = $1 AND l.user_id = $2 AND l.login = 1 ORDER BY l.date DESC LIMIT 1";
    let mut rows: Vec<(String, i64, Json<Place>)> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).fetch_all(link).await)?;
    if let Link::Sqlite(link) = conn.link() {
        rows.extend(sqlx::query_as(STAGED).bind(tenant).bind(user.as_str()).fetch_all(link).await?);
    }
    let last = rows.into_iter().max_by_key(|(_, date, _)| *date);
    Ok(last.map(|(log_id, date, place)| LastLogin { log_id, date: Timestamp(date), place: place.0 }))
}

/// Logins of one day, place and outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Days since 1970.
    pub day: i64,
    /// The place's id; none where the address has no place.
    pub place: Option<String>,
    /// What came of them.
    pub outcome: LoginOutcome,
    /// How many.
    pub count: i64,
}

/// A user's logins of the days `first..=last` that ended so, of each day and place.
///
/// # Errors
/// The database's.
pub async fn count(
    conn: &mut Conn,
    tenant: &str,
    user: &UserId,
    outcome: LoginOutcome,
    (first, last): (i64, i64),
    limit: i64,
) -> Result<Vec<Count>> {
    const SQL: &str = "SELECT day, NULLIF(place, ''), logins FROM login_days WHERE tenant = $1 AND user_id = $2 AND login = $3 \
        AND day BETWEEN $4 AND $5 AND logins > 0 ORDER BY day, place LIMIT $6";
    type Row = (i64, Option<String>, i64);
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).bind(outcome.number())
        .bind(first).bind(last).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(|(day, place, count)| Count { day, place, outcome, count }).collect())
}

/// A login that has a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The event's id.
    pub log_id: String,
    /// When it was.
    pub date: Timestamp,
    /// The place's id.
    pub place: String,
    /// What came of it.
    pub outcome: LoginOutcome,
}

/// The user's newest logins of that outcome, within the days `first..=last`, that have a place. Newest first.
///
/// # Errors
/// The database's.
pub async fn newest(
    conn: &mut Conn,
    tenant: &str,
    user: &UserId,
    outcome: LoginOutcome,
    (first, last): (i64, i64),
    limit: i64,
) -> Result<Vec<Login>> {
    const SQL: &str = "SELECT id, date, place FROM logs WHERE tenant = $1 AND user_id = $2 AND login = $3 \
        AND place IS NOT NULL AND date BETWEEN $4 AND $5 ORDER BY date DESC LIMIT $6";
    let rows: Vec<(String, i64, String)> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str())
        .bind(outcome.number()).bind(first * DAY).bind(last * DAY + (DAY - 1)).bind(limit).fetch_all(link).await)?;
    let login = |(log_id, date, place)| Login { log_id, date: Timestamp(date), place, outcome };
    Ok(rows.into_iter().map(login).collect())
}
