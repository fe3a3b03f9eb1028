//! What it costs to hold many connections that ask nothing.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::process::{resident, start};

const MOST: u64 = 10_000;
/// How many are opened at once.
const SIDE_BY_SIDE: usize = 32;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

pub(crate) async fn measure(folder: &Path) {
    let data = folder.join("connections");
    let _ = fs::remove_dir_all(&data);
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }).unwrap();
    let count = limit.maximum.unwrap_or(MOST).saturating_sub(256).min(MOST);
    for (name, arguments) in [("http", &[][..]), ("https", &["--tls", "local"])] {
        let (mut server, address, _) = start(&data, arguments);
        let address = address.replace("localhost", "127.0.0.1").parse().unwrap();
        let tls = (!arguments.is_empty()).then(|| connector(&data));
        let before = resident(server.id());
        let streams = open(address, tls, usize::try_from(count).unwrap()).await;
        // Buffers are given back when a connection rested for a moment.
        tokio::time::sleep(Duration::from_secs(2)).await;
        let after = resident(server.id());
        let each = (after - before) * 1024.0 / f64::from(u32::try_from(count).unwrap());
        println!("{count} idle connections, {name}: {after:.0} MB; {each:.1} kB each");
        let lost = still_open(streams).await;
        assert_eq!(lost, 0, "connections that were closed meanwhile");
        server.kill().unwrap();
        server.wait().unwrap();
    }
}

fn connector(data: &Path) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(data.join("local-ca.pem")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

/// Each asked once, and waits now.
async fn open(address: SocketAddr, tls: Option<TlsConnector>, count: usize) -> Vec<Box<dyn Stream>> {
    let openers: Vec<_> = (0..SIDE_BY_SIDE)
        .map(|number| {
            let tls = tls.clone();
            let count = count / SIDE_BY_SIDE + usize::from(number < count % SIDE_BY_SIDE);
            tokio::spawn(async move {
                let mut streams = Vec::with_capacity(count);
                for _ in 0..count {
                    let stream = TcpStream::connect(address).await.unwrap();
                    let mut stream: Box<dyn Stream> = match &tls {
                        Some(tls) => {
                            let name = ServerName::try_from("localhost").unwrap();
                            Box::new(tls.connect(name, stream).await.unwrap())
                        }
                        None => Box::new(stream),
                    };
                    ask(&mut stream).await.unwrap();
                    streams.push(stream);
                }
                streams
            })
        })
        .collect();
    let mut streams = Vec::new();
    for opener in openers {
        streams.extend(opener.await.unwrap());
    }
    streams
}

async fn ask(stream: &mut Box<dyn Stream>) -> std::io::Result<()> {
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").await?;
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).await?;
    if !answer[..length].starts_with(b"HTTP/1.1 200") {
        return Err(std::io::ErrorKind::ConnectionReset.into());
    }
    Ok(())
}

async fn still_open(streams: Vec<Box<dyn Stream>>) -> usize {
    let mut lost = 0;
    for mut stream in streams {
        lost += usize::from(ask(&mut stream).await.is_err());
    }
    lost
}
