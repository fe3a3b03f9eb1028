//! The names of metadata that there are.

use crate::sql::Sql;
use crate::user_terms::{APP_METADATA, USER_METADATA};
use crate::words::after_prefix;
use crate::{Conn, Result};

/// Names of metadata, `user_metadata.plan`, that users of the tenant have a value at and that begin with `prefix`, in order. A
/// prefix that no such name begins with is the beginning of what stands behind `user_metadata.` and `app_metadata.`.
///
/// One look into the key of `user_terms` for each: from a name it goes on behind the last of its entries, however many
/// users have it.
///
/// # Errors
/// The database's.
pub async fn metadata_names(conn: &mut Conn, tenant: &str, prefix: &str, limit: i64) -> Result<Vec<String>> {
    const DOCUMENTS: [(&str, &str); 2] = [("app_metadata.", APP_METADATA), ("user_metadata.", USER_METADATA)];
    let is_whole = DOCUMENTS.iter().any(|(public, _)| prefix.starts_with(public) || public.starts_with(prefix));
    let mut names = Vec::new();
    for (public, own) in DOCUMENTS {
        let rest = match prefix.strip_prefix(public) {
            Some(rest) => rest,
            None if public.starts_with(prefix) => "",
            None if is_whole => continue,
            None => prefix,
        };
        let own = format!("{own}.");
        let found = fields(conn, tenant, &format!("{own}{rest}"), limit).await?;
        let keys = found.iter().filter_map(|field| field.strip_prefix(own.as_str()));
        names.extend(keys.map(|keys| format!("{public}{keys}")));
    }
    names.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(names)
}

async fn fields(conn: &mut Conn, tenant: &str, prefix: &str, limit: i64) -> Result<Vec<String>> {
    let mut sql = Sql::new("WITH RECURSIVE fields (field, number) AS (SELECT (");
    push_next(&mut sql, tenant, prefix);
    sql.push("AND t.field >= ").bind(prefix).push(" ORDER BY t.field LIMIT 1), 1 UNION ALL SELECT (");
    push_next(&mut sql, tenant, prefix);
    sql.push("AND t.field > fields.field ORDER BY t.field LIMIT 1), fields.number + 1 FROM fields ");
    sql.push("WHERE fields.field IS NOT NULL AND fields.number < ").bind(limit);
    sql.push(") SELECT field FROM fields WHERE field IS NOT NULL ORDER BY number");
    let rows: Vec<(String,)> = sql.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(field,)| field).collect())
}

fn push_next(sql: &mut Sql, tenant: &str, prefix: &str) {
    sql.push("SELECT t.field FROM user_terms t WHERE t.tenant = ").bind(tenant).push(" ");
    if let Some(end) = after_prefix(prefix) {
        sql.push("AND t.field < ").bind(end).push(" ");
    }
}
