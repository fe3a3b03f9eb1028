//! Bodies that are made while they are sent.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame};
use tokio::sync::mpsc;

/// Parts that wait for the client to take them.
const WAITING: usize = 2;
/// How much of a file is read at once.
const PART: usize = 64 * 1024;

/// Where the parts of a body go. A client that is gone takes none any more.
pub(crate) type Parts = mpsc::Sender<io::Result<Bytes>>;

/// A body, and where its parts go; it ends when nobody sends parts any more.
pub(crate) fn body() -> (Parts, Body) {
    let (parts, taken) = mpsc::channel(WAITING);
    (parts, Body::new(Streamed(taken)))
}

/// Sends what is read, part by part, as long as somebody takes it. It waits for the disk and for the client.
pub(crate) fn send(mut file: impl io::Read, parts: &Parts) {
    let mut buffer = vec![0; PART];
    loop {
        let part = match file.read(&mut buffer) {
            Ok(0) => return,
            Ok(length) => Ok(Bytes::copy_from_slice(buffer.get(..length).unwrap_or_default())),
            Err(error) => Err(error),
        };
        let is_failed = part.is_err();
        if parts.blocking_send(part).is_err() || is_failed {
            return;
        }
    }
}

struct Streamed(mpsc::Receiver<io::Result<Bytes>>);

impl HttpBody for Streamed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(cx).map(|part| part.map(|part| part.map(Frame::data)))
    }
}
