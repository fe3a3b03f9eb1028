//! A server on a port of its own, and clients that send it bytes.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use directory::Clock;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use server::{Limits, Tls, serve};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// What ends in time ends much sooner; only a test that fails waits as long.
const BOUND: Duration = Duration::from_secs(30);

pub(super) struct House {
    pub(super) address: SocketAddr,
    pub(super) folder: TempDir,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

impl House {
    pub(super) async fn plain(router: Router, limits: Limits) -> Self {
        Self::open(router, limits, |_| None).await
    }

    /// With TLS as `--tls local` makes it.
    pub(super) async fn local(router: Router, limits: Limits) -> Self {
        let made = |folder: &Path| Some(Tls::local(folder, "roster.example.com", Clock::system()).unwrap());
        Self::open(router, limits, made).await
    }

    pub(super) async fn open(router: Router, limits: Limits, tls: impl FnOnce(&Path) -> Option<Tls>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tls = tls(folder.path());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(async move {
            serve(listener, tls, router, limits, async { _ = stopped.await }).await;
        });
        Self { address, folder, stop: Some(stop), served }
    }

    pub(super) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `bytes` and reads until the server closes.
    pub(super) async fn send(&self, bytes: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        stream.write_all(bytes.as_ref()).await.unwrap();
        read_to_end(&mut stream).await
    }

    /// Tells the server to stop; what waits until it did.
    pub(super) fn stop(&mut self) -> &mut JoinHandle<()> {
        self.stop.take().unwrap().send(()).unwrap();
        &mut self.served
    }

    /// What a client believes in that trusts the authority.
    pub(super) fn trust(&self, alpn: &[&str]) -> ClientConfig {
        let authority = CertificateDer::from_pem_file(self.folder.path().join("local-ca.pem")).unwrap();
        client(authority, alpn)
    }

    pub(super) async fn shake(&self, config: ClientConfig) -> std::io::Result<TlsStream<TcpStream>> {
        self.shake_as("localhost", &Arc::new(config)).await
    }

    pub(super) async fn shake_as(
        &self,
        name: &str,
        config: &Arc<ClientConfig>,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let name = ServerName::try_from(name.to_owned()).unwrap();
        bounded(TlsConnector::from(config.clone()).connect(name, self.connect().await)).await
    }
}

pub(crate) fn client(authority: CertificateDer<'static>, alpn: &[&str]) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(authority).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
    config
}

pub(super) async fn bounded<F: Future>(future: F) -> F::Output {
    timeout(BOUND, future).await.expect("it should have ended long ago")
}

/// All that comes until the server closes, however it closes.
pub(super) async fn read_to_end(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    let _ = bounded(stream.read_to_end(&mut bytes)).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One request without a body on a connection that stays; the whole answer, which must say its length.
pub(super) async fn ask(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), path: &str) -> String {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !is_whole(&answer) {
        assert_ne!(bounded(stream.read_buf(&mut answer)).await.unwrap(), 0, "closed");
    }
    String::from_utf8(answer).unwrap()
}

fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    body.len() >= length.parse().unwrap()
}
