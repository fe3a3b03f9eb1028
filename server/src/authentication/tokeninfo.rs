//! GET and POST /tokeninfo

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use directory::{DEFAULT_TENANT, TokenRefusal};
use http::Method;
use protocol::{OAuthError, Parameters};

use super::userinfo::unauthorized;
use super::{mistaken, refused, sent};
use crate::ServerState;

/// The profile behind an ID token: for Auth0's older libraries.
pub(super) async fn show(State(state): State<ServerState>, request: Request) -> Response {
    let parameters = match parameters(request).await {
        Ok(parameters) => parameters,
        Err(mistake) => return mistaken(&mistake),
    };
    let id_token = match parameters.require("id_token") {
        Ok(id_token) => id_token,
        Err(mistake) => return mistaken(&mistake),
    };
    match state.directory().tokens().token_info(DEFAULT_TENANT, id_token).await {
        Ok(profile) => Json(profile).into_response(),
        Err(TokenRefusal::OAuth(error)) if error.status == 401 => unauthorized("Bearer realm=\"Users\""),
        Err(refusal) => refused(refusal),
    }
}

async fn parameters(request: Request) -> Result<Parameters, OAuthError> {
    let query = Parameters::parse(request.uri().query().unwrap_or_default())?;
    if *request.method() == Method::POST { query.join(sent::body(request).await?) } else { Ok(query) }
}
