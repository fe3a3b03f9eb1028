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

    /// `text` as the engine's LOWER() would have it: SQLite's knows the letters of ASCII alone.
    pub(crate) fn lower(self, text: &str) -> String {
        match self {
            Self::Sqlite => text.to_ascii_lowercase(),
            Self::Postgres => text.to_lowercase(),
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
