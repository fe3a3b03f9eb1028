//! What the engines spell differently.

use model::lucene::{Pattern, Piece};

use crate::Conn;
use crate::conn::Link;

/// The language of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub(crate) fn of(conn: &mut Conn) -> Self {
        match conn.link() {
            Link::Sqlite(_) => Self::Sqlite,
            Link::Postgres(_) => Self::Postgres,
        }
    }

    /// The operator that compares with a pattern, case and all.
    pub(crate) fn like(self) -> &'static str {
        match self {
            Self::Sqlite => " GLOB ",
            Self::Postgres => " LIKE ",
        }
    }

    /// What stands around the column of a name that is compared or sorted whatever its case, as the indexes have it.
    pub(crate) fn folding(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => ("", " COLLATE NOCASE"),
            Self::Postgres => self.lowering(),
        }
    }

    /// What stands around the column of a name to have it in lower case.
    pub(crate) fn lowering(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => ("LOWER(", ")"),
            // A column of its own: an index of an expression does not answer alone.
            Self::Postgres => ("", "_lower"),
        }
    }

    /// `text` as [`Dialect::lowering`] would have it: SQLite knows the letters of ASCII alone, PostgreSQL looks at one letter
    /// at a time.
    pub(crate) fn lower(self, text: &str) -> String {
        match self {
            Self::Sqlite => text.to_ascii_lowercase(),
            Self::Postgres => text.chars().flat_map(char::to_lowercase).collect(),
        }
    }

    /// The type of JSON.
    pub(crate) fn json(self) -> &'static str {
        match self {
            Self::Sqlite => "TEXT",
            Self::Postgres => "JSONB",
        }
    }

    /// The function that gives the texts of a JSON array, as rows with a `value`.
    pub(crate) fn array(self) -> &'static str {
        match self {
            Self::Sqlite => "JSON_EACH",
            Self::Postgres => "JSONB_ARRAY_ELEMENTS_TEXT",
        }
    }

    /// The pattern, as [`Dialect::like`] reads it.
    pub(crate) fn pattern(self, pattern: &Pattern) -> String {
        let mut written = String::new();
        for piece in pattern.pieces() {
            match (self, piece) {
                (Self::Sqlite, Piece::Any) => written.push('*'),
                (Self::Sqlite, Piece::One) => written.push('?'),
                (Self::Postgres, Piece::Any) => written.push('%'),
                (Self::Postgres, Piece::One) => written.push('_'),
                (Self::Sqlite, Piece::Text(text)) => {
                    for char in text.chars() {
                        match char {
                            '*' | '?' | '[' => written.extend(['[', char, ']']),
                            char => written.push(char),
                        }
                    }
                }
                (Self::Postgres, Piece::Text(text)) => {
                    for char in text.chars() {
                        if matches!(char, '%' | '_' | '\\') {
                            written.push('\\');
                        }
                        written.push(char);
                    }
                }
            }
        }
        written
    }
}
