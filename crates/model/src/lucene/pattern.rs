//! Texts with wildcards.

/// A text, in which `*` stands for anything and `?` for one character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

/// A part of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// These characters.
    Text(String),
    /// Any characters, or none.
    Any,
    /// One character.
    One,
}

impl Pattern {
    /// The text as it is.
    pub fn exact(text: impl Into<String>) -> Self {
        let text = text.into();
        Self(if text.is_empty() { Vec::new() } else { vec![Piece::Text(text)] })
    }

    /// Its parts: no text is empty, none follows another, and `*` stands never twice in a row.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// The text, where there is no wildcard in it.
    pub fn as_exact(&self) -> Option<&str> {
        match self.0.as_slice() {
            [] => Some(""),
            [Piece::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// Whether it is `*`.
    pub fn is_any(&self) -> bool {
        self.0.as_slice() == [Piece::Any]
    }

    /// Anything, then `text`, then this.
    pub fn after_any(&self, text: &str) -> Self {
        let mut pieces = vec![Piece::Any, Piece::Text(text.to_owned())];
        for piece in &self.0 {
            match (pieces.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(text),
                _ => pieces.push(piece.clone()),
            }
        }
        Self(pieces)
    }

    pub(super) fn push(&mut self, char: char) {
        match self.0.last_mut() {
            Some(Piece::Text(text)) => text.push(char),
            _ => self.0.push(Piece::Text(char.to_string())),
        }
    }

    pub(super) fn push_wildcard(&mut self, piece: Piece) {
        if piece != Piece::Any || self.0.last() != Some(&Piece::Any) {
            self.0.push(piece);
        }
    }
}
