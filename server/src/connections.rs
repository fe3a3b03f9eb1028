//! Accepting connections, and letting go of them.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

use crate::PeerAddress;

/// How long a client may take to send the head of a request, and to keep a connection without one.
const HEAD: Duration = Duration::from_secs(10);
/// How long requests may go on after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(25);
/// More than this wait outside: each costs memory.
const MOST: usize = 8192;
/// RFC 9113 §3.4
const HTTP2_PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Serves until `stop` is done, then finishes what was begun.
#[expect(clippy::disallowed_methods, reason = "nothing tells when a file descriptor is free again")]
pub(crate) async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(MOST));
    let accept = async {
        loop {
            let Ok(place) = room.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let (router, watcher) = (router.clone(), graceful.watcher());
                    tokio::spawn(async move {
                        converse(stream, peer, router, watcher).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of file descriptors, most likely: trying again at once would only burn the processor.
                    tracing::warn!(%error, "a connection could not be accepted");
                    sleep(Duration::from_millis(50)).await;
                }
            }
        }
    };
    tokio::select! {
        () = accept => {}
        () = stop => {}
    }
    drop(listener);
    if timeout(DRAIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

async fn converse(stream: TcpStream, peer: SocketAddr, router: Router, watcher: Watcher) {
    let Ok(Some(is_http2)) = timeout(HEAD, speaks_http2(&stream)).await else { return };
    // Answers are written whole: waiting for more to send would only delay their ends.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(PeerAddress(peer));
        let router = router.clone();
        async move { Ok::<_, Infallible>(router.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    });
    let builder = builder(is_http2);
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn builder(is_http2: bool) -> Builder<TokioExecutor> {
    let builder = Builder::new(TokioExecutor::new());
    let mut builder = if is_http2 { builder.http2_only() } else { builder.http1_only() };
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(HEAD)
        .keep_alive_timeout(HEAD)
        .max_concurrent_streams(100);
    builder
}

/// Looks at the first bytes without taking them; `None` when the client is gone. hyper-util's own look has no time limit.
#[expect(clippy::disallowed_methods, reason = "nothing tells when more of a beginning has come")]
async fn speaks_http2(stream: &TcpStream) -> Option<bool> {
    let mut bytes = [0; HTTP2_PREFACE.len()];
    loop {
        let seen = stream.peek(&mut bytes).await.ok().filter(|seen| *seen > 0)?;
        if bytes[..seen] != HTTP2_PREFACE[..seen] {
            return Some(false);
        }
        if seen == bytes.len() {
            return Some(true);
        }
        // The beginning stays readable, so waiting for the socket would spin.
        sleep(Duration::from_millis(10)).await;
    }
}
