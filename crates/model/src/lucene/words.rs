//! What a query is made of: brackets, operators, and texts, each with its position.

use super::{Pattern, Piece, QueryMistake};

/// The characters of a query, read one after the other.
pub(super) struct Words {
    chars: Vec<char>,
    at: usize,
}

/// Characters that end a text, unless a backslash stands before them.
fn is_end(char: char) -> bool {
    char.is_whitespace() || matches!(char, '(' | ')' | '[' | ']' | '{' | '}' | '"')
}

/// Characters that the name of a field is made of.
pub(super) fn is_in_name(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '.' | '-' | '*')
}

impl Words {
    pub(super) fn new(text: &str) -> Self {
        Self { chars: text.chars().collect(), at: 0 }
    }

    /// Of what comes next, counted from 1.
    pub(super) fn position(&self) -> usize {
        self.at + 1
    }

    pub(super) fn mistake(&self, message: impl Into<String>) -> QueryMistake {
        QueryMistake::new(self.position(), message)
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    /// Takes `char` if it comes next.
    pub(super) fn take(&mut self, char: char) -> bool {
        let is_next = self.peek() == Some(char);
        self.at += usize::from(is_next);
        is_next
    }

    /// Takes `word` if it comes next and is a whole one.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let end = self.at + word.chars().count();
        let is_next = self.chars.get(self.at..end).is_some_and(|next| next.iter().copied().eq(word.chars()))
            && self.chars.get(end).is_none_or(|char| is_end(*char));
        if is_next {
            self.at = end;
        }
        is_next
    }

    /// Takes a sign that belongs to what follows it without a space.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        let follows = self.chars.get(self.at + 1).is_some_and(|next| !next.is_whitespace() && *next != ')');
        follows && self.take(sign)
    }

    /// A name and its colon, if they come next.
    pub(super) fn field(&mut self) -> Option<String> {
        let end = self.chars[self.at..].iter().position(|char| !is_in_name(*char))? + self.at;
        if end == self.at || self.chars[end] != ':' {
            return None;
        }
        let name = self.chars[self.at..end].iter().collect();
        self.at = end + 1;
        Some(name)
    }

    /// The rest of a text in quotes, of which the first was taken.
    pub(super) fn quoted(&mut self) -> Result<String, QueryMistake> {
        let mut text = String::new();
        loop {
            match self.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escaped()?),
                Some(char) => text.push(char),
                None => return Err(self.mistake("expected `\"`, which ends the quoted text")),
            }
        }
    }

    /// A text without quotes, with its wildcards; empty where none comes next.
    pub(super) fn bare(&mut self) -> Result<Pattern, QueryMistake> {
        let mut pattern = Pattern::default();
        while let Some(char) = self.peek().filter(|char| !is_end(*char)) {
            if matches!(char, '~' | '^') {
                let what = if char == '~' { "similar words" } else { "weights" };
                return Err(self.mistake(format!("there are no {what} here; write `\\{char}` for the character")));
            }
            self.at += 1;
            match char {
                '\\' => pattern.push(self.escaped()?),
                '*' => pattern.push_wildcard(Piece::Any),
                '?' => pattern.push_wildcard(Piece::One),
                char => pattern.push(char),
            }
        }
        Ok(pattern)
    }

    fn next(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += 1;
        Some(char)
    }

    fn escaped(&mut self) -> Result<char, QueryMistake> {
        self.next().ok_or_else(|| self.mistake("expected the character that the backslash stands for"))
    }
}
