//! What roles allow, and what users may do by themselves.

use model::{ListPart, Permission, PermissionSource, UserId};
use sqlx::FromRow;

use crate::parts::Source;
use crate::{Conn, Result};

/// Who has permissions.
#[derive(Clone, Copy, Debug)]
pub enum Holder<'a> {
    /// The role of that id.
    Role(&'a str),
    /// A user, without any role.
    User(&'a UserId),
}

impl<'a> Holder<'a> {
    fn id(self) -> &'a str {
        match self {
            Self::Role(id) => id,
            Self::User(id) => id.as_str(),
        }
    }
}

/// A permission at an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The API's id.
    pub api_id: String,
    /// The API's name.
    pub api_name: String,
    /// Identifier and scope.
    pub permission: Permission,
}

#[derive(FromRow)]
struct Row {
    api_id: String,
    identifier: String,
    api_name: String,
    permission: String,
}

impl From<Row> for Held {
    fn from(row: Row) -> Self {
        let permission = Permission { resource_server_identifier: row.identifier, permission_name: row.permission };
        Self { api_id: row.api_id, api_name: row.api_name, permission }
    }
}

/// A part of what a holder has, by API and name; and how many there are in all, where that is wanted.
///
/// # Errors
/// The database's.
pub async fn list(
    conn: &mut Conn,
    tenant: &str,
    holder: Holder<'_>,
    part: &ListPart,
) -> Result<(Vec<Held>, Option<i64>)> {
    const OF_ROLE: Source = Source {
        select: "SELECT h.api_id, a.identifier, a.name AS api_name, h.permission FROM role_permissions h \
            JOIN resource_servers a ON a.tenant = h.tenant AND a.id = h.api_id",
        count: "SELECT COUNT(*) FROM role_permissions h",
        order: "a.identifier, h.permission",
        id: "h.permission",
    };
    const OF_USER: Source = Source {
        select: "SELECT h.api_id, a.identifier, a.name AS api_name, h.permission FROM user_permissions h \
            JOIN resource_servers a ON a.tenant = h.tenant AND a.id = h.api_id",
        count: "SELECT COUNT(*) FROM user_permissions h",
        order: "a.identifier, h.permission",
        id: "h.permission",
    };
    let (source, column) = match holder {
        Holder::Role(_) => (OF_ROLE, " AND h.role_id = "),
        Holder::User(_) => (OF_USER, " AND h.user_id = "),
    };
    let found = source.fetch::<Row>(conn, part, |sql| {
        sql.push("h.tenant = ").bind(tenant).push(column).bind(holder.id());
    });
    let (rows, total) = found.await?;
    Ok((rows.into_iter().map(Held::from).collect(), total))
}

/// Everything that a user has by their roles, with the role of each.
///
/// # Errors
/// The database's.
pub async fn by_roles(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Vec<(Held, PermissionSource)>> {
    const SQL: &str = "SELECT p.api_id, a.identifier, a.name, p.permission, r.id, r.name FROM user_roles h \
        JOIN roles r ON r.tenant = h.tenant AND r.id = h.role_id \
        JOIN role_permissions p ON p.tenant = h.tenant AND p.role_id = h.role_id \
        JOIN resource_servers a ON a.tenant = p.tenant AND a.id = p.api_id \
        WHERE h.tenant = $1 AND h.user_id = $2";
    type Found = (String, String, String, String, String, String);
    let rows: Vec<Found> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).fetch_all(link).await)?;
    let held = |(api_id, identifier, api_name, permission, role, name): Found| {
        (Held::from(Row { api_id, identifier, api_name, permission }), PermissionSource::role(role, name))
    };
    Ok(rows.into_iter().map(held).collect())
}

/// The names of all that a user may do at an API, by roles and by themselves.
///
/// # Errors
/// The database's.
pub async fn at_api(conn: &mut Conn, tenant: &str, user: &UserId, api_id: &str) -> Result<Vec<String>> {
    const SQL: &str = "SELECT permission FROM user_permissions WHERE tenant = $1 AND user_id = $2 AND api_id = $3 \
        UNION SELECT p.permission FROM user_roles h \
            JOIN role_permissions p ON p.tenant = h.tenant AND p.role_id = h.role_id \
            WHERE h.tenant = $1 AND h.user_id = $2 AND p.api_id = $3 \
        ORDER BY 1";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(user.as_str()).bind(api_id)
        .fetch_all(link).await)?)
}

/// Gives a holder a permission; `false` when they have it already.
///
/// # Errors
/// The database's, also where holder or API do not exist.
pub async fn insert(conn: &mut Conn, tenant: &str, holder: Holder<'_>, api_id: &str, permission: &str) -> Result<bool> {
    const ROLE: &str = "INSERT INTO role_permissions (tenant, role_id, api_id, permission) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    const USER: &str = "INSERT INTO user_permissions (tenant, user_id, api_id, permission) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    change(conn, tenant, holder, (ROLE, USER), (api_id, permission)).await
}

/// Takes a permission from a holder; `false` when they did not have it.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, holder: Holder<'_>, api_id: &str, permission: &str) -> Result<bool> {
    const ROLE: &str =
        "DELETE FROM role_permissions WHERE tenant = $1 AND role_id = $2 AND api_id = $3 AND permission = $4";
    const USER: &str =
        "DELETE FROM user_permissions WHERE tenant = $1 AND user_id = $2 AND api_id = $3 AND permission = $4";
    change(conn, tenant, holder, (ROLE, USER), (api_id, permission)).await
}

async fn change(
    conn: &mut Conn,
    tenant: &str,
    holder: Holder<'_>,
    (of_role, of_user): (&'static str, &'static str),
    (api_id, permission): (&str, &str),
) -> Result<bool> {
    let sql = if matches!(holder, Holder::Role(_)) { of_role } else { of_user };
    let rows = on!(conn, link => sqlx::query(sql).bind(tenant).bind(holder.id()).bind(api_id).bind(permission)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Takes a permission that an API has no more from everybody.
///
/// # Errors
/// The database's.
pub async fn forget(conn: &mut Conn, tenant: &str, api_id: &str, permission: &str) -> Result<()> {
    const SQL: [&str; 2] = [
        "DELETE FROM role_permissions WHERE tenant = $1 AND api_id = $2 AND permission = $3",
        "DELETE FROM user_permissions WHERE tenant = $1 AND api_id = $2 AND permission = $3",
    ];
    for sql in SQL {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(api_id).bind(permission)
            .execute(link).await.map(|_| ()))?;
    }
    Ok(())
}
