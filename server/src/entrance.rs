//! What every request goes through.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::failures::Asked;
use crate::request_log::Line;
use crate::{ServerState, panics, security_headers, session, well_formed};

/// Finds out where the request comes from, refuses what cannot be read in one way only, survives a panic, adds the headers that
/// every answer has, and notes the request in the log. One layer, because each makes a copy of all that is below it for every
/// request.
pub(crate) async fn enter(State(state): State<ServerState>, mut request: Request, next: Next) -> Response {
    let line = Line::of(&request);
    let asked = Asked::of(&request);
    let answer = async {
        session::locate(&state, &mut request);
        match well_formed::refusal(&state, &request) {
            Some(refusal) => refusal,
            None => next.run(request).await,
        }
    };
    let mut response = panics::catch(&state, &asked, answer).await;
    security_headers::add(&state, &mut response);
    line.write(&response);
    response
}
