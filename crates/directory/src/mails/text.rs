//! Putting values into the words of a template.

use model::PLACEHOLDERS;

/// What a template may speak of.
#[derive(Clone, Debug)]
pub(crate) struct Values<'a> {
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) url: &'a str,
    pub(crate) application: &'a str,
    pub(crate) tenant: &'a str,
}

impl Values<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let text = match name {
            "user.email" => self.email,
            // Whoever signs up chooses the name, and the mail goes to whatever address they gave: their own words must
            // not bring a link of theirs into a mail of ours.
            "user.name" if speaks_of_a_link(self.name) => self.email,
            "user.name" => self.name,
            "url" => self.url,
            "application.name" => self.application,
            "tenant.friendly_name" => self.tenant,
            _ => return None,
        };
        Some(one_line(text))
    }
}

fn speaks_of_a_link(name: &str) -> bool {
    let name = name.to_lowercase();
    ["://", "www.", ".com", ".net", ".org", "href", "<", ">"].iter().any(|sign| name.contains(sign))
}

/// The longest value but a link, in characters.
const LONGEST: usize = 1_000;

/// A value is one line, whatever is in it: nothing of it can begin a header or a paragraph of its own.
pub(super) fn one_line(text: &str) -> String {
    text.chars().take(LONGEST).map(|c| if c.is_control() || "\u{2028}\u{2029}".contains(c) { ' ' } else { c }).collect()
}

/// Whether values are written as they are, or as HTML that shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Html,
}

/// The template with the values in it. A value is not looked at again: braces in it stay braces (S-412).
pub(super) fn render(template: &str, values: &Values<'_>, form: Form) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, name, after)) = next_placeholder(rest) {
        text.push_str(before);
        match (values.get(name), form) {
            (Some(value), Form::Text) => text.push_str(&value),
            (Some(value), Form::Html) => escape_into(&mut text, &value),
            (None, _) => {}
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What comes before the next placeholder, its name, and what comes after it.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name.trim(), after))
}

/// The names of the placeholders that are in a template.
///
/// # Errors
/// What cannot be understood in it.
pub(super) fn placeholders(template: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((before, name, after)) = next_placeholder(rest) {
        check_plain(before)?;
        if !PLACEHOLDERS.iter().any(|(known, _)| *known == name) {
            let known: Vec<&str> = PLACEHOLDERS.iter().map(|(name, _)| *name).collect();
            let shown: String = name.chars().take(60).collect();
            return Err(format!("There is no {{{{ {shown} }}}}. There are: {}", known.join(", ")));
        }
        names.push(name);
        rest = after;
    }
    check_plain(rest)?;
    Ok(names)
}

fn check_plain(text: &str) -> Result<(), String> {
    if text.contains("{{") {
        return Err("A {{ is never closed by }}".to_owned());
    }
    if text.contains("{%") {
        return Err("{% %} is not known here: a template has placeholders alone, no conditions and no loops".to_owned());
    }
    if text.contains('\0') {
        return Err("A character with the code 0 cannot be kept".to_owned());
    }
    Ok(())
}

fn escape_into(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: Values<'static> = Values {
        email: "ada@example.com",
        name: "Ada {{ url }} {{7*7}}",
        url: "https://id.example.com/u/verify-email?ticket=1&x=\"2\"",
        application: "Tom & Jerry's <App>",
        tenant: "Acme\r\nBcc: eve@example.com",
    };

    /// S-412
    #[test]
    fn a_value_is_never_markup_and_never_a_placeholder() {
        let html = render("<p>{{application.name}} {{ user.name }}</p>", &VALUES, Form::Html);
        assert_eq!(html, "<p>Tom &amp; Jerry&#39;s &lt;App&gt; Ada {{ url }} {{7*7}}</p>");
        let text = render("{{ application.name }}", &VALUES, Form::Text);
        assert_eq!(text, "Tom & Jerry's <App>");
        let link = render("<a href=\"{{ url }}\">", &VALUES, Form::Html);
        assert!(link.contains("?ticket=1&amp;x=&quot;2&quot;\">"), "{link}");
    }

    /// S-412
    #[test]
    fn a_value_is_one_line() {
        assert_eq!(render("{{ tenant.friendly_name }}", &VALUES, Form::Text), "Acme  Bcc: eve@example.com");
    }

    #[test]
    fn a_name_brings_no_link_into_a_mail() {
        for name in ["Win at https://evil.example", "WWW.evil.example", "<a href=x>y</a>", "evil.com has news"] {
            let values = Values { name, ..VALUES };
            assert_eq!(render("{{ user.name }}", &values, Form::Text), "ada@example.com", "{name}");
        }
    }

    #[test]
    fn what_is_unknown_is_told_when_a_template_is_saved() {
        assert_eq!(placeholders("{{url}} and {{ user.email }}"), Ok(vec!["url", "user.email"]));
        assert!(placeholders("{{ user.password }}").is_err_and(|mistake| mistake.contains("user.password")));
        for wrong in ["{{ url", "{% if x %}", "a {{ b", "\0", "{{}}"] {
            assert!(placeholders(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(placeholders("a { b } c }} {"), Ok(vec![]));
    }
}
