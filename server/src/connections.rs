//! Accepting connections, and letting go of them.

use std::convert::Infallible;
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::header::{CONNECTION, HeaderValue, TRANSFER_ENCODING};
use http::{Request, Response, Version};
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::{HttpService, Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

use crate::{PeerAddress, Tls};

mod activity;
mod bodies;
mod ending;
mod heads;
mod limits;
mod stream;

use activity::{Activity, Over};
pub(crate) use bodies::TooSlow;
use bodies::{Answer, Question};
use ending::Ending;
pub use limits::Limits;
use stream::Watched;

/// The longest head of a request, and the longest headers in HTTP/2.
const HEAD: u32 = 32 * 1024;

/// What every conversation has.
#[derive(Clone)]
struct House {
    router: Router,
    tls: Option<Tls>,
    limits: Limits,
    /// Turns true when the server is told to stop.
    stop: watch::Receiver<bool>,
}

/// Serves until `stop` is done, then finishes what was begun.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let (stopping, stopped) = watch::channel(false);
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut beside = JoinSet::new();
    if let Some(tls) = tls.clone() {
        beside.spawn(tls.keep_fresh(limits.certificate));
    }
    let house = House { router, tls, limits, stop: stopped };
    tokio::select! {
        () = accept(&listener, &room, &house) => {}
        () = stop => {}
    }
    drop(listener);
    stopping.send_replace(true);
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    if timeout(limits.drain, room.acquire_many(all)).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
}

