//! Bodies that do not wait for ever.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::activity::InFlight;

/// Bytes a second below which a body is too slow, however regularly they come.
const SLOWEST: u64 = 4096;

/// The body of a request stopped coming.
#[derive(Debug)]
pub(crate) struct TooSlow;

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request took too long to arrive")
    }
}

impl Error for TooSlow {}

/// What a client sends.
pub(super) struct Question {
    body: Incoming,
    patience: Duration,
    began: Instant,
    last: Instant,
    received: u64,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Question {
    pub(super) fn new(body: Incoming, patience: Duration) -> Self {
        let now = Instant::now();
        Self { body, patience, began: now, last: now, received: 0, alarm: None }
    }

    /// Some while after the last bytes, and never later than what the slowest client needs for what came.
    fn due(&self) -> Instant {
        let earned = Duration::from_millis(self.received.saturating_mul(1000) / SLOWEST);
        (self.last + self.patience).min(self.began + self.patience + earned)
    }
}

impl HttpBody for Question {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            let length = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()).map_or(0, Bytes::len);
            self.received += length as u64;
            self.last = Instant::now();
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let due = self.due();
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(due)));
        if alarm.deadline() != due {
            alarm.as_mut().reset(due);
        }
        ready!(alarm.as_mut().poll(cx));
        Poll::Ready(Some(Err(TooSlow.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// What a client is sent. It is asked for more when the client took what it had, so that is when progress was made.
pub(super) struct Answer {
    body: Body,
    in_flight: InFlight,
    is_untaken: bool,
}

impl Answer {
    pub(super) fn new(body: Body, in_flight: InFlight) -> Self {
        Self { body, in_flight, is_untaken: false }
    }

    fn note(&mut self, is_untaken: bool) {
        self.in_flight.note(self.is_untaken, is_untaken);
        self.is_untaken = is_untaken;
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        self.note(false);
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        self.note(frame.is_some());
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.note(false);
    }
}
