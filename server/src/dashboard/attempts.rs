//! POST /management-api/send: a request to the Management API, with the rights of the administrator who asks.
//!
//! It goes through the very routes that programs call. Only who asks is another: the actor of the session, where a program
//! has that of its token. So there is no token that a page could lose, and `directory` decides as everywhere.

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::post;
use directory::{Actor, Origin};
use http::header::{
    ALLOW, AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue, LOCATION,
    RETRY_AFTER, WWW_AUTHENTICATE,
};
use http::{HeaderMap, Method, Uri};
use model::{Failure, FailureKind};
use tower::ServiceExt as _;

use crate::{failures, management, well_formed};

/// What is asked for. No form can send these headers, and a script of another origin is not let: nobody answers its
/// preflight (S-407).
const METHOD: HeaderName = HeaderName::from_static("roster-method");
const PATH: HeaderName = HeaderName::from_static("roster-path");
/// What the Management API answered. Where it is missing the request did not get there.
const STATUS: HeaderName = HeaderName::from_static("roster-status");

const METHODS: [Method; 5] = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];

/// What is told of the answer's headers.
const TOLD: [HeaderName; 10] = [
    ALLOW,
    CONTENT_DISPOSITION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    LOCATION,
    RETRY_AFTER,
    WWW_AUTHENTICATE,
    HeaderName::from_static("x-ratelimit-limit"),
    HeaderName::from_static("x-ratelimit-remaining"),
    HeaderName::from_static("x-ratelimit-reset"),
];

/// The route, which leads to those of `api`.
pub(crate) fn attempts(api: Router) -> Router {
    Router::new().route("/management-api/send", post(async move |request: Request| send(api.clone(), request).await))
}

async fn send(api: Router, request: Request) -> Response {
    match asked(request) {
        Ok(asked) => match api.oneshot(asked).await {
            Ok(response) => told(response),
            Err(never) => match never {},
        },
        Err(failure) => failures::json(&failure),
    }
}

/// The request that is wrapped in this one.
fn asked(request: Request) -> Result<Request, Failure> {
    let invalid = |message: &str| Failure::new(FailureKind::Invalid, message);
    let (parts, body) = request.into_parts();
    let signed_out = || Failure::new(FailureKind::Unauthenticated, "Your session has ended. Sign in again.");
    let actor = parts.extensions.get::<Actor>().cloned().ok_or_else(signed_out)?;
    let text = |name: &HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let method = METHODS.into_iter().find(|method| method.as_str() == text(&METHOD));
    let method = method.ok_or_else(|| invalid("roster-method: one of GET, POST, PUT, PATCH and DELETE"))?;
    let uri =
        uri(text(&PATH)).ok_or_else(|| invalid("roster-path: a path of the Management API, like /api/v2/users"))?;
    let mut asked = Request::new(body);
    (*asked.method_mut(), *asked.uri_mut(), *asked.headers_mut()) = (method, uri, kept(parts.headers));
    if let Some(origin) = parts.extensions.get::<Origin>() {
        asked.extensions_mut().insert(origin.clone());
    }
    management::act(&mut asked, actor);
    Ok(asked)
}

fn uri(text: &str) -> Option<Uri> {
    let uri: Uri = text.parse().ok()?;
    let is_path = text.starts_with('/') && uri.authority().is_none() && management::is_path(uri.path());
    (is_path && well_formed::is_readable(text)).then_some(uri)
}

/// What says nothing of who asks.
fn kept(mut headers: HeaderMap) -> HeaderMap {
    for name in [AUTHORIZATION, COOKIE, METHOD, PATH] {
        headers.remove(name);
    }
    headers
}

/// The answer in one that has succeeded, whatever it says: the page asked, and was told.
fn told(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let mut told = Response::new(body);
    let headers = told.headers_mut();
    headers.insert(STATUS, HeaderValue::from(parts.status.as_u16()));
    for name in TOLD {
        headers.extend(parts.headers.get(&name).map(|value| (name, value.clone())));
    }
    told
}
