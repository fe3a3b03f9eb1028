//! GET and POST /userinfo

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use directory::{DEFAULT_TENANT, TokenRefusal};
use http::header::{AUTHORIZATION, HeaderValue, WWW_AUTHENTICATE};
use http::{Method, StatusCode};
use protocol::{OAuthError, Parameters};

use super::sent;
use super::token::called_by;
use super::{mistaken, refused};
use crate::ServerState;

/// The user of an access token, by its scope (OpenID Connect Core §5.3).
pub(super) async fn show(State(state): State<ServerState>, request: Request) -> Response {
    let (token, is_in_query) = match token(request).await {
        Ok(Some(token)) => token,
        Ok(None) => return unauthorized("Bearer realm=\"Users\""),
        Err(mistake) => return mistaken(&mistake),
    };
    match state.directory().tokens().userinfo(DEFAULT_TENANT, &token, is_in_query).await {
        Ok(info) => called_by(Json(info.claims).into_response(), info.client),
        Err(TokenRefusal::OAuth(error)) if error.status == 401 => unauthorized(
            "Bearer realm=\"Users\", error=\"invalid_token\", error_description=\"The access token is not valid\"",
        ),
        Err(TokenRefusal::OAuth(error)) => {
            let mut response = mistaken(&error);
            let told =
                HeaderValue::from_static("Bearer realm=\"Users\", error=\"insufficient_scope\", scope=\"openid\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, told);
            response
        }
        Err(refusal) => refused(refusal),
    }
}

/// The text that Auth0's libraries compare, and no word about why.
pub(super) fn unauthorized(challenge: &'static str) -> Response {
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))], "Unauthorized")
        .into_response()
}

/// RFC 6750 §2: in the header, in a form, or in the address, but in one place alone. The last counts only for
/// applications that need it.
async fn token(request: Request) -> Result<Option<(String, bool)>, OAuthError> {
    let mut found = Vec::new();
    for value in request.headers().get_all(AUTHORIZATION) {
        let bearer = value.to_str().ok().and_then(|text| text.split_once(' '));
        if let Some((_, token)) = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) {
            found.push((token.trim().to_owned(), false));
        }
    }
    let query = Parameters::parse(request.uri().query().unwrap_or_default())?;
    found.extend(query.get("access_token").map(|token| (token.to_owned(), true)));
    let has_body = request.headers().contains_key("content-type");
    if *request.method() == Method::POST && has_body {
        let body = sent::body(request).await?;
        found.extend(body.get("access_token").map(|token| (token.to_owned(), false)));
    }
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => Err(OAuthError::invalid_request("The access token stands in more than one place")),
    }
}
