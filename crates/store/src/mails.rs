//! Mails: sent, waiting, or only kept.

use model::{Mail, MailKind, MailRow, MailState, Timestamp, UserId};
use sqlx::FromRow;

use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    template: String,
    recipient: String,
    user_id: Option<String>,
    subject: String,
    state: String,
    attempts: i64,
    error: Option<String>,
    created_at: i64,
    next_try_at: i64,
    sent_at: Option<i64>,
}

impl From<Row> for MailRow {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: MailKind::parse(&row.template).unwrap_or(MailKind::Test),
            recipient: row.recipient,
            user_id: row.user_id.map(UserId::from),
            subject: row.subject,
            state: MailState::parse(&row.state).unwrap_or(MailState::Kept),
            attempts: row.attempts,
            error: row.error,
            created_at: Timestamp(row.created_at),
            next_try_at: Timestamp(row.next_try_at),
            sent_at: row.sent_at.map(Timestamp),
        }
    }
}

#[derive(FromRow)]
struct WholeRow {
    #[sqlx(flatten)]
    row: Row,
    sender: String,
    text_body: String,
    html_body: String,
}

impl From<WholeRow> for Mail {
    fn from(whole: WholeRow) -> Self {
        Self { row: whole.row.into(), sender: whole.sender, text: whole.text_body, html: whole.html_body }
    }
}

/// Keeps a new mail.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, mail: &Mail) -> Result<()> {
    const SQL: &str = "INSERT INTO mails (tenant, id, template, sender, recipient, user_id, subject, text_body, html_body, \
        state, attempts, created_at, next_try_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let row = &mail.row;
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&row.id).bind(row.kind.as_str()).bind(&mail.sender)
        .bind(&row.recipient).bind(row.user_id.as_ref().map(UserId::as_str)).bind(&row.subject).bind(&mail.text)
        .bind(&mail.html).bind(row.state.as_str()).bind(row.attempts).bind(row.created_at.0).bind(row.next_try_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// A whole mail.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Mail>> {
    const SQL: &str = "SELECT * FROM mails WHERE tenant = $1 AND id = $2";
    let row: Option<WholeRow> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(Mail::from))
}

/// Mails, newest first, older than the one of the id `before`.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, before: Option<&str>, limit: i64) -> Result<Vec<MailRow>> {
    const SQL: &str = "SELECT id, template, recipient, user_id, subject, state, attempts, error, created_at, next_try_at, \
        sent_at FROM mails WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    // Ids are decimal digits, and `:` comes after the digits.
    let before = before.unwrap_or(":");
    let rows: Vec<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(before).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(MailRow::from).collect())
}

/// Mails that wait and are due at `now`, the longest due first.
///
/// # Errors
/// The database's.
pub async fn due(conn: &mut Conn, tenant: &str, now: Timestamp, limit: i64) -> Result<Vec<Mail>> {
    const SQL: &str = "SELECT * FROM mails WHERE tenant = $1 AND state = 'waiting' AND next_try_at <= $2 \
        ORDER BY next_try_at LIMIT $3";
    let rows: Vec<WholeRow> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(now.0).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(Mail::from).collect())
}

/// Takes a waiting mail on until `until`; `false` when somebody else did first.
///
/// # Errors
/// The database's.
pub async fn claim(conn: &mut Conn, tenant: &str, mail: &MailRow, until: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE mails SET attempts = attempts + 1, next_try_at = $4 \
        WHERE tenant = $1 AND id = $2 AND state = 'waiting' AND next_try_at = $3";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&mail.id).bind(mail.next_try_at.0).bind(until.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The SMTP server took it.
///
/// # Errors
/// The database's.
pub async fn set_sent(conn: &mut Conn, tenant: &str, id: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE mails SET state = 'sent', sent_at = $3, error = NULL WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// It was not taken; `retry_at` says when it is tried again, if it is.
///
/// # Errors
/// The database's.
pub async fn set_failed(
    conn: &mut Conn,
    tenant: &str,
    id: &str,
    error: &str,
    retry_at: Option<Timestamp>,
) -> Result<()> {
    const SQL: &str = "UPDATE mails SET state = $3, error = $4, next_try_at = $5 WHERE tenant = $1 AND id = $2";
    let state = if retry_at.is_some() { MailState::Waiting } else { MailState::Failed };
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(state.as_str()).bind(error)
        .bind(retry_at.map_or(0, |at| at.0)).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Lets a mail be sent from `now` on, as if it were new; `false` when there is none.
///
/// # Errors
/// The database's.
pub async fn send_again(conn: &mut Conn, tenant: &str, id: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE mails SET state = 'waiting', attempts = 0, error = NULL, next_try_at = $3, sent_at = NULL \
        WHERE tenant = $1 AND id = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Forgets every mail about a user.
///
/// # Errors
/// The database's.
pub async fn delete_of_user(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<()> {
    const SQL: &str = "DELETE FROM mails WHERE tenant = $1 AND user_id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user.as_str()).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets mails older than the id `before`, a few at a time.
///
/// # Errors
/// The database's.
pub async fn delete_before(conn: &mut Conn, tenant: &str, before: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM mails WHERE tenant = $1 AND id IN \
        (SELECT id FROM mails WHERE tenant = $1 AND id < $2 ORDER BY id LIMIT 100)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(before).execute(link).await.map(|_| ()))?;
    Ok(())
}
