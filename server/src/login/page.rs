//! A hosted page: the tenant's look, and the policy that goes with it.

use app::hosted::{self, Banner, Brand, Frame, Message};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{AuthorizeError, DEFAULT_TENANT, LoginTransaction};
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use model::Failure;
use protocol::authorize::ResponseMode;
use protocol::redirect_uri::origin_of;

use crate::cookies::Cookie;
use crate::form_token::FormToken;
use crate::security_headers::{HostedPolicy, MessageToOpener};
use crate::{ServerState, failures};

/// A page in the making.
pub(crate) struct Hosted {
    frame: Frame,
    policy: HostedPolicy,
    token: FormToken,
    token_cookie: Option<HeaderValue>,
    knows_opener: bool,
}

impl Hosted {
    /// A page in the tenant's look; in Roster's own where the database does not answer.
    pub(crate) async fn new(state: &ServerState, headers: &HeaderMap) -> Self {
        let settings = state.directory().tenant_settings(DEFAULT_TENANT).await.unwrap_or_default();
        let nonce = state.random().secret();
        let picture = origin_of(&settings.picture_url);
        let token = FormToken::of_flow(state, headers);
        let token_cookie = token.cookie(state.url());
        let frame = Frame { brand: Some(Brand { settings, nonce: nonce.clone() }), ..failures::frame(state, headers) };
        let banner = banner(state, headers, token.value()).await;
        let frame = Frame { banner, ..frame };
        let policy = HostedPolicy { nonce, picture, ..HostedPolicy::default() };
        Self { frame, policy, token, token_cookie, knows_opener: false }
    }

    /// A page whose form ends at the application of a transaction.
    pub(crate) fn leading_to(mut self, transaction: &LoginTransaction) -> Self {
        self.policy.form_action = transaction.asked.as_ref().map(|asked| form_target(&asked.redirect_uri));
        self.knows_opener =
            transaction.asked.as_ref().is_some_and(|asked| asked.request.response_mode == ResponseMode::WebMessage);
        self
    }

    /// A page whose form ends at that URL.
    pub(crate) fn leading_to_url(mut self, url: &str) -> Self {
        self.policy.form_action = (!url.is_empty()).then(|| form_target(url));
        self
    }

    /// A page whose form ends at one of an application's own addresses.
    pub(crate) fn leading_to_urls(mut self, urls: &[String]) -> Self {
        let mut targets: Vec<_> = urls.iter().map(|url| form_target(url)).collect();
        targets.sort();
        targets.dedup();
        self.policy.form_action = (!targets.is_empty()).then(|| targets.join(" "));
        self
    }

    /// What the page's form sends back.
    pub(crate) fn token(&self) -> String {
        self.token.value().to_owned()
    }

    /// The page, with what `body` makes of its frame.
    pub(crate) fn answer(self, status: StatusCode, body: impl FnOnce(&Frame) -> String) -> Response {
        let html_type = HeaderValue::from_static("text/html; charset=utf-8");
        let mut response = (status, [(CONTENT_TYPE, html_type)], body(&self.frame)).into_response();
        if let Some(policy) = self.policy.header() {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
        }
        response.headers_mut().extend(self.token_cookie.map(|cookie| (SET_COOKIE, cookie)));
        if self.knows_opener {
            // Of a popup; its policy still says that nobody may frame it.
            response.extensions_mut().insert(MessageToOpener);
        }
        response
    }

    /// A page that only says something.
    pub(crate) fn message(self, status: StatusCode, title: &str, text: &str) -> Response {
        let page = Message { title: title.to_owned(), text: vec![text.to_owned()], link: None, is_automatic: false };
        self.answer(status, |frame| hosted::message(frame, &page))
    }
}

/// Says who is in, in the user's place. A database that does not answer must not take the page away as well.
async fn banner(state: &ServerState, headers: &HeaderMap, form_token: &str) -> Option<Banner> {
    let secret = Cookie::Impersonation.read(state.url(), headers)?;
    let found = state.directory().impersonations().of_browser(DEFAULT_TENANT, Some(&secret)).await.ok()??;
    let (live, impersonated) = found;
    Some(Banner {
        user: live.user.display_name().to_owned(),
        administrator: impersonated.impersonator.email,
        form_token: form_token.to_owned(),
    })
}

/// What `form-action` calls a redirect URI: its origin, or the scheme of an application's own.
pub(super) fn form_target(uri: &str) -> String {
    origin_of(uri).unwrap_or_else(|| format!("{}:", uri.split(':').next().unwrap_or_default()))
}

/// Tells a person what no application can be told (S-104).
pub(crate) async fn refused(state: &ServerState, headers: &HeaderMap, error: AuthorizeError) -> Response {
    let title = match &error {
        AuthorizeError::Expired => "This page has expired",
        AuthorizeError::Failed(_) => "Not available right now",
        AuthorizeError::Impersonation(_) => "Not in a user's place",
        _ => "This login cannot go on",
    };
    let page = Hosted::new(state, headers).await;
    let error = match error {
        AuthorizeError::Failed(error) => {
            let failure = Failure::from(error);
            let mut response = page.message(failures::status(failure.kind), title, &failure.message);
            response.headers_mut().extend(failures::retry_after(failure.kind));
            return response;
        }
        other => other,
    };
    let is_forbidden = matches!(error, AuthorizeError::Impersonation(_));
    let status = if is_forbidden { StatusCode::FORBIDDEN } else { StatusCode::BAD_REQUEST };
    page.message(status, title, &error.to_string())
}

/// GET /u/error
pub(super) async fn show_error(State(state): State<ServerState>, headers: HeaderMap) -> Response {
    let text = "Go back to the application and try again.";
    Hosted::new(&state, &headers).await.message(StatusCode::BAD_REQUEST, "Something went wrong", text)
}
