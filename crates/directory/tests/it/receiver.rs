//! A web server that takes what it is posted, or refuses it, and shows what it got.

use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The server; it listens for as long as the test goes on.
#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Posted>>>,
    status: Arc<AtomicU16>,
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Posted {
    /// What a header says; its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Ids of the events in an array.
    pub(crate) fn ids(&self) -> Vec<String> {
        let events: Vec<Value> = serde_json::from_str(&self.body).unwrap();
        events.iter().map(|event| event["log_id"].as_str().unwrap().to_owned()).collect()
    }
}

impl Receiver {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/logs", listener.local_addr().unwrap());
        let receiver = Self { url, requests: Arc::default(), status: Arc::new(AtomicU16::new(200)) };
        let served = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let receiver = served.clone();
                tokio::spawn(async move { receiver.answer(stream).await });
            }
        });
        receiver
    }

    /// What it answers from now on.
    pub(crate) fn answer_with(&self, status: u16) {
        self.status.store(status, Ordering::SeqCst);
    }

    /// What it was posted since it was asked last.
    pub(crate) fn take(&self) -> Vec<Posted> {
        std::mem::take(&mut *self.requests.lock().unwrap())
    }

    async fn answer(&self, mut stream: TcpStream) -> Option<()> {
        let mut sent = Vec::new();
        let (head, body) = loop {
            let mut part = [0; 16 * 1024];
            let length = stream.read(&mut part).await.ok().filter(|length| *length > 0)?;
            sent.extend_from_slice(&part[..length]);
            let Some(end) = sent.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8(sent[..end].to_vec()).ok()?;
            let length: usize =
                Posted { head: head.clone(), body: String::new() }.header("content-length")?.parse().ok()?;
            if sent.len() >= end + 4 + length {
                break (head, String::from_utf8(sent[end + 4..].to_vec()).ok()?);
            }
        };
        self.requests.lock().unwrap().push(Posted { head, body });
        let status = self.status.load(Ordering::SeqCst);
        let answer =
            format!("HTTP/1.1 {status} Answer\r\nContent-Length: 0\r\nLocation: http://169.254.169.254/\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.ok()
    }
}
