//! The headers that every answer carries.

use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue};
use leptos::nonce::Nonce;

use crate::ServerState;

/// For what is no page: nothing may be loaded, framed or sent from it.
const NO_PAGE: HeaderValue =
    HeaderValue::from_static("default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");

/// For the plain pages: they need their stylesheet and nothing else.
pub(crate) const PLAIN_PAGE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
     object-src 'none'; frame-ancestors 'none'",
);

/// S-406. `same-origin` rather than `no-referrer`: with the latter browsers send `Origin: null` from our own forms.
const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("x-frame-options"), HeaderValue::from_static("DENY")),
];

/// Where browsers tell what a policy kept away.
const REPORTING: (HeaderName, HeaderValue) =
    (HeaderName::from_static("reporting-endpoints"), HeaderValue::from_static("csp=\"/csp-reports\""));

/// S-402: the dashboard's policy; its scripts carry `nonce`, and `tiles` is the origin of map pictures.
pub(crate) fn dashboard_policy(nonce: &Nonce, tiles: Option<&str>) -> Option<HeaderValue> {
    let tiles = tiles.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' \
         'nonce-{nonce}'; img-src 'self' data:{tiles}; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'; report-to csp"
    );
    HeaderValue::try_from(policy).ok()
}

/// Who may be asked for what by one hosted page.
#[derive(Clone, Debug, Default)]
pub(crate) struct HostedPolicy {
    /// Of styles, and of the script of an answer that the browser carries on; none where there is neither.
    pub(crate) nonce: String,
    /// Whether `nonce` is good for a script.
    pub(crate) has_script: bool,
    /// Origin of the tenant's picture.
    pub(crate) picture: Option<String>,
    /// S-405: browsers look at `form-action` for every redirect after a form as well, so the one origin that the answer goes
    /// to is in it.
    pub(crate) form_action: Option<String>,
    /// S-119: the one origin that may frame the page.
    pub(crate) ancestor: Option<String>,
}

impl HostedPolicy {
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let nonce = &self.nonce;
        let script = if self.has_script { format!("'nonce-{nonce}'") } else { "'none'".to_owned() };
        let style = if nonce.is_empty() { String::new() } else { format!(" 'nonce-{nonce}'") };
        let with = |word: &str, more: &Option<String>| match more {
            Some(more) => format!("{word} {more}"),
            None => word.to_owned(),
        };
        let (picture, action) = (with("'self'", &self.picture), with("'self'", &self.form_action));
        let ancestors = self.ancestor.as_deref().unwrap_or("'none'");
        let policy = format!(
            "default-src 'none'; script-src {script}; style-src 'self'{style}; img-src {picture}; form-action {action}; \
             base-uri 'none'; object-src 'none'; frame-ancestors {ancestors}"
        );
        HeaderValue::try_from(policy).ok()
    }
}

/// Marks an answer that another origin may frame (its policy says which), or that must still know its opener.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MessageToOpener;

/// Adds what the handler did not set itself.
pub(crate) fn add(state: &ServerState, response: &mut Response) {
    let speaks_to_opener = response.extensions().get::<MessageToOpener>().is_some();
    let headers = response.headers_mut();
    headers.reserve(ALWAYS.len() + 3);
    if headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.extend([REPORTING]);
    } else {
        headers.insert(CONTENT_SECURITY_POLICY, NO_PAGE);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(value);
    }
    if speaks_to_opener {
        // `frame-ancestors` says who may; X-Frame-Options could only say nobody.
        headers.remove("x-frame-options");
        headers.insert("cross-origin-opener-policy", HeaderValue::from_static("unsafe-none"));
    }
    // Browsers remember it for the host at every port: on localhost it would break what else a person works on there.
    if state.url().is_https() && !state.url().is_local() {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
}
