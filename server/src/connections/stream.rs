//! The bytes of a connection, encrypted or not.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};

use super::activity::Activity;

/// A `TcpStream`, or one with TLS over it.
pub(super) trait Bytes: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Bytes for T {}

/// RFC 9113 §3.4
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Tells the activity what is read in HTTP/1.1, and whether something waits to be written.
pub(super) struct Watched {
    bytes: Box<dyn Bytes>,
    activity: Arc<Activity>,
    is_http2: bool,
    /// What was read to see what it is, and is not told yet.
    ahead: [u8; PREFACE.len()],
    length: usize,
}

impl Watched {
    pub(super) fn new(bytes: Box<dyn Bytes>, activity: Arc<Activity>) -> Self {
        Self { bytes, activity, is_http2: false, ahead: [0; PREFACE.len()], length: 0 }
    }

    /// Waits for the first bytes: whether they are HTTP/2, where that is not known. May be dropped and called again.
    pub(super) async fn begin(&mut self, is_http2: Option<bool>) -> io::Result<bool> {
        self.is_http2 = match is_http2 {
            // The server speaks first too.
            Some(true) => true,
            known => loop {
                let seen = &self.ahead[..self.length];
                if !seen.is_empty() && (known.is_some() || *seen != PREFACE[..seen.len()]) {
                    break false;
                }
                if seen.len() == PREFACE.len() {
                    break true;
                }
                match self.bytes.read(&mut self.ahead[self.length..]).await? {
                    0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                    more => self.length += more,
                }
                self.activity.note_beginning();
            },
        };
        Ok(self.is_http2)
    }

    fn note<T>(&self, written: Poll<T>) -> Poll<T> {
        self.activity.note_waiting(written.is_pending());
        written
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if self.length > 0 {
            let some = self.length.min(buffer.remaining());
            buffer.put_slice(&self.ahead[..some]);
            self.ahead.rotate_left(some);
            self.length -= some;
        } else {
            ready!(Pin::new(&mut self.bytes).poll_read(cx, buffer))?;
        }
        if !self.is_http2 {
            self.activity.read(&mut buffer.filled_mut()[before..]);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.bytes).poll_write(cx, bytes);
        self.note(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let written = Pin::new(&mut self.bytes).poll_flush(cx);
        self.note(written)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.bytes).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.bytes).poll_write_vectored(cx, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.bytes.is_write_vectored()
    }
}
