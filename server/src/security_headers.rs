//! The headers that every answer carries.

use axum::extract::{Request, State};
use axum::middleware::Next;
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

/// S-402: the dashboard's policy; its scripts carry `nonce`.
pub(crate) fn dashboard_policy(nonce: &Nonce) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' \
         'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'; report-to csp"
    );
    HeaderValue::try_from(policy).ok()
}

/// Adds what the handler did not set itself.
pub(crate) async fn add(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.extend([REPORTING]);
    } else {
        headers.insert(CONTENT_SECURITY_POLICY, NO_PAGE);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.extend(ALWAYS);
    if state.url().is_https() {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(STRICT_TRANSPORT_SECURITY, two_years);
    }
    response
}
