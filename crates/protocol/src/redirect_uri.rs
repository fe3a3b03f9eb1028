//! Redirect URIs: which may be registered, and which of them was asked for.
//!
//! Comparing is byte for byte and knows no URL parser, so no parser can be confused (RFC 9700 §2.1). What may be
//! compared with was looked at when it was registered.

mod registration;

use url::Url;

pub use registration::{Mistake, check_logout, check_origin, check_registration, check_web_address};

/// Whether `asked` is one of `registered`: the same bytes (S-101), or the same but for the port of an IP literal of the
/// loopback interface (S-102, RFC 8252 §7.3). An empty list allows nothing.
pub fn matches(registered: &[String], asked: &str) -> bool {
    registered.iter().any(|uri| uri == asked || is_same_but_for_loopback_port(uri, asked))
}

/// Whether a logout may return to `asked`. As at Auth0 the query is not compared where none is registered: applications
/// send one of their own.
pub fn matches_logout(registered: &[String], asked: &str) -> bool {
    let without_query = asked.split_once('?').filter(|(_, query)| query.bytes().all(is_query_byte)).map(|(uri, _)| uri);
    registered.iter().any(|uri| uri == asked || Some(uri.as_str()) == without_query)
}

/// The origin of an http or https URI; none for an application's own scheme.
pub fn origin_of(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

fn is_same_but_for_loopback_port(registered: &str, asked: &str) -> bool {
    ["http://127.0.0.1", "http://[::1]"].into_iter().any(|host| {
        match (registered.strip_prefix(host).and_then(after_port), asked.strip_prefix(host).and_then(after_port)) {
            (Some(registered), Some(asked)) => registered == asked,
            _ => false,
        }
    })
}

/// What follows the port, if there is one; none if what follows the host is something else.
fn after_port(text: &str) -> Option<&str> {
    let rest = match text.strip_prefix(':') {
        None => text,
        Some(text) => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let (port, rest) = text.split_at(digits);
            let is_port = !port.starts_with('0') && port.parse::<u16>().is_ok();
            is_port.then_some(rest)?
        }
    };
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some(rest)
}

/// What RFC 3986 allows in a query.
fn is_query_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(&byte)
}
