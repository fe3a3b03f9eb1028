//! Finding users with the search language of the Management API, on every field and on metadata at any depth.
//!
//! The conditions of a search are looked up in the indexes of `users` and in `user_terms`, the rarest first; what the indexes
//! do not know exactly is tested on the users whom they name. See [`page`] for how a page is read.
//!
//! The dashboard's list of users who pass a query is [`list`]; of those whom words find it is [`crate::search`].

mod condition;
mod count;
mod field;
mod list;
mod listed;
mod metadata;
mod names;
mod narrowed;
mod order;
mod page;
mod source;
mod terms;

use std::collections::HashMap;

use model::lucene::{Query, QueryMistake};
use model::{UserCount, UserId, UserProfile};

use crate::search::{Key, Place, Search};
use crate::sql::Sql;
use crate::users::{Row, columns};
use crate::{Conn, Result};
use condition::Condition;
pub use count::LOOK;
pub use list::{ids, list};
pub use listed::MANY;
pub use names::metadata_names;
use narrowed::{ENOUGH, Narrowed};
pub use order::Order;
use page::Page;

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

    /// Those of them who meet the conditions of `filter` that are not of its text.
    #[must_use]
    pub fn narrowed_to(self, filter: &Search) -> Self {
        Self(Condition::And([vec![self.0], condition::of_filter(filter)].concat()))
    }
}

/// Which part of what is found.
#[derive(Clone, Debug)]
pub enum Slice {
    /// In an order, from the row of that number on; 0 is the first.
    At(Order, i64),
    /// By id, after that one.
    After(Option<UserId>),
}

/// How a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Along the order, testing each user.
    Walk,
    /// From the index of the condition that finds the fewest.
    Gather,
    /// So many of the order are tested first; what is missing then is found in whichever way is likely to be quicker.
    Sample(i64),
}

/// At most `limit` users. `way` is how they are found; whichever is likely to be quicker where it is not given.
///
/// # Errors
/// The database's.
pub async fn find(
    conn: &mut Conn,
    tenant: &str,
    search: &UserSearch,
    slice: &Slice,
    limit: i64,
    way: Option<Way>,
) -> Result<Vec<UserProfile>> {
    let after = match slice {
        Slice::After(Some(id)) => Some(place_of(id)),
        _ => None,
    };
    let page = match slice {
        Slice::At(order, offset) => Page { order: *order, after: None, offset: *offset, limit },
        Slice::After(_) => Page { order: Order::by_id(), after: after.as_ref(), offset: 0, limit },
    };
    let mut narrowed = Narrowed::new(conn, tenant, &search.0).await?;
    narrowed.look_ahead(conn, ENOUGH).await?;
    let ids = narrowed.page(conn, &page, way).await?;
    by_ids(conn, tenant, &ids).await
}

/// Where a user stands in the order of ids.
fn place_of(id: &UserId) -> Place {
    Place { key: Key::Text(String::new()), id: id.as_str().to_owned() }
}

/// The users of those ids, in that order.
async fn by_ids(conn: &mut Conn, tenant: &str, ids: &[String]) -> Result<Vec<UserProfile>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(concat!("SELECT ", columns!(), " FROM users u WHERE u.tenant = "));
    sql.bind(tenant).push(" AND u.id IN (");
    for (index, id) in ids.iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(id.as_str());
    }
    sql.push(")");
    let rows: Vec<Row> = sql.fetch_all(conn).await?;
    let users = rows.into_iter().map(UserProfile::from).map(|user| (user.user_id.as_str().to_owned(), user));
    let mut users: HashMap<String, UserProfile> = users.collect();
    Ok(ids.iter().filter_map(|id| users.remove(id)).collect())
}

/// How many users are found. Where each of several conditions finds at least `many`, which is [`MANY`] where no test asks, what
/// they find is compared here.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, search: &UserSearch, many: i64) -> Result<i64> {
    Narrowed::new(conn, tenant, &search.0).await?.count_all(conn, many).await
}

/// How many users are found. Where more than `look` would have to be tested one by one, only so many are, and no more than
/// [`crate::search::CAP`] counted.
///
/// # Errors
/// The database's.
pub async fn count_some(conn: &mut Conn, tenant: &str, search: &UserSearch, look: i64) -> Result<UserCount> {
    Narrowed::new(conn, tenant, &search.0).await?.count_some(conn, look).await
}

/// The users with that address, whatever their connection.
///
/// # Errors
/// The database's.
pub async fn by_email(conn: &mut Conn, tenant: &str, email: &str, limit: i64) -> Result<Vec<UserProfile>> {
    const SQL: &str =
        concat!("SELECT ", columns!(), " FROM users u WHERE u.tenant = $1 AND u.email = $2 ORDER BY u.id LIMIT $3");
    let rows: Vec<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(email).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(UserProfile::from).collect())
}
