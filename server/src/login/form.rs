//! What a form of a hosted page sent.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use protocol::Parameters;

/// The fields of a form, each at most once (S-114); one that is missing is empty.
pub(crate) struct Form(pub(crate) Parameters);

impl Form {
    /// A field's value.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let is_form = request.headers().get(CONTENT_TYPE).is_some_and(|kind| {
            let kind = kind.as_bytes();
            kind.starts_with(b"application/x-www-form-urlencoded")
        });
        let body = axum::body::Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        // Whatever cannot be read is an empty form, which lacks its token and is answered as such.
        let parameters = if is_form { Parameters::parse_form(&body).ok() } else { None };
        Ok(Self(parameters.unwrap_or_default()))
    }
}
