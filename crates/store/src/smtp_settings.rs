//! How a tenant's mails are sent.

use std::fmt;

use model::SmtpSettings;
use sqlx::types::Json;

use crate::{Conn, Result};

/// The settings with their password, which is nowhere else.
#[derive(Clone)]
pub struct Smtp {
    /// What may be shown.
    pub settings: SmtpSettings,
    /// Empty where the server asks for none.
    pub password: String,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The tenant's settings; none before they were first saved.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str) -> Result<Option<Smtp>> {
    const SQL: &str = "SELECT settings, password FROM smtp_settings WHERE tenant = $1";
    let row: Option<(Json<SmtpSettings>, String)> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_optional(link).await)?;
    Ok(row.map(|(settings, password)| {
        let settings = SmtpSettings { has_password: !password.is_empty(), ..settings.0 };
        Smtp { settings, password }
    }))
}

/// Writes the settings.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, smtp: &Smtp) -> Result<()> {
    const SQL: &str = "INSERT INTO smtp_settings (tenant, settings, password) VALUES ($1, $2, $3) \
        ON CONFLICT (tenant) DO UPDATE SET settings = excluded.settings, password = excluded.password";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(Json(&smtp.settings)).bind(&smtp.password)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets the settings, and the password with them; `true` when there were any.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM smtp_settings WHERE tenant = $1";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
