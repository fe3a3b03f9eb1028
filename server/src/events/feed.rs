//! One stream.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use directory::Error;
use hyper::body::{Body as HttpBody, Frame};
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::places::Place;

/// How often is looked for what other processes wrote, and whether the session is still one.
const LOOK: Duration = Duration::from_secs(1);
/// The least time between two looks: however much is written, a stream asks no more often.
const PACE: Duration = Duration::from_millis(200);
/// Looks without news before something is said all the same: proxies close what is silent.
const SILENT: u32 = 15;
/// Parts that wait for the client to take them; who is slower than that is told less often.
const WAITING: usize = 4;

/// What a stream tells.
pub(super) trait Followed: Send + 'static {
    /// Waits until this process may have something new.
    fn moved(&mut self) -> impl Future<Output = ()> + Send;

    /// What is new, as it is sent. A database that does not answer is asked again at the next look.
    fn look(&mut self) -> impl Future<Output = Result<Option<Bytes>, End>> + Send;

    /// Whether anything can come after what was told.
    fn has_more(&self) -> bool {
        true
    }
}

/// Why a stream ends.
pub(super) enum End {
    /// The session has ended, or its administrator may not read this any more: no use in coming back.
    Session,
    /// There is nothing more to tell: no use either.
    Done,
    /// The server stops, or the client is gone.
    Connection,
}

impl End {
    /// Whether a look that failed ends the stream.
    pub(super) fn of(error: &Error) -> Result<Option<Bytes>, Self> {
        if matches!(error, Error::Forbidden(_) | Error::ForbiddenAny(_)) {
            return Err(Self::Session);
        }
        tracing::warn!(error = error as &dyn std::error::Error, "whoever follows what happens was told nothing");
        Ok(None)
    }
}

/// The answer's body, which is fed as long as somebody takes it.
pub(super) fn begin(place: Place, followed: impl Followed) -> Body {
    let (parts, body) = mpsc::channel(WAITING);
    tokio::spawn(run(place, followed, parts));
    Body::new(Parts(body))
}

async fn run(mut place: Place, mut followed: impl Followed, parts: mpsc::Sender<Bytes>) {
    // The first words make the answer's head be sent, so that the page knows that it is followed.
    let _ = parts.send(Bytes::from_static(b"retry: 2000\n\n")).await;
    let last: &'static [u8] = match feed(&mut place, &mut followed, &parts).await {
        End::Session => b"event: end\ndata: session\n\n",
        End::Done => b"event: end\ndata: done\n\n",
        End::Connection => return,
    };
    let _ = parts.send(Bytes::from_static(last)).await;
}

async fn feed(place: &mut Place, followed: &mut impl Followed, parts: &mpsc::Sender<Bytes>) -> End {
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut silent = 0;
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = followed.moved() => {}
            () = place.stopped() => return End::Connection,
            () = parts.closed() => return End::Connection,
        }
        pace.tick().await;
        let said = match followed.look().await {
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
            () = place.stopped() => return End::Connection,
        }
        if !followed.has_more() {
            return End::Done;
        }
    }
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
