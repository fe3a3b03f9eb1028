//! A mail server that takes everything, or nothing, and shows what it got.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// The server; it listens for as long as the test goes on.
#[derive(Clone)]
pub(crate) struct Sink {
    pub(crate) port: u16,
    mails: Arc<Mutex<Vec<Received>>>,
    refuses: Arc<AtomicBool>,
}

/// A mail that the server took.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// Headers and body.
    pub(crate) data: String,
}

impl Sink {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let sink = Self { port, mails: Arc::default(), refuses: Arc::default() };
        let served = sink.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sink = served.clone();
                tokio::spawn(async move { sink.converse(stream).await });
            }
        });
        sink
    }

    /// From now on every recipient is refused, or none.
    pub(crate) fn refuse(&self, refuses: bool) {
        self.refuses.store(refuses, Ordering::SeqCst);
    }

    pub(crate) fn mails(&self) -> Vec<Received> {
        self.mails.lock().unwrap().clone()
    }

    async fn converse(&self, stream: TcpStream) -> Option<()> {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        write.write_all(b"220 sink\r\n").await.ok()?;
        let mut mail = Received { from: String::new(), to: Vec::new(), data: String::new() };
        while let Some(line) = lines.next_line().await.ok()? {
            let answer: &[u8] = match line.split(' ').next()?.to_ascii_uppercase().as_str() {
                "MAIL" => {
                    mail = Received { from: line, to: Vec::new(), data: String::new() };
                    b"250 ok\r\n"
                }
                "RCPT" if self.refuses.load(Ordering::SeqCst) => b"451 the cellar is full\r\n",
                "RCPT" => {
                    mail.to.push(line);
                    b"250 ok\r\n"
                }
                "DATA" => {
                    write.write_all(b"354 go on\r\n").await.ok()?;
                    while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                        mail.data.push_str(&line);
                        mail.data.push('\n');
                    }
                    self.mails.lock().unwrap().push(mail.clone());
                    b"250 taken\r\n"
                }
                "QUIT" => return write.write_all(b"221 bye\r\n").await.ok(),
                _ => b"250 sink\r\n",
            };
            write.write_all(answer).await.ok()?;
        }
        Some(())
    }
}
