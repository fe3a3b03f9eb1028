//! The users who pass a query, in the orders of the dashboard: pages by key, in both directions.

use std::collections::HashMap;

use model::UserId;

use super::narrowed::{ENOUGH, Narrowed};
use super::order::Order;
use super::page::Page;
use super::{UserSearch, place_of};
use crate::search::{Found, Window, found};
use crate::sql::Sql;
use crate::users::{LIST_COLUMNS, ListRow};
use crate::{Conn, Result};

/// The users that `search` finds, within `window`; its effort is decided here.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, search: &UserSearch, window: &Window) -> Result<Found> {
    let order = Order::of(window.sort, window.scans_down());
    // One row more than the page has tells whether there is another page.
    let page = Page { order, after: window.from.as_ref(), offset: 0, limit: window.limit + 1 };
    let ids = page_of(conn, tenant, search, &page).await?;
    Ok(found(rows(conn, tenant, &ids).await?, window))
}

/// The ids of users that `search` finds, by id, after the id `after`: for working through all of them.
///
/// # Errors
/// The database's.
pub async fn ids(
    conn: &mut Conn,
    tenant: &str,
    search: &UserSearch,
    after: Option<&UserId>,
    limit: i64,
) -> Result<Vec<UserId>> {
    let after = after.map(place_of);
    let page = Page { order: Order::by_id(), after: after.as_ref(), offset: 0, limit };
    Ok(page_of(conn, tenant, search, &page).await?.into_iter().map(UserId::from).collect())
}

async fn page_of(conn: &mut Conn, tenant: &str, search: &UserSearch, page: &Page<'_>) -> Result<Vec<String>> {
    let mut narrowed = Narrowed::new(conn, tenant, &search.0).await?;
    narrowed.look_ahead(conn, ENOUGH).await?;
    narrowed.page(conn, page, None).await
}

/// The rows of those ids, in that order.
async fn rows(conn: &mut Conn, tenant: &str, ids: &[String]) -> Result<Vec<ListRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ");
    sql.push(LIST_COLUMNS).push(" FROM users u WHERE u.tenant = ").bind(tenant).push(" AND u.id IN (");
    sql.bind_all(ids).push(")");
    let rows: Vec<ListRow> = sql.fetch_all(conn).await?;
    let mut rows: HashMap<String, ListRow> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    Ok(ids.iter().filter_map(|id| rows.remove(id)).collect())
}
