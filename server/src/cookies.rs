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
    /// Holds the secret of a user's session.
    Login,
    /// Tells a browser that logged a user in before.
    Device,
    /// Holds the token that a form of a hosted page must send back.
    Flow,
    /// Holds the secret of a session that an administrator has in a user's place: their own login is left alone.
    Impersonation,
}

impl Cookie {
    /// S-341: with TLS the prefix binds the cookie to this host, whole and by https only.
    fn name(self, url: &PublicUrl) -> &'static str {
        match (self, url.is_https()) {
            (Self::Session, true) => "__Host-roster",
            (Self::Session, false) => "roster",
            (Self::Form, true) => "__Host-roster-form",
            (Self::Form, false) => "roster-form",
            (Self::Login, true) => "__Host-roster-login",
            (Self::Login, false) => "roster-login",
            (Self::Device, true) => "__Host-roster-device",
            (Self::Device, false) => "roster-device",
            (Self::Flow, true) => "__Host-roster-flow",
            (Self::Flow, false) => "roster-flow",
            (Self::Impersonation, true) => "__Host-roster-impersonation",
            (Self::Impersonation, false) => "roster-impersonation",
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

    /// `Set-Cookie` with `value`, for so many seconds.
    pub(crate) fn set_for(self, url: &PublicUrl, value: &str, seconds: i64) -> Option<HeaderValue> {
        self.header(url, value, &format!("; Max-Age={}", seconds.max(0)))
    }

    /// Applications send browsers to hosted pages from other sites, so the cookies there cannot be `Strict`; and frames of
    /// silent authentication need the session, which with TLS they may have (the answer goes to registered origins alone).
    fn same_site(self, url: &PublicUrl) -> &'static str {
        match self {
            Self::Session | Self::Form => "Strict",
            Self::Login | Self::Impersonation if url.is_https() => "None",
            Self::Device | Self::Login | Self::Impersonation | Self::Flow => "Lax",
        }
    }

    fn header(self, url: &PublicUrl, value: &str, life: &str) -> Option<HeaderValue> {
        let secure = if url.is_https() { "; Secure" } else { "" };
        let (name, same_site) = (self.name(url), self.same_site(url));
        HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite={same_site}{secure}{life}")).ok()
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
