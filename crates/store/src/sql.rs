//! The only place where SQL is put together at run time.

use std::fmt::Write;

use sqlx::AssertSqlSafe;
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::{Conn, Result};

/// Rows in one statement: SQLite binds at most 32,766 values, a user has 25.
pub(crate) const ROWS: usize = 500;

/// Builds and runs INSERTs of many rows each, on either engine.
macro_rules! insert_rows {
    ($conn:expr, $head:expr, $rows:expr, |$row:ident, $values:ident| $push:block) => {
        for chunk in $rows.chunks(crate::sql::ROWS) {
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

/// Runs a statement that the database itself told, or that names what it told.
pub(crate) async fn run(conn: &mut Conn, statement: String) -> Result<()> {
    on!(conn, link => sqlx::raw_sql(AssertSqlSafe(statement)).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Between ids; none has it in itself.
const SEPARATOR: &str = "\u{1f}";

/// Ids that were read at once.
pub(crate) struct Ids(String);

impl Ids {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(SEPARATOR).filter(|id| !id.is_empty())
    }
}

/// A statement in the making. Values only ever become `$n`; the text itself comes from the source code.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    text: String,
    args: Vec<Arg>,
}

/// A value of a statement.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Text(String),
    Int(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

macro_rules! bound {
    ($query:expr, $args:expr) => {{
        let mut query = $query;
        for arg in $args {
            query = match arg {
                Arg::Text(text) => query.bind(text),
                Arg::Int(number) => query.bind(number),
            };
        }
        query
    }};
}

impl Sql {
    pub(crate) fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), args: Vec::new() }
    }

    /// Appends text of the source code.
    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder for `value`.
    pub(crate) fn bind(&mut self, value: impl Into<Arg>) -> &mut Self {
        self.args.push(value.into());
        // Writing to a String cannot fail.
        let _ = write!(self.text, "${}", self.args.len());
        self
    }

    /// Appends placeholders for `values`, with commas; for what stands behind `IN`.
    pub(crate) fn bind_all<T: Clone + Into<Arg>>(&mut self, values: &[T]) -> &mut Self {
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.bind(value.clone());
        }
        self
    }

    pub(crate) async fn fetch_all<T>(self, conn: &mut Conn) -> Result<Vec<T>>
    where
        T: Send + Unpin + for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow>,
    {
        let (text, args) = (AssertSqlSafe(self.text), self.args);
        Ok(on!(conn, link => bound!(sqlx::query_as(text), args).fetch_all(link).await)?)
    }

    /// How many rows the statement gives.
    pub(crate) async fn fetch_number(mut self, conn: &mut Conn) -> Result<i64> {
        self.text = format!("SELECT COUNT(*) FROM ({}) AS counted", self.text);
        self.fetch_count(conn).await
    }

    /// The ids (`id`) that the statement gives: as one text, which takes a fraction of the time of as many rows.
    pub(crate) async fn fetch_ids(mut self, conn: &mut Conn) -> Result<Ids> {
        self.args.push(Arg::from(SEPARATOR));
        self.text = format!("SELECT STRING_AGG(s.id, ${}) FROM ({}) AS s", self.args.len(), self.text);
        let rows: Vec<(Option<String>,)> = self.fetch_all(conn).await?;
        Ok(Ids(rows.into_iter().next().and_then(|(ids,)| ids).unwrap_or_default()))
    }

    /// The one number that the statement gives.
    pub(crate) async fn fetch_count(self, conn: &mut Conn) -> Result<i64> {
        let rows: Vec<(i64,)> = self.fetch_all(conn).await?;
        Ok(rows.first().map_or(0, |row| row.0))
    }
}
