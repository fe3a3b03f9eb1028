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
}

impl FormToken {
    /// The browser's token; a new one where it has none, so that two open forms do not void each other.
    pub(crate) fn of(state: &ServerState, headers: &HeaderMap) -> Self {
        match Cookie::Form.read(state.url(), headers).filter(|value| is_token(value)) {
            Some(value) => Self { value, is_new: false },
            None => Self { value: state.random().secret(), is_new: true },
        }
    }

    /// What the form sends back.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    /// The cookie, where the browser does not have it yet.
    pub(crate) fn cookie(&self, url: &PublicUrl) -> Option<HeaderValue> {
        if self.is_new { Cookie::Form.set(url, &self.value) } else { None }
    }
}

/// Whether the form sent back what the cookie holds.
pub(crate) fn matches(url: &PublicUrl, headers: &HeaderMap, sent: &str) -> bool {
    Cookie::Form.read(url, headers).is_some_and(|value| is_token(&value) && is_equal(value.as_bytes(), sent.as_bytes()))
}

fn is_token(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Takes as long for a near miss as for a far one.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    let difference = one.iter().zip(other).fold(0, |difference, (a, b)| black_box(difference | (a ^ b)));
    one.len() == other.len() && difference == 0
}
