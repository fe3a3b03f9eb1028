//! GET /events/logs

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use directory::{Error, Follower};
use http::HeaderMap;
use model::{Failure, LogEvent};

use super::feed::{End, Followed, begin as feed};
use super::{answer, question, session, too_many};
use crate::{ServerState, failures};

/// GET /events/logs?user=…&q=…&kind=…&client=…&connection=…&ip=…&last=…
pub(crate) async fn follow(State(state): State<ServerState>, request: Request) -> Response {
    match begin(&state, &request) {
        Ok(body) => answer(body),
        Err(failure) => failures::json(&failure),
    }
}

fn begin(state: &ServerState, request: &Request) -> Result<Body, Failure> {
    let (actor, secret) = session(state, request)?;
    let (query, last) = question::read(request.uri().query().unwrap_or_default())?;
    let last = last_event(request.headers()).or(last);
    let follower = state.directory().logs().follow(&actor, query, last.as_deref()).map_err(Failure::from)?;
    let place = state.streams().take(&secret).ok_or_else(too_many)?;
    Ok(feed(place, LogFeed { state: state.clone(), secret, follower }))
}

/// What a browser sends when it comes back.
fn last_event(headers: &HeaderMap) -> Option<String> {
    let last = headers.get("last-event-id")?.to_str().ok()?;
    (!last.is_empty()).then(|| last.to_owned())
}

/// The log, as a session follows it.
struct LogFeed {
    state: ServerState,
    secret: String,
    follower: Follower,
}

impl Followed for LogFeed {
    async fn moved(&mut self) {
        self.follower.written().await;
    }

    async fn look(&mut self) -> Result<Option<Bytes>, End> {
        let directory = self.state.directory();
        let news = async {
            match directory.sessions().watch(&self.secret).await? {
                Some(actor) => Ok(Some(directory.logs().news(&actor, &mut self.follower).await?)),
                None => Ok::<_, Error>(None),
            }
        };
        match news.await {
            Ok(Some(news)) => Ok((!news.is_empty()).then(|| written(&news))),
            Ok(None) => Err(End::Session),
            Err(error) => End::of(&error),
        }
    }
}

/// JSON has no line breaks of its own, so an event is one line of data.
fn written(news: &[LogEvent]) -> Bytes {
    let mut text = String::new();
    for event in news {
        if let Ok(data) = serde_json::to_string(event) {
            text.extend(["id: ", &event.log_id, "\ndata: ", &data, "\n\n"]);
        }
    }
    text.into()
}
