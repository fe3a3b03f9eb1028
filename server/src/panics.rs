//! The last resort: a mistake in one request is told in one answer.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use model::{Failure, FailureKind};

use crate::{ServerState, failures};

/// S-614: answers 500 where a handler panics. The panic itself is in the log, not in the answer.
pub(crate) async fn catch(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let asked = failures::Asked::of(&request);
    let mut response = Box::pin(next.run(request));
    let outcome = poll_fn(move |context| match catch_unwind(AssertUnwindSafe(|| response.as_mut().poll(context))) {
        Ok(poll) => poll.map(Some),
        Err(_) => Poll::Ready(None),
    })
    .await;
    outcome.unwrap_or_else(|| {
        tracing::error!("a request ended in a panic");
        let message = "Something went wrong in Roster. The server's log has more.";
        failures::answer_to(&state, &asked, &Failure::new(FailureKind::Internal, message))
    })
}
