//! Rows of files that were not taken.

use model::{FailedRow, JsonObject, RowError};
use sqlx::types::Json;

use crate::sql::insert_rows;
use crate::{Conn, Result};

/// Where a row stands among those that were not taken: its line, and which of the rows that begin there it is.
type Place = (i64, i64);

/// Keeps rows with their places.
///
/// # Errors
/// The database's.
pub async fn add_errors(conn: &mut Conn, tenant: &str, job: &str, failed: &[(Place, FailedRow)]) -> Result<()> {
    insert_rows!(
        conn,
        "INSERT INTO job_errors (tenant, job_id, line, place, account, errors) ",
        failed,
        |failed, values| {
            let ((line, place), row) = failed;
            values
                .push_bind(tenant)
                .push_bind(job)
                .push_bind(line)
                .push_bind(place)
                .push_bind(Json(&row.user))
                .push_bind(Json(&row.errors));
        }
    );
    Ok(())
}

/// Rows behind a place, in the order of the file.
///
/// # Errors
/// The database's.
pub async fn errors(
    conn: &mut Conn,
    tenant: &str,
    job: &str,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<(Place, FailedRow)>> {
    const SQL: &str = "SELECT line, place, account, errors FROM job_errors WHERE tenant = $1 AND job_id = $2 \
        AND (line > $3 OR (line = $3 AND place > $4)) ORDER BY line, place LIMIT $5";
    type Found = (i64, i64, Json<JsonObject>, Json<Vec<RowError>>);
    let (line, place) = after.unwrap_or((-1, -1));
    let rows: Vec<Found> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(job).bind(line).bind(place)
        .bind(limit).fetch_all(link).await)?;
    let row = |(line, place, user, errors): Found| ((line, place), FailedRow { user: user.0, errors: errors.0 });
    Ok(rows.into_iter().map(row).collect())
}
