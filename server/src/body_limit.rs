//! How much a request may send.

use std::error::Error;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Body as _;
use model::{Failure, FailureKind};

use crate::connections::TooSlow;
use crate::{ServerState, failures};

/// Reads the body before the handler runs: no more than `limit` bytes of it, however it is sent (S-621).
pub(crate) async fn limit(
    State((state, limit)): State<(ServerState, usize)>,
    request: Request,
    next: Next,
) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let asked = failures::Asked::of(&request);
    let refuse = |kind, message: String| failures::answer_to(&state, &asked, &Failure::new(kind, message));
    let too_large = || refuse(FailureKind::TooLarge, format!("The request is larger than {limit} bytes."));
    let (parts, body) = request.into_parts();
    if body.size_hint().lower() > limit as u64 {
        return too_large();
    }
    let bytes = match Limited::new(body, limit).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return too_large(),
        Err(error) if !is_too_slow(&*error) => {
            return refuse(FailureKind::Invalid, "The request ended early.".to_owned());
        }
        Err(_) => {
            let mut response = refuse(FailureKind::Invalid, "The request took too long to arrive.".to_owned());
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
            return response;
        }
    };
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}

/// The connection gives up on a body that stops coming; the error is wrapped on its way here.
fn is_too_slow(error: &(dyn Error + 'static)) -> bool {
    let mut error = Some(error);
    while let Some(one) = error {
        if one.is::<TooSlow>() {
            return true;
        }
        error = one.source();
    }
    false
}
