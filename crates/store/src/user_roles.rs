//! Which users have which roles.

use model::{ListPart, Listed, RoleMember, UserId, UserRole};
use sqlx::FromRow;

use crate::parts::Source;
use crate::roles::Row;
use crate::{Conn, Result};

#[derive(FromRow)]
struct Member {
    id: String,
    email: String,
    name: Option<String>,
    picture: Option<String>,
}

impl From<Member> for RoleMember {
    fn from(row: Member) -> Self {
        let email = Some(row.email).filter(|email| !email.is_empty());
        Self { user_id: UserId::from(row.id), email, picture: row.picture, name: row.name }
    }
}

/// The roles of a user, by name.
///
/// # Errors
/// The database's.
pub async fn of_user(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Vec<UserRole>> {
    const SQL: &str = "SELECT r.id, r.name, r.description FROM user_roles h \
        JOIN roles r ON r.tenant = h.tenant AND r.id = h.role_id \
        WHERE h.tenant = $1 AND h.user_id = $2 ORDER BY r.name, r.id";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).fetch_all(link).await)?;
    Ok(rows.into_iter().map(UserRole::from).collect())
}

/// A part of the users who have a role, by their ids.
///
/// # Errors
/// The database's.
pub async fn members(conn: &mut Conn, tenant: &str, role: &str, part: &ListPart) -> Result<Listed<RoleMember>> {
    const SOURCE: Source = Source {
        select: "SELECT u.id, u.email, u.name, u.picture FROM user_roles h \
            JOIN users u ON u.tenant = h.tenant AND u.id = h.user_id",
        count: "SELECT COUNT(*) FROM user_roles h",
        order: "h.user_id",
        id: "h.user_id",
    };
    let found = SOURCE.fetch::<Member>(conn, part, |sql| {
        sql.push("h.tenant = ").bind(tenant).push(" AND h.role_id = ").bind(role);
    });
    let (rows, total) = found.await?;
    let members = rows.into_iter().map(RoleMember::from).collect();
    Ok(Listed { total, ..part.ended(members, |member: &RoleMember| member.user_id.as_str()) })
}

/// Gives a user a role; `false` when they have it already.
///
/// # Errors
/// The database's, also where one of both does not exist.
pub async fn insert(conn: &mut Conn, tenant: &str, user: &UserId, role: &str) -> Result<bool> {
    const SQL: &str = "INSERT INTO user_roles (tenant, user_id, role_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user.as_str()).bind(role)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Takes a role from a user; `false` when they did not have it.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, user: &UserId, role: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM user_roles WHERE tenant = $1 AND user_id = $2 AND role_id = $3";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user.as_str()).bind(role)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
