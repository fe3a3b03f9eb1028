//! The cookies that Roster sets.

use http::HeaderMap;
use http::header::{COOKIE, HeaderValue};

use crate::PublicUrl;

/// A cookie that only the server reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// Holds the secret of an administrator's session.
    Session,
    /// Holds the token that a form must send back.
    Form,
}

impl Cookie {
    /// S-341: with TLS the prefix binds the cookie to this host, whole and by https only.
    fn name(self, url: &PublicUrl) -> &'static str {
        match (self, url.is_https()) {
            (Self::Session, true) => "__Host-roster",
            (Self::Session, false) => "roster",
            (Self::Form, true) => "__Host-roster-form",
            (Self::Form, false) => "roster-form",
        }
    }

    /// Its value in the request.
    pub(crate) fn read(self, url: &PublicUrl, headers: &HeaderMap) -> Option<String> {
        find(headers, self.name(url)).map(str::to_owned)
    }

    /// `Set-Cookie` with `value`; gone when the browser closes.
    pub(crate) fn set(self, url: &PublicUrl, value: &str) -> Option<HeaderValue> {
        self.header(url, value, "")
    }

    /// `Set-Cookie` that takes it away.
    pub(crate) fn expire(self, url: &PublicUrl) -> Option<HeaderValue> {
        self.header(url, "", "; Max-Age=0")
    }

    fn header(self, url: &PublicUrl, value: &str, life: &str) -> Option<HeaderValue> {
        let secure = if url.is_https() { "; Secure" } else { "" };
        let name = self.name(url);
        HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{life}")).ok()
    }
}

/// The look that the visitor chose, where they did.
pub(crate) fn theme(headers: &HeaderMap) -> Option<&'static str> {
    let chosen = find(headers, "roster-theme");
    ["light", "dark"].into_iter().find(|theme| chosen == Some(theme))
}

/// HTTP/2 may send each cookie in a header of its own (RFC 9113 §8.2.3).
fn find<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("xroster=1; roster-theme=dark; roster=2"));
        headers.append(COOKIE, HeaderValue::from_static("roster-form=3"));
        let url = PublicUrl::localhost(80);
        assert_eq!(Cookie::Session.read(&url, &headers).as_deref(), Some("2"));
        assert_eq!(Cookie::Form.read(&url, &headers).as_deref(), Some("3"));
        assert_eq!(theme(&headers), Some("dark"));
    }
}
