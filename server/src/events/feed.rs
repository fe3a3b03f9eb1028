//! One stream.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use directory::Follower;
use hyper::body::{Body as HttpBody, Frame};
use model::LogEvent;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::places::Place;
use crate::ServerState;

/// How often is looked for what other processes wrote, and whether the session is still one.
const LOOK: Duration = Duration::from_secs(1);
/// The least time between two looks: however much is written, a stream asks no more often.
const PACE: Duration = Duration::from_millis(200);
/// Looks without news before something is said all the same: proxies close what is silent.
const SILENT: u32 = 15;
/// Parts that wait for the client to take them; who is slower than that is told less often.
const WAITING: usize = 4;

/// What a stream needs.
pub(super) struct Feed {
    pub(super) state: ServerState,
    pub(super) secret: String,
    pub(super) follower: Follower,
    pub(super) place: Place,
}

/// Why a stream ends.
enum End {
    /// The session has ended, or its administrator may not read logs any more: no use in coming back.
    Session,
    /// The server stops, or the client is gone.
    Connection,
}

impl Feed {
    /// The answer's body, which is fed as long as somebody takes it.
    pub(super) fn begin(self) -> Body {
        let (parts, body) = mpsc::channel(WAITING);
        tokio::spawn(self.run(parts));
        Body::new(Parts(body))
    }

    async fn run(mut self, parts: mpsc::Sender<Bytes>) {
        // The first words make the answer's head be sent, so that the page knows that it is followed.
        let _ = parts.send(Bytes::from_static(b"retry: 2000\n\n")).await;
        if let End::Session = self.feed(&parts).await {
            let _ = parts.send(Bytes::from_static(b"event: end\ndata: session\n\n")).await;
        }
    }

    async fn feed(&mut self, parts: &mpsc::Sender<Bytes>) -> End {
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut silent = 0;
        loop {
            tokio::select! {
                _ = looks.tick() => {}
                () = self.follower.written() => {}
                () = self.place.stopped() => return End::Connection,
                () = parts.closed() => return End::Connection,
            }
            pace.tick().await;
            let said = match self.look().await {
                Ok(said) => said,
                Err(end) => return end,
            };
            silent = if said.is_some() { 0 } else { silent + 1 };
            let part = match said {
                Some(said) => said,
                None if silent >= SILENT => {
                    silent = 0;
                    Bytes::from_static(b":\n\n")
                }
                None => continue,
            };
            tokio::select! {
                sent = parts.send(part) => if sent.is_err() { return End::Connection },
                () = self.place.stopped() => return End::Connection,
            }
        }
    }

    /// What is new, as it is sent. A database that does not answer is asked again at the next look.
    async fn look(&mut self) -> Result<Option<Bytes>, End> {
        let directory = self.state.directory();
        let news = async {
            match directory.sessions().watch(&self.secret).await? {
                Some(actor) => Ok(Some(directory.logs().news(&actor, &mut self.follower).await?)),
                None => Ok::<_, directory::Error>(None),
            }
        };
        match news.await {
            Ok(Some(news)) => Ok((!news.is_empty()).then(|| written(&news))),
            Ok(None) | Err(directory::Error::Forbidden(_) | directory::Error::ForbiddenAny(_)) => Err(End::Session),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "a page that follows the log was told nothing"
                );
                Ok(None)
            }
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

/// The parts of the body.
struct Parts(mpsc::Receiver<Bytes>);

impl HttpBody for Parts {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|part| part.map(|part| Ok(Frame::data(part))))
    }
}
