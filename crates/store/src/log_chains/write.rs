//! Writing the events of a transaction.

use std::collections::{BTreeMap, BTreeSet};

use model::LogEvent;
use sqlx::types::Json;
use sqlx::{Postgres, QueryBuilder, Sqlite};

use super::canonical::read_back;
use super::columns::{Columns, Position};
use super::heads::Head;
use super::{CHAINS, hold};
use crate::conn::Link as Engine;
use crate::{Conn, Result, login_days, places, staged_logs};

/// Rows in one statement: each count is a statement of its own that the connection keeps prepared.
const ROWS: usize = 32;

/// An event with its place in its chain.
struct Row<'a> {
    columns: &'a Columns,
    number: i64,
    hash: String,
}

/// Writes the events of a transaction: the last thing that it does, so that others wait for a chain only until its commit.
/// Places before chains, and each sorted, so that no two transactions wait for each other.
///
/// # Errors
/// The database's.
pub(crate) async fn write(conn: &mut Conn, events: Vec<(String, LogEvent)>) -> Result<()> {
    let mut tenants = BTreeMap::<String, Vec<Columns>>::new();
    let mut kept = BTreeSet::new();
    let mut found = Vec::new();
    for (tenant, event) in events {
        if let Some(place) = &event.location_info
            && kept.insert((tenant.clone(), place.id()))
        {
            found.push((tenant.clone(), place.clone()));
        }
        tenants.entry(tenant).or_default().push(Columns::from(event));
    }
    found.sort_by_cached_key(|(tenant, place)| (tenant.clone(), place.id()));
    for (tenant, place) in &found {
        places::keep(conn, tenant, place).await?;
    }
    for (tenant, events) in tenants {
        extend(conn, &tenant, events).await?;
    }
    Ok(())
}

/// Adds events to one of the tenant's chains.
async fn extend(conn: &mut Conn, tenant: &str, events: Vec<Columns>) -> Result<()> {
    if matches!(conn.link(), Engine::Postgres(_)) {
        let chain = chain_of(&events);
        let head = held(conn, tenant, chain).await?;
        let rows = rows(tenant, chain, &head, &events, true);
        return on_postgres(conn, tenant, chain, &rows).await;
    }
    if let Some(head) = conn.heads().find(tenant)
        && on_sqlite(conn, tenant, &head, &rows(tenant, 0, &head, &events, false)).await?
    {
        return Ok(());
    }
    let head = held(conn, tenant, 0).await?;
    let is_written = on_sqlite(conn, tenant, &head, &rows(tenant, 0, &head, &events, false)).await?;
    if is_written { Ok(()) } else { Err(sqlx::Error::RowNotFound.into()) }
}

async fn held(conn: &mut Conn, tenant: &str, chain: i64) -> Result<Head> {
    let chain = hold(conn, tenant, chain).await?;
    Ok(Head { number: chain.number, hash: chain.hash })
}

/// The events as they follow `head`.
fn rows<'a>(tenant: &str, chain: i64, head: &Head, events: &'a [Columns], is_jsonb: bool) -> Vec<Row<'a>> {
    let Head { mut number, mut hash } = head.clone();
    let mut rows = Vec::with_capacity(events.len());
    for columns in events {
        number += 1;
        let details = columns.details.as_ref().and_then(|details| read_back(details, is_jsonb));
        let at = Position { tenant, chain, number, previous: &hash };
        hash = columns.hash(at, details.as_ref().or(columns.details.as_ref()));
        rows.push(Row { columns, number, hash: hash.clone() });
    }
    rows
}

/// By the last digits of the first id, which are random.
fn chain_of(events: &[Columns]) -> i64 {
    let id = events.first().map_or("", |event| event.id.as_str());
    let digits = id.get(id.len().saturating_sub(3)..).unwrap_or_default();
    digits.parse::<i64>().unwrap_or(0) % CHAINS
}

macro_rules! push_rows {
    ($query:expr, $tenant:expr, $chain:expr, $rows:expr) => {
        $query.push_values($rows, |mut values, row: &Row<'_>| {
            let columns = row.columns;
            values
                .push_bind($tenant)
                .push_bind(&columns.id)
                .push_bind(columns.date)
                .push_bind(&columns.r#type)
                .push_bind(&columns.description)
                .push_bind(&columns.connection)
                .push_bind(&columns.client_id)
                .push_bind(&columns.client_name)
                .push_bind(&columns.ip)
                .push_bind(&columns.user_agent)
                .push_bind(&columns.user_id)
                .push_bind(&columns.user_name)
                .push_bind(columns.details.as_ref().map(Json))
                .push_bind(&columns.place)
                .push_bind(columns.login)
                .push_bind($chain)
                .push_bind(row.number)
                .push_bind(&row.hash);
        })
    };
}

const COLUMNS: &str = "(tenant, id, date, type, description, connection, client_id, client_name, ip, \
    user_agent, user_id, user_name, details, place, login, chain, number, hash) ";

/// In one go, since the others wait for the one writer: `false`, and nothing is written, when the chain does not end with
/// `head`.
async fn on_sqlite(conn: &mut Conn, tenant: &str, head: &Head, rows: &[Row<'_>]) -> Result<bool> {
    let Engine::Sqlite(link) = conn.link() else { return Ok(false) };
    let chunks = rows.chunks(ROWS).len();
    let mut staged = 0;
    for (index, chunk) in rows.chunks(ROWS).enumerate() {
        let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO staged_logs ");
        query.push(COLUMNS).push("SELECT * FROM (");
        push_rows!(query, tenant, 0_i64, chunk);
        query.push(") WHERE EXISTS (SELECT 1 FROM log_chains WHERE tenant = ").push_bind(tenant);
        query.push(" AND chain = 0 AND number = ").push_bind(head.number);
        query.push(" AND hash = ").push_bind(&head.hash).push(")");
        if let Some(last) = chunk.last().filter(|_| index + 1 == chunks) {
            query.push("; UPDATE log_chains SET number = ").push_bind(last.number);
            query.push(", hash = ").push_bind(&last.hash);
            query
                .push(" WHERE tenant = ")
                .push_bind(tenant)
                .push(" AND chain = 0 AND number = ")
                .push_bind(head.number);
            query.push(" AND hash = ").push_bind(&head.hash);
        }
        let done = query.build().execute(&mut *link).await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        // Row ids begin at 1 whenever the table was emptied.
        staged = done.last_insert_rowid();
    }
    if staged >= staged_logs::MOST {
        staged_logs::settle(conn).await?;
    }
    if let Some(last) = rows.last() {
        conn.heads().write(tenant, Head { number: last.number, hash: last.hash.clone() });
    }
    Ok(true)
}

/// The chain is held.
async fn on_postgres(conn: &mut Conn, tenant: &str, chain: i64, rows: &[Row<'_>]) -> Result<()> {
    const SQL: &str = "UPDATE log_chains SET number = $3, hash = $4 WHERE tenant = $1 AND chain = $2";
    let Engine::Postgres(link) = conn.link() else { return Ok(()) };
    for rows in rows.chunks(ROWS) {
        let mut query = QueryBuilder::<Postgres>::new("INSERT INTO logs ");
        query.push(COLUMNS);
        push_rows!(query, tenant, chain, rows);
        query.build().execute(&mut *link).await?;
    }
    login_days::add(&mut *link, tenant, rows.iter().filter_map(|row| row.columns.day_key())).await?;
    if let Some(last) = rows.last() {
        sqlx::query(SQL).bind(tenant).bind(chain).bind(last.number).bind(&last.hash).execute(&mut *link).await?;
    }
    Ok(())
}
