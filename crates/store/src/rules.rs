//! Rules. Whoever writes one holds the tenant first (see [`crate::tenants::hold`]), so that what was looked at stays so.

use model::{ListPart, Listed, Rule};
use sqlx::FromRow;

use crate::parts::Source;
use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    script: String,
    place: i64,
    enabled: bool,
}

impl From<Row> for Rule {
    fn from(row: Row) -> Self {
        Self { id: row.id, name: row.name, script: row.script, order: row.place, enabled: row.enabled }
    }
}

/// The rule of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Rule>> {
    const SQL: &str = "SELECT id, name, script, place, enabled FROM rules WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(Rule::from))
}

/// A part of the rules, in their order: of all, or of those that are on or off.
///
/// # Errors
/// The database's.
pub async fn search(conn: &mut Conn, tenant: &str, enabled: Option<bool>, part: &ListPart) -> Result<Listed<Rule>> {
    const SOURCE: Source = Source {
        select: "SELECT id, name, script, place, enabled FROM rules",
        count: "SELECT COUNT(*) FROM rules",
        order: "place",
        id: "id",
    };
    let found = SOURCE.fetch::<Row>(conn, part, |sql| {
        sql.push("tenant = ").bind(tenant);
        match enabled {
            Some(true) => drop(sql.push(" AND enabled")),
            Some(false) => drop(sql.push(" AND NOT enabled")),
            None => {}
        }
    });
    let (rows, total) = found.await?;
    let rules = rows.into_iter().map(Rule::from).collect();
    Ok(Listed { total, ..part.ended(rules, |rule: &Rule| &rule.id) })
}

/// What another rule than the one of `id` has already: the name, the place.
///
/// # Errors
/// The database's.
pub async fn taken(conn: &mut Conn, tenant: &str, rule: &Rule) -> Result<(bool, bool)> {
    const NAME: &str = "SELECT COUNT(*) FROM rules WHERE tenant = $1 AND name = $2 AND id <> $3";
    const PLACE: &str = "SELECT COUNT(*) FROM rules WHERE tenant = $1 AND place = $2 AND id <> $3";
    let names: i64 = on!(conn, link => sqlx::query_scalar(NAME).bind(tenant).bind(&rule.name).bind(&rule.id)
        .fetch_one(link).await)?;
    let places: i64 = on!(conn, link => sqlx::query_scalar(PLACE).bind(tenant).bind(rule.order).bind(&rule.id)
        .fetch_one(link).await)?;
    Ok((names > 0, places > 0))
}

/// The place of the last rule; none where there is no rule.
///
/// # Errors
/// The database's.
pub async fn last_place(conn: &mut Conn, tenant: &str) -> Result<Option<i64>> {
    const SQL: &str = "SELECT MAX(place) FROM rules WHERE tenant = $1";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).fetch_one(link).await)?)
}

/// How many rules there are, and how many bytes their scripts are long together.
///
/// # Errors
/// The database's.
pub async fn size(conn: &mut Conn, tenant: &str) -> Result<(i64, i64)> {
    const SQL: &str = "SELECT COUNT(*), COALESCE(SUM(OCTET_LENGTH(script)), 0) FROM rules WHERE tenant = $1";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_one(link).await)?)
}

/// Adds a rule.
///
/// # Errors
/// The database's; that another one has its name or place is one.
pub async fn insert(conn: &mut Conn, tenant: &str, rule: &Rule) -> Result<()> {
    const SQL: &str = "INSERT INTO rules (tenant, id, name, script, place, enabled) VALUES ($1, $2, $3, $4, $5, $6)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&rule.id).bind(&rule.name).bind(&rule.script).bind(rule.order)
        .bind(rule.enabled).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Writes a rule that is there.
///
/// # Errors
/// As [`insert`].
pub async fn save(conn: &mut Conn, tenant: &str, rule: &Rule) -> Result<()> {
    const SQL: &str = "UPDATE rules SET name = $3, script = $4, place = $5, enabled = $6 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&rule.id).bind(&rule.name).bind(&rule.script).bind(rule.order)
        .bind(rule.enabled).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Removes a rule.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM rules WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    Ok(())
}
