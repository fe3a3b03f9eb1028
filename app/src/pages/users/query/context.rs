//! What is being written at the caret.

/// What could stand there, and what of it stands there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted<'a> {
    /// A term, which begins with a field; after another term an operator, too.
    Term { begun: &'a str, is_first: bool },
    /// The value of a field.
    Value { field: &'a str, begun: &'a str },
}

/// What is wanted at the end of `before`, and from which byte on it stands there. None within quotes and ranges, of which
/// nobody knows how they go on.
pub(super) fn wanted(before: &str) -> Option<(usize, Wanted<'_>)> {
    let start = token_start(before)?;
    let token = before.get(start..)?;
    let signs = token.len() - token.trim_start_matches(['+', '-', '!']).len();
    let (start, token) = (start + signs, token.get(signs..)?);
    Some(match token.split_once(':') {
        Some((field, begun)) => (start + field.len() + 1, Wanted::Value { field, begun }),
        None => (start, Wanted::Term { begun: token, is_first: is_first(before.get(..start - signs)?) }),
    })
}

/// Where the last word begins; none within quotes or a range.
fn token_start(before: &str) -> Option<usize> {
    let (mut start, mut is_quoted, mut is_range, mut is_escaped) = (0, false, false, false);
    for (at, char) in before.char_indices() {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '[' | '{' => is_range = true,
            ']' | '}' => is_range = false,
            '(' | ')' => start = at + 1,
            char if char.is_whitespace() => start = at + char.len_utf8(),
            _ => {}
        }
    }
    (!is_quoted && !is_range && !is_escaped).then_some(start)
}

/// Whether no term stands before.
fn is_first(before: &str) -> bool {
    let before = before.trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or("");
    before.is_empty() || before.ends_with('(') || matches!(last, "AND" | "OR" | "NOT" | "&&" | "||")
}

/// Whether a word goes on in `after`: then nothing is proposed in its middle.
pub(super) fn goes_on(after: &str) -> bool {
    after.starts_with(|char: char| !char.is_whitespace() && char != ')')
}

/// The first `units` of a text as the browser counts them, and the rest.
pub(super) fn split_at_caret(text: &str, units: u32) -> (&str, &str) {
    let mut left = usize::try_from(units).unwrap_or(usize::MAX);
    for (at, char) in text.char_indices() {
        if left < char.len_utf16() {
            return text.split_at(at);
        }
        left -= char.len_utf16();
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(before: &str, begun: &str, is_first: bool) {
        let start = before.len() - begun.len();
        assert_eq!(wanted(before), Some((start, Wanted::Term { begun, is_first })), "{before}");
    }

    fn value(before: &str, field: &str, begun: &str) {
        let start = before.len() - begun.len();
        assert_eq!(wanted(before), Some((start, Wanted::Value { field, begun })), "{before}");
    }

    #[test]
    fn a_field_is_wanted_where_a_term_begins() {
        term("", "", true);
        term("em", "em", true);
        term("blocked:true AND em", "em", true);
        term("(em", "em", true);
        term("-em", "em", true);
        term("ada NOT user_metadata.pl", "user_metadata.pl", true);
    }

    #[test]
    fn an_operator_may_follow_a_term() {
        term("blocked:true ", "", false);
        term("blocked:true A", "A", false);
        term("name:\"Ada L\" ", "", false);
        term("created_at:[2026-01-01 TO *] ", "", false);
        term("(ada) ", "", false);
    }

    #[test]
    fn a_value_is_wanted_after_a_colon() {
        value("blocked:", "blocked", "");
        value("ada AND blocked:t", "blocked", "t");
        value("-_exists_:user_m", "_exists_", "user_m");
        value("a:b:c", "a", "b:c");
    }

    #[test]
    fn nothing_is_wanted_within_quotes_and_ranges() {
        for before in ["name:\"Ada ", "created_at:[2026", "created_at:{* TO ", "ada\\"] {
            assert_eq!(wanted(before), None, "{before}");
        }
    }

    #[test]
    fn the_caret_is_where_the_browser_says() {
        assert_eq!(split_at_caret("a\u{1d11e}é", 3), ("a\u{1d11e}", "é"));
        assert_eq!(split_at_caret("ab", 9), ("ab", ""));
        assert!(goes_on("b c") && !goes_on(" c") && !goes_on(")") && !goes_on(""));
    }
}
