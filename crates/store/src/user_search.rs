//! Finding users with the search language of the Management API, on every field and on metadata at any depth.
//!
//! The list of the dashboard is [`crate::search`]: it knows few conditions and answers them from indexes.

mod condition;
mod field;
mod metadata;

use model::lucene::{Query, QueryMistake};
use model::{UserId, UserProfile};

use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::users::Row;
use crate::{Conn, Result};
use condition::Condition;
pub use field::Order;

/// What is looked for, understood and ready to be run.
#[derive(Clone, Debug)]
pub struct UserSearch(Condition);

impl UserSearch {
    /// What `query` means for users.
    ///
    /// # Errors
    /// A field that cannot be searched, or a value that its field cannot have, with its position.
    pub fn new(query: &Query) -> std::result::Result<Self, QueryMistake> {
        Condition::of(query).map(Self)
    }
}

/// Which part of what is found.
#[derive(Clone, Debug)]
pub enum Slice {
    /// In an order, from the row of that number on; 0 is the first.
    At(Vec<Order>, i64),
    /// By id, after that one.
    After(Option<UserId>),
}

/// At most `limit` users.
///
/// # Errors
/// The database's.
pub async fn find(
    conn: &mut Conn,
    tenant: &str,
    search: &UserSearch,
    slice: &Slice,
    limit: i64,
) -> Result<Vec<UserProfile>> {
    let dialect = Dialect::of(conn);
    let mut sql = Sql::new("SELECT u.* FROM users u WHERE u.tenant = ");
    sql.bind(tenant).push(" AND ");
    search.0.push(&mut sql, dialect);
    let offset = match slice {
        Slice::At(orders, offset) => {
            sql.push(" ORDER BY ");
            for order in orders {
                sql.push(order.column()).push(if order.is_descending { " DESC, " } else { ", " });
            }
            sql.push("u.id");
            *offset
        }
        Slice::After(id) => {
            sql.push(" AND u.id > ").bind(id.as_ref().map_or("", UserId::as_str)).push(" ORDER BY u.id");
            0
        }
    };
    sql.push(" LIMIT ").bind(limit).push(" OFFSET ").bind(offset);
    let rows: Vec<Row> = sql.fetch_all(conn).await?;
    Ok(rows.into_iter().map(UserProfile::from).collect())
}

/// How many users are found.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, search: &UserSearch) -> Result<i64> {
    if search.0 == Condition::All {
        return crate::user_counts::total(conn, tenant).await;
    }
    let dialect = Dialect::of(conn);
    let mut sql = Sql::new("SELECT COUNT(*) FROM users u WHERE u.tenant = ");
    sql.bind(tenant).push(" AND ");
    search.0.push(&mut sql, dialect);
    sql.fetch_count(conn).await
}

/// The users with that address, whatever their connection.
///
/// # Errors
/// The database's.
pub async fn by_email(conn: &mut Conn, tenant: &str, email: &str, limit: i64) -> Result<Vec<UserProfile>> {
    const SQL: &str = "SELECT * FROM users WHERE tenant = $1 AND email = $2 ORDER BY id LIMIT $3";
    let rows: Vec<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(email).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(UserProfile::from).collect())
}
