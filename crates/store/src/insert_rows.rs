//! Many rows in one statement.

/// Rows in one statement: SQLite binds at most 32,766 values, a user has 25.
pub(crate) const ROWS: usize = 500;

/// Builds and runs one INSERT of many rows, on either engine.
macro_rules! insert_rows {
    ($conn:expr, $head:expr, $rows:expr, |$row:ident, $values:ident| $push:block) => {
        for chunk in $rows.chunks(crate::insert_rows::ROWS) {
            match $conn.link() {
                crate::conn::Link::Sqlite(link) => {
                    let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new($head);
                    query.push_values(chunk, |mut $values, $row| $push);
                    query.build().execute(link).await?;
                }
                crate::conn::Link::Postgres(link) => {
                    let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new($head);
                    query.push_values(chunk, |mut $values, $row| $push);
                    query.build().execute(link).await?;
                }
            }
        }
    };
}
pub(crate) use insert_rows;
