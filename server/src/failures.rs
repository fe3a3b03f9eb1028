//! Telling a person or a program what could not be done.

use app::hosted::{self, Frame, Message};
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::header::{ALLOW, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use model::{Failure, FailureKind};

use crate::security_headers::PLAIN_PAGE;
use crate::{ServerState, authentication, cookies, management};

/// What must be remembered of a request to answer it without it.
pub(crate) struct Asked {
    by: Visitor,
    theme: Option<&'static str>,
}

/// Whose language the answer is in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visitor {
    Person,
    /// The dashboard's own code, and monitors.
    Dashboard,
    /// A program at the Management API, which expects errors as Auth0 has them.
    Program,
    /// An application, which expects the errors of OAuth 2.
    Application,
}

impl Visitor {
    fn at(path: &str) -> Self {
        let is_below = |doors: &[&str]| doors.iter().any(|door| path.starts_with(door));
        if is_below(authentication::PATHS) {
            Self::Application
        } else if management::is_path(path) {
            Self::Program
        } else if is_below(&[
            "/events/",
            "/files/imports",
            "/fn/",
            "/health",
            "/management-api/",
            "/pkg/",
            "/csp-reports",
        ]) {
            Self::Dashboard
        } else {
            Self::Person
        }
    }
}

impl Asked {
    pub(crate) fn of(request: &Request) -> Self {
        Self { by: Visitor::at(request.uri().path()), theme: cookies::theme(request.headers()) }
    }

    /// A request that only a page's form sends.
    pub(crate) fn by_person(headers: &HeaderMap) -> Self {
        Self { by: Visitor::Person, theme: cookies::theme(headers) }
    }
}

/// The failure in the language of whoever asked: JSON for programs, a page for people.
pub(crate) fn answer(state: &ServerState, request: &Request, failure: &Failure) -> Response {
    answer_to(state, &Asked::of(request), failure)
}

/// The same, for a request that is gone.
pub(crate) fn answer_to(state: &ServerState, asked: &Asked, failure: &Failure) -> Response {
    match asked.by {
        Visitor::Person => {}
        Visitor::Dashboard => return json(failure),
        Visitor::Program => return management::told(failure),
        Visitor::Application => return authentication::failed(failure),
    }
    let link = Some(("Go to Roster".to_owned(), "/users".to_owned()));
    let text = vec![failure.message.clone()];
    let page = Message { title: title(failure.kind).to_owned(), text, link, is_automatic: false };
    let mut response = message(state, asked.theme, status(failure.kind), &page);
    response.headers_mut().extend(retry_after(failure.kind));
    response
}

/// The failure as JSON.
pub(crate) fn json(failure: &Failure) -> Response {
    let mut response = (status(failure.kind), Json(failure)).into_response();
    response.headers_mut().extend(retry_after(failure.kind));
    response
}

/// 404 for whatever no route matches.
pub(crate) async fn no_such_page(State(state): State<ServerState>, request: Request) -> Response {
    let message = "There is nothing at this address. It may be mistyped, or what was here is gone.";
    answer(&state, &request, &Failure::new(FailureKind::NotFound, message))
}

/// 405 for a route that has other methods.
pub(crate) async fn no_such_method(request: Request) -> Response {
    if Asked::of(&request).by == Visitor::Dashboard {
        let mut response = json(&Failure::new(FailureKind::Invalid, "Server functions are called with POST"));
        *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
        return response;
    }
    StatusCode::METHOD_NOT_ALLOWED.into_response()
}

/// 405 for a method that no route has.
pub(crate) fn method_not_allowed() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD, POST")]).into_response()
}

/// A page that only says something.
pub(crate) fn message(
    state: &ServerState,
    theme: Option<&'static str>,
    status: StatusCode,
    message: &Message,
) -> Response {
    page(status, hosted::message(&frame_in(state, theme), message))
}

/// A whole plain page.
pub(crate) fn page(status: StatusCode, html: String) -> Response {
    let html_type = HeaderValue::from_static("text/html; charset=utf-8");
    (status, [(CONTENT_TYPE, html_type), (CONTENT_SECURITY_POLICY, PLAIN_PAGE)], html).into_response()
}

/// What all plain pages have in common, in the look that the visitor chose.
pub(crate) fn frame(state: &ServerState, headers: &HeaderMap) -> Frame {
    frame_in(state, cookies::theme(headers))
}

fn frame_in(state: &ServerState, theme: Option<&'static str>) -> Frame {
    Frame {
        stylesheet: state.site().url("hosted.css"),
        icon: state.site().url("favicon.svg"),
        theme,
        ..Frame::default()
    }
}

/// The status of a kind of failure.
pub(crate) fn status(kind: FailureKind) -> StatusCode {
    StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Says when to try again, where that may help.
pub(crate) fn retry_after(kind: FailureKind) -> Option<(http::HeaderName, HeaderValue)> {
    let seconds = match kind {
        FailureKind::Unavailable => "5",
        FailureKind::TooManyRequests => "30",
        _ => return None,
    };
    Some((RETRY_AFTER, HeaderValue::from_static(seconds)))
}

fn title(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Invalid => "This request cannot be read",
        FailureKind::Unauthenticated => "Sign in first",
        FailureKind::Forbidden => "Not allowed",
        FailureKind::NotFound => "Nothing here",
        FailureKind::Conflict => "Somebody was faster",
        FailureKind::TooLarge => "Too large",
        FailureKind::TooManyRequests => "Too many attempts",
        FailureKind::Unavailable | FailureKind::Offline => "Not available right now",
        FailureKind::Internal => "Something went wrong",
    }
}
