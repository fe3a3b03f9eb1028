//! The plain text of a mail that was written as HTML alone, as Auth0's templates are.

/// What begins a new line.
const BLOCKS: [&str; 17] = [
    "p", "div", "br", "hr", "tr", "li", "ul", "ol", "table", "section", "header", "footer", "h1", "h2", "h3", "h4",
    "h5",
];
/// What is not shown.
const HIDDEN: [&str; 4] = ["head", "style", "script", "title"];

/// What `html` says, with the addresses of its links and with its placeholders.
pub(super) fn plain(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut text = Text::default();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        text.push(&html[at..start]);
        let rest = &lower[start..];
        at = if rest.starts_with("<!--") {
            after(&lower, start, "-->")
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            let end = after(&lower, start, ">");
            let name = name_of(&lower[start + 1..end]);
            match HIDDEN.contains(&name) {
                true => after(&lower, after(&lower, end, &format!("</{name}")), ">"),
                false => {
                    text.tag(name, lower[start..].starts_with("</"), href(&html[start..end], &lower[start..end]));
                    end
                }
            }
        } else {
            text.push("<");
            start + 1
        };
    }
    text.push(&html[at..]);
    text.finish()
}

#[derive(Default)]
struct Text {
    lines: Vec<String>,
    line: String,
    /// Where the open link leads, and where its words begin in the line.
    link: Option<(String, usize)>,
}

impl Text {
    /// White space is one space; of what is escaped, the character.
    fn push(&mut self, html: &str) {
        for char in unescaped(html).chars() {
            match char.is_whitespace() {
                true if self.line.is_empty() || self.line.ends_with(' ') => {}
                true => self.line.push(' '),
                false => self.line.push(char),
            }
        }
    }

    fn tag(&mut self, name: &str, is_end: bool, href: Option<String>) {
        if name == "a" {
            self.end_link();
            self.link = href.filter(|_| !is_end).map(|href| (href, self.line.len()));
        } else if BLOCKS.contains(&name) {
            self.end_line();
            // An empty line between paragraphs.
            if name == "p" && is_end {
                self.end_line();
            }
        }
    }

    fn end_link(&mut self) {
        let Some((href, start)) = self.link.take() else { return };
        let words = self.line.get(start..).unwrap_or_default().trim();
        if words != href {
            let separator = if words.is_empty() { "" } else { ": " };
            self.line.truncate(self.line.trim_end().len().max(start));
            self.line.push_str(separator);
            self.line.push_str(&href);
        }
    }

    fn end_line(&mut self) {
        if let Some((_, start)) = &mut self.link {
            // A link that goes on: its words begin anew.
            *start = 0;
        }
        let line = std::mem::take(&mut self.line).trim_end().to_owned();
        if !line.is_empty() || self.lines.last().is_some_and(|last| !last.is_empty()) {
            self.lines.push(line);
        }
    }

    fn finish(mut self) -> String {
        self.end_link();
        self.end_line();
        format!("{}\n", self.lines.join("\n").trim_end())
    }
}

/// Where `end` is over that comes next from `start` on; the end of the text where it does not come.
fn after(text: &str, start: usize, end: &str) -> usize {
    text.get(start..).and_then(|rest| rest.find(end)).map_or(text.len(), |found| start + found + end.len())
}

fn name_of(tag: &str) -> &str {
    let tag = tag.trim_start_matches('/');
    &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len())]
}

fn href(tag: &str, lower: &str) -> Option<String> {
    let start = lower.find("href=")? + "href=".len();
    let value = tag.get(start..)?;
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
    };
    let value = unescaped(value).split_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty() && !value.starts_with('#')).then_some(value)
}

fn unescaped(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, from)) = rest.split_once('&') {
        text.push_str(before);
        let entity = from.split_once(';').filter(|(name, _)| name.len() <= 8);
        match entity.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((char, after)) => {
                text.push(char);
                rest = after;
            }
            None => {
                text.push('&');
                rest = from;
            }
        }
    }
    text.push_str(rest);
    text
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "copy" => '©',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|char| !char.is_control())?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_read_as_people_see_it() {
        let html = "<!DOCTYPE html><html><head><title>T</title><style>p { color: red }</style></head><body>\n\
            <!-- <p>no</p> --><h1>Hello  {{ user.name }}</h1>\n<p>Ada &amp; Bob &#8212; a < b</p>\
            <p><A style=\"x\" HREF=\"{{ url }}\">Confirm&nbsp;now</A></p>\
            <p><a href='{{ url }}'>{{ url }}</a><br>Bye<img src=x></p></body></html>";
        let text = "Hello {{ user.name }}\n\nAda & Bob — a < b\n\nConfirm now: {{ url }}\n\n{{ url }}\nBye\n";
        assert_eq!(plain(html), text);
    }

    #[test]
    fn what_is_broken_is_read_as_far_as_it_goes() {
        for (html, text) in [
            ("", "\n"),
            ("plain", "plain\n"),
            ("a<b", "a\n"),
            ("<style>x", "\n"),
            ("<a href=", "\n"),
            ("<a href=\"x\">y", "y: x\n"),
            ("&&amp;&#0;&bogus;", "&&&#0;&bogus;\n"),
            ("<ä>", "<ä>\n"),
            ("<a href=x><p>y</p></a>", "y\n\nx\n"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }
}
