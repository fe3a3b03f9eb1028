//! The coloured copy of the text that lies under the editor's transparent one.

use super::tokens::{Kind, tokens};
use crate::components::text_area::escape_into;

/// Longer texts are not painted: each key pressed would take too long.
pub(super) const MAX_PAINTED: usize = 100_000;

/// The markup of `text`, coloured. Made as one string: ten thousand spans are too many to hold one by one.
pub(super) fn ink(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 3 + 1);
    for (kind, part) in tokens(text) {
        span(&mut html, kind, part);
    }
    // The last line break of a `<pre>` makes no line: with one more, an empty last line has its place.
    html.push('\n');
    html
}

fn span(html: &mut String, kind: Kind, part: &str) {
    let class = match kind {
        Kind::Key => "json-key",
        Kind::Text => "json-text",
        Kind::Number => "json-number",
        Kind::Word => "json-word",
        Kind::Wrong => "json-wrong",
        Kind::Mark | Kind::Space => return escape_into(html, part),
    };
    html.push_str("<span class=\"");
    html.push_str(class);
    html.push_str("\">");
    escape_into(html, part);
    html.push_str("</span>");
}

/// The markup of the line numbers, the line of a mistake marked.
pub(super) fn gutter(lines: usize, mistaken: Option<usize>) -> String {
    let mut html = String::with_capacity(lines * 5);
    for line in 1..=lines {
        let number = line.to_string();
        if mistaken == Some(line) {
            html.push_str("<b>");
            html.push_str(&number);
            html.push_str("</b>");
        } else {
            html.push_str(&number);
        }
        html.push('\n');
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_painted_as_text() {
        let html = ink("{\"</pre><script>alert(1)</script>\": <img src=x onerror=alert(1)>}");
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("</pre"), "{html}");
    }

    #[test]
    fn parts_have_their_colours() {
        assert_eq!(ink("[1]"), "[<span class=\"json-number\">1</span>]\n");
        assert_eq!(gutter(2, Some(2)), "1\n<b>2</b>\n");
    }
}
