//! What mails say, where a tenant has other words than Roster's own.

use model::{MailKind, MailTemplate};
use sqlx::types::Json;

use crate::{Conn, Result};

/// The tenant's own template.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, kind: MailKind) -> Result<Option<MailTemplate>> {
    const SQL: &str = "SELECT template FROM mail_templates WHERE tenant = $1 AND name = $2";
    let template: Option<Json<MailTemplate>> = on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(kind.as_str())
        .fetch_optional(link).await)?;
    Ok(template.map(|template| template.0))
}

/// All templates that the tenant has of its own.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<(MailKind, MailTemplate)>> {
    const SQL: &str = "SELECT name, template FROM mail_templates WHERE tenant = $1";
    let rows: Vec<(String, Json<MailTemplate>)> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    let named = rows.into_iter().filter_map(|(name, template)| Some((MailKind::parse(&name)?, template.0)));
    Ok(named.collect())
}

/// Writes a template of the tenant's own.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, kind: MailKind, template: &MailTemplate) -> Result<()> {
    const SQL: &str = "INSERT INTO mail_templates (tenant, name, template) VALUES ($1, $2, $3) \
        ON CONFLICT (tenant, name) DO UPDATE SET template = excluded.template";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(kind.as_str()).bind(Json(template))
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Goes back to Roster's own words.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, kind: MailKind) -> Result<()> {
    const SQL: &str = "DELETE FROM mail_templates WHERE tenant = $1 AND name = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(kind.as_str()).execute(link).await.map(|_| ()))?;
    Ok(())
}
