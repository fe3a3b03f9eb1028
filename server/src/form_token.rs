//! The token of the forms before sign-in: nobody else can make a browser send them (S-407, login CSRF).

use std::hint::black_box;

use http::HeaderMap;
use http::header::HeaderValue;

use crate::cookies::Cookie;
use crate::{PublicUrl, ServerState};

/// 128 random bits, once in a cookie and once in the form.
pub(crate) struct FormToken {
    value: String,
    is_new: bool,
    kept_in: Cookie,
}

impl FormToken {
    /// The browser's token; a new one where it has none, so that two open forms do not void each other.
    pub(crate) fn of(state: &ServerState, headers: &HeaderMap) -> Self {
        Self::kept_in(Cookie::Form, state, headers)
    }

    /// The same, for the hosted pages of end users.
    pub(crate) fn of_flow(state: &ServerState, headers: &HeaderMap) -> Self {
        Self::kept_in(Cookie::Flow, state, headers)
    }

    fn kept_in(kept_in: Cookie, state: &ServerState, headers: &HeaderMap) -> Self {
        match kept_in.read(state.url(), headers).filter(|value| is_token(value)) {
            Some(value) => Self { value, is_new: false, kept_in },
            None => Self { value: state.random().secret(), is_new: true, kept_in },
        }
    }

    /// What the form sends back.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    /// The cookie, where the browser does not have it yet.
    pub(crate) fn cookie(&self, url: &PublicUrl) -> Option<HeaderValue> {
        if self.is_new { self.kept_in.set(url, &self.value) } else { None }
    }
}

/// Whether the form sent back what the cookie holds.
pub(crate) fn matches(url: &PublicUrl, headers: &HeaderMap, sent: &str) -> bool {
    matches_in(Cookie::Form, url, headers, sent)
}

/// The same, for the hosted pages of end users.
pub(crate) fn matches_flow(url: &PublicUrl, headers: &HeaderMap, sent: &str) -> bool {
    matches_in(Cookie::Flow, url, headers, sent)
}

fn matches_in(cookie: Cookie, url: &PublicUrl, headers: &HeaderMap, sent: &str) -> bool {
    cookie.read(url, headers).is_some_and(|value| is_token(&value) && is_equal(value.as_bytes(), sent.as_bytes()))
}

fn is_token(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Takes as long for a near miss as for a far one.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    let difference = one.iter().zip(other).fold(0, |difference, (a, b)| black_box(difference | (a ^ b)));
    one.len() == other.len() && difference == 0
}
