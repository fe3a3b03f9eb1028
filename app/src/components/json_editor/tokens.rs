//! The parts of a JSON text, for colouring.

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The name of an entry.
    Key,
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
    /// Brackets, colons and commas.
    Mark,
    /// White space.
    Space,
    /// Nothing that JSON knows.
    Wrong,
}

/// Cuts `text` into parts that, put together, are `text` again. Nothing is refused: a half-typed text is coloured too.
pub(super) fn tokens(text: &str) -> Vec<(Kind, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '"' => string(rest),
            '-' | '0'..='9' => number(rest),
            '{' | '}' | '[' | ']' | ':' | ',' => (Kind::Mark, 1),
            c if is_space(c) => (Kind::Space, length_while(rest, is_space)),
            _ => word(rest),
        };
        let (part, after) = rest.split_at(length);
        parts.push((kind, part));
        rest = after;
    }
    parts
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn length_while(text: &str, test: fn(char) -> bool) -> usize {
    text.find(|c| !test(c)).unwrap_or(text.len())
}

/// A string ends at its quote; one that was not closed ends with its line.
fn string(text: &str) -> (Kind, usize) {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\n' => return (Kind::Wrong, at),
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return (after_string(&text[at + 1..]), at + 1),
            _ => {}
        }
    }
    (Kind::Wrong, text.len())
}

fn after_string(rest: &str) -> Kind {
    if rest.trim_start_matches(is_space).starts_with(':') { Kind::Key } else { Kind::Text }
}

fn number(text: &str) -> (Kind, usize) {
    let length = length_while(text, |c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'));
    let is_number = text[..length].ends_with(|c: char| c.is_ascii_digit());
    (if is_number { Kind::Number } else { Kind::Wrong }, length)
}

fn word(text: &str) -> (Kind, usize) {
    let length = length_while(text, |c| !is_space(c) && !matches!(c, '{' | '}' | '[' | ']' | ':' | ',' | '"'));
    let kind = if matches!(&text[..length], "true" | "false" | "null") { Kind::Word } else { Kind::Wrong };
    (kind, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).into_iter().filter(|(kind, _)| *kind != Kind::Space).collect()
    }

    #[test]
    fn keys_and_texts_are_told_apart() {
        assert_eq!(
            seen("{ \"a\" : \"b\\\"c\", \"d\": [-1.5e3, null] }"),
            [
                (Kind::Mark, "{"),
                (Kind::Key, "\"a\""),
                (Kind::Mark, ":"),
                (Kind::Text, "\"b\\\"c\""),
                (Kind::Mark, ","),
                (Kind::Key, "\"d\""),
                (Kind::Mark, ":"),
                (Kind::Mark, "["),
                (Kind::Number, "-1.5e3"),
                (Kind::Mark, ","),
                (Kind::Word, "null"),
                (Kind::Mark, "]"),
                (Kind::Mark, "}"),
            ]
        );
    }

    #[test]
    fn an_open_string_ends_with_its_line() {
        assert_eq!(seen("\"ab\n1"), [(Kind::Wrong, "\"ab"), (Kind::Number, "1")]);
        assert_eq!(seen("tru"), [(Kind::Wrong, "tru")]);
        assert_eq!(seen("\"\\"), [(Kind::Wrong, "\"\\")]);
    }

    #[test]
    fn the_parts_together_are_the_text() {
        for text in ["", "é", "\"é\\", "\u{0}\u{202e}{}", "[[[", "1e", "\"a\":tru\r\n  \u{feff}x", "-", "😀\"😀\"😀"]
        {
            let parts = tokens(text);
            assert_eq!(parts.iter().map(|(_, part)| *part).collect::<String>(), text);
            assert!(parts.iter().all(|(_, part)| !part.is_empty()), "{text:?}");
        }
    }
}
