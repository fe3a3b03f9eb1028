//! The sessions that a browser brings.

use directory::{Browser, Origin};
use http::HeaderMap;

use crate::ServerState;
use crate::cookies::Cookie;

/// The secrets of a browser's cookies.
pub(super) struct BrowserSessions {
    own: Option<String>,
    impersonation: Option<String>,
}

impl BrowserSessions {
    pub(super) fn read(state: &ServerState, headers: &HeaderMap) -> Self {
        let read = |cookie: Cookie| cookie.read(state.url(), headers);
        Self { own: read(Cookie::Login), impersonation: read(Cookie::Impersonation) }
    }

    /// The browser, for the directory.
    pub(super) fn at<'a>(&'a self, origin: &'a Origin) -> Browser<'a> {
        Browser { session: self.own.as_deref(), impersonation: self.impersonation.as_deref(), origin }
    }
}
