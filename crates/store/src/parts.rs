//! Lists in parts: by number or by what came last.

use model::ListPart;
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::sql::Sql;
use crate::{Conn, Result};

/// A list that is given in parts.
pub(crate) struct Source {
    /// `SELECT … FROM …`
    pub(crate) select: &'static str,
    /// `SELECT COUNT(*) FROM …`, of the same.
    pub(crate) count: &'static str,
    /// What a numbered part is in the order of.
    pub(crate) order: &'static str,
    /// What names an entry.
    pub(crate) id: &'static str,
}

impl Source {
    /// The entries of a part that meet a condition (by id one more than is wanted, if there is one), and how many there are
    /// in all where that is wanted.
    pub(crate) async fn fetch<T>(
        &self,
        conn: &mut Conn,
        part: &ListPart,
        condition: impl Fn(&mut Sql),
    ) -> Result<(Vec<T>, Option<i64>)>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let mut sql = Sql::new(self.select);
        sql.push(" WHERE ");
        condition(&mut sql);
        match part {
            ListPart::Numbered { offset, limit, .. } => {
                sql.push(" ORDER BY ").push(self.order).push(" LIMIT ").bind(*limit).push(" OFFSET ").bind(*offset);
            }
            ListPart::After { id, limit } => {
                if let Some(id) = id {
                    sql.push(" AND ").push(self.id).push(" > ").bind(id.as_str());
                }
                sql.push(" ORDER BY ").push(self.id).push(" LIMIT ").bind(limit.saturating_add(1));
            }
        }
        let rows = sql.fetch_all(conn).await?;
        if !matches!(part, ListPart::Numbered { is_total_wanted: true, .. }) {
            return Ok((rows, None));
        }
        let mut sql = Sql::new(self.count);
        sql.push(" WHERE ");
        condition(&mut sql);
        Ok((rows, Some(sql.fetch_count(conn).await?)))
    }
}
