//! The two pages that carry an answer. Their values come from whoever made the link: all are escaped (N-012).

use std::fmt::Write as _;

use serde_json::Value;

pub(super) fn form_post(action: &str, fields: &[(&'static str, String)], nonce: &str) -> String {
    let mut inputs = String::new();
    for (name, value) in fields {
        let _ = write!(inputs, r#"<input type="hidden" name="{}" value="{}">"#, escape(name), escape(value));
    }
    let (action, nonce) = (escape(action), escape(nonce));
    format!(
        r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Signing in …</title></head><body><form method="post" action="{action}">{inputs}<noscript><button>Continue</button></noscript></form><script nonce="{nonce}">document.forms[0].submit()</script></body></html>"#
    )
}

pub(super) fn web_message(origin: &str, message: &Value, nonce: &str) -> String {
    let (origin, message, nonce) = (script(&Value::from(origin)), script(message), escape(nonce));
    format!(
        r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Signing in …</title></head><body><script nonce="{nonce}">(window.opener||window.parent).postMessage({message},{origin})</script></body></html>"#
    )
}

/// For an attribute in double quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // HTML would read these as another text.
            '\r' => escaped.push_str("&#13;"),
            '\n' => escaped.push_str("&#10;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// JSON that can stand in a script element: `</script>` and `<!--` end or change it, and U+2028 ended lines once.
fn script(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text
}