#[expect(clippy::disallowed_methods, reason = "nothing tells when a file descriptor is free again")]
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>, house: &House) {
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, peer)) => {
                let mut house = house.clone();
                tokio::spawn(async move {
                    if let Some((bytes, is_http2)) = welcome(stream, &mut house).await {
                        converse(bytes, is_http2, peer, house).await;
                    }
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
}

/// The stream of bytes, after the handshake where there is one, and the protocol that ALPN chose.
async fn welcome(stream: TcpStream, house: &mut House) -> Option<(Box<dyn stream::Bytes>, Option<bool>)> {
    // Answers are written whole: waiting for more to send would only delay their ends.
    let _ = stream.set_nodelay(true);
    let Some(tls) = house.tls.take() else { return Some((Box::new(stream), None)) };
    let shake = async {
        if speaks_plainly(&stream).await {
            say_https(stream).await;
            return Err(io::Error::other("http on a port for https"));
        }
        tls.accept(stream).await
    };
    let shaken = tokio::select! {
        shaken = timeout(house.limits.handshake, shake) => shaken,
        _ = house.stop.wait_for(|stop| *stop) => return None,
    };
    match shaken {
        Ok(Ok(stream)) => {
            let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            return Some((Box::new(stream), Some(is_http2)));
        }
        Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
        Err(_) => tracing::debug!("a handshake did not end in time"),
    }
    None
}

/// A handshake begins with a byte that is no letter.
async fn speaks_plainly(stream: &TcpStream) -> bool {
    let mut first = [0];
    matches!(stream.peek(&mut first).await, Ok(1) if first[0].is_ascii_alphabetic())
}

async fn say_https(mut stream: TcpStream) {
    // What was not read when a connection is closed can take the answer with it.
    let _ = stream.try_read(&mut [0; 8192]);
    let text = "This port speaks https: the address begins with https://\n";
    let head = format!("Content-Type: text/plain\r\nConnection: close\r\nContent-Length: {}", text.len());
    let _ = stream.write_all(format!("HTTP/1.1 400 Bad Request\r\n{head}\r\n\r\n{text}").as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// Without TLS the first bytes tell the protocol. hyper, with its buffers, is there only while something is said.
async fn converse(bytes: Box<dyn stream::Bytes>, mut is_http2: Option<bool>, peer: SocketAddr, mut house: House) {
    let activity = Activity::new(house.limits);
    let mut ending = Ending::new(activity.clone());
    let mut bytes = Watched::new(bytes, activity.clone());
    let answering = Answering { router: house.router, activity: activity.clone(), peer };
    loop {
        tokio::select! {
            biased;
            begun = bytes.begin(is_http2) => match begun {
                Ok(begun) => is_http2 = Some(begun),
                Err(_) => return,
            },
            _ = ending.next() => break,
            _ = house.stop.wait_for(|stop| *stop) => break,
        }
        activity.wake(is_http2 == Some(true));
        if is_http2 == Some(true) {
            let connection = http2().serve_connection(TokioIo::new(bytes), answering.service());
            hold(connection, &mut ending, &mut house.stop).await;
            return;
        }
        let connection = http1().serve_connection(TokioIo::new(&mut bytes), answering.service());
        if hold(connection, &mut ending, &mut house.stop).await != Held::Rests {
            return;
        }
        activity.rest();
    }
    let _ = timeout(house.limits.head, bytes.shutdown()).await;
}

/// How a connection was left.
#[derive(PartialEq)]
enum Held {
    Ended,
    /// It is open, and nothing is going on.
    Rests,
}

/// What hyper's connections have in common.
trait Connection: Future<Output = hyper::Result<()>> {
    fn close(self: Pin<&mut Self>);
}

impl<I, S, B> Connection for http1::Connection<I, S>
where
    I: hyper::rt::Read + hyper::rt::Write + Unpin,
    S: HttpService<Incoming, ResBody = B>,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: hyper::body::Body + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn close(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

impl<I, S, B> Connection for http2::Connection<I, S, TokioExecutor>
where
    I: hyper::rt::Read + hyper::rt::Write + Unpin,
    S: HttpService<Incoming, ResBody = B>,
    S::Future: Send + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: hyper::body::Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn close(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

/// Serves until the connection ends, its time is over, or it rests.
async fn hold(connection: impl Connection, ending: &mut Ending, stop: &mut watch::Receiver<bool>) -> Held {
    let mut connection = std::pin::pin!(connection);
    let mut is_stopping = false;
    loop {
        tokio::select! {
            biased;
            result = connection.as_mut() => {
                if let Err(error) = result {
                    tracing::debug!(%error, "a connection ended early");
                }
                return Held::Ended;
            }
            over = ending.next() => match over {
                Over::Resting => return Held::Rests,
                Over::Idle => connection.as_mut().close(),
                Over::Stalled => {
                    tracing::debug!("a connection was given up");
                    return Held::Ended;
                }
            },
            _ = stop.wait_for(|stop| *stop), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().close();
            }
        }
    }
}

/// Hands requests to the router.
struct Answering {
    router: Router,
    activity: Arc<Activity>,
    peer: SocketAddr,
}

type Answered = Pin<Box<dyn Future<Output = Result<Response<Answer>, Infallible>> + Send>>;

impl Answering {
    fn service(
        &self,
    ) -> impl Service<Request<Incoming>, Response = Response<Answer>, Error = Infallible, Future = Answered> + use<>
    {
        let (router, activity, peer) = (self.router.clone(), self.activity.clone(), self.peer);
        service_fn(move |request: Request<Incoming>| -> Answered {
            let (router, in_flight) = (router.clone(), activity.begin());
            let is_chunked = request.version() < Version::HTTP_2 && request.headers().contains_key(TRANSFER_ENCODING);
            let stall = activity.limits().stall;
            let mut request = request.map(|body| Body::new(Question::new(body, stall)));
            request.extensions_mut().insert(PeerAddress(peer));
            // In a box, because hyper keeps the place for it between requests.
            Box::pin(async move {
                let mut response = router.oneshot(request).await.unwrap_or_else(|never| match never {});
                if is_chunked {
                    // No head after it is read: see `heads`.
                    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
                }
                Ok(response.map(|body| Answer::new(body, in_flight)))
            })
        })
    }
}

fn http1() -> http1::Builder {
    let mut builder = http1::Builder::new();
    // `Ending` watches the time; more than 100 headers are refused, with 431 as longer ones.
    builder.header_read_timeout(None).max_buf_size(HEAD as usize);
    builder
}

/// Resets of streams that were not accepted yet are bounded by hyper itself (CVE-2023-44487).
fn http2() -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .keep_alive_interval(Duration::from_secs(20))
        .keep_alive_timeout(Duration::from_secs(10))
        .max_concurrent_streams(100)
        .max_header_list_size(HEAD);
    builder
}
