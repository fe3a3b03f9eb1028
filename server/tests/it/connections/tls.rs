//! Handshakes, and the certificates that they show.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, HandshakeKind};
use server::{Limits, Tls};
use tokio::io::AsyncWriteExt as _;

use super::house::{House, ask, bounded, client};
use crate::test_app::TestApp;

async fn house() -> (TestApp, House) {
    let app = TestApp::new().await;
    let house = House::local(app.router(), Limits::default()).await;
    (app, house)
}

#[tokio::test]
async fn alpn_chooses_the_protocol() {
    let (_app, house) = house().await;
    for alpn in [&["http/1.1"][..], &[]] {
        let mut stream = house.shake(house.trust(alpn)).await.unwrap();
        assert!(ask(&mut stream, "/health").await.starts_with("HTTP/1.1 200 "), "{alpn:?}");
    }
    let stream = house.shake(house.trust(&["h2", "http/1.1"])).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (client, connection) = h2::client::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let request = http::Request::get("https://localhost/health").body(()).unwrap();
    let (answer, _) = client.ready().await.unwrap().send_request(request, true).unwrap();
    assert_eq!(bounded(answer).await.unwrap().status(), 200);
    assert!(house.shake(house.trust(&["spdy/1"])).await.is_err());
}

#[tokio::test]
async fn the_local_certificate_is_good_for_this_machine_and_the_public_host_alone() {
    let (_app, house) = house().await;
    let trust = Arc::new(house.trust(&[]));
    for name in ["localhost", "127.0.0.1", "::1", "roster.example.com"] {
        assert!(house.shake_as(name, &trust).await.is_ok(), "{name}");
    }
    assert!(house.shake_as("other.example.com", &trust).await.is_err());
    let stranger = Arc::new(client(self_signed().cert.der().clone(), &[]));
    assert!(house.shake_as("localhost", &stranger).await.is_err(), "who does not trust the authority");
}

/// S-806
#[tokio::test]
async fn tls_1_2_is_the_oldest() {
    let (_app, house) = house().await;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let old = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&rustls::version::TLS12]).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    let file = house.folder.path().join("local-ca.pem");
    roots.add(rustls::pki_types::pem::PemObject::from_pem_file(file).unwrap()).unwrap();
    let mut stream = house.shake(old.with_root_certificates(roots).with_no_client_auth()).await.unwrap();
    assert!(ask(&mut stream, "/health").await.starts_with("HTTP/1.1 200 "));

    for version in [[3, 0], [3, 1], [3, 2]] {
        let mut stream = house.connect().await;
        stream.write_all(&hello(version)).await.unwrap();
        let mut answer = Vec::new();
        bounded(tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut answer)).await.unwrap();
        // RFC 5246 §7.2: a fatal alert, protocol_version
        assert_eq!((answer[0], &answer[5..]), (21, &[2, 70][..]), "{version:?}: {answer:?}");
    }
}

/// What a client sends that speaks no newer version: RFC 4346 §7.4.1.2.
fn hello(version: [u8; 2]) -> Vec<u8> {
    let ciphers = [0xc0, 0x13, 0xc0, 0x14, 0x00, 0x2f];
    let signatures = [0, 8, 0, 13, 0, 4, 0, 2, 4, 1];
    let body = [&version[..], &[7; 32], &[0, 0, 6], &ciphers, &[1, 0], &signatures].concat();
    let length = u8::try_from(body.len()).unwrap();
    [&[22, 3, 1, 0, length + 4, 1, 0, 0, length], &body[..]].concat()
}

#[tokio::test]
async fn a_client_that_comes_back_resumes() {
    let (_app, house) = house().await;
    let trust = Arc::new(house.trust(&["http/1.1"]));
    let mut kinds = Vec::new();
    for _ in 0..2 {
        let mut stream = house.shake_as("localhost", &trust).await.unwrap();
        ask(&mut stream, "/health").await;
        kinds.push(stream.get_ref().1.handshake_kind().unwrap());
    }
    assert_eq!(kinds, [HandshakeKind::Full, HandshakeKind::Resumed]);
}

#[tokio::test]
async fn http_on_the_port_of_https_is_told_so() {
    let (_app, house) = house().await;
    let answer = house.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 400 ") && answer.contains("https://"), "{answer}");
}

fn self_signed() -> CertifiedKey<rcgen::KeyPair> {
    generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap()
}

fn write(folder: &Path, pair: &CertifiedKey<rcgen::KeyPair>) {
    std::fs::write(folder.join("cert.pem"), pair.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), pair.signing_key.serialize_pem()).unwrap();
}

async fn is_shown(house: &House, certificate: &CertificateDer<'static>) -> bool {
    house.shake(client(certificate.clone(), &["http/1.1"])).await.is_ok()
}

#[tokio::test]
async fn files_that_change_are_read_again_and_connections_stay() {
    let (first, second) = (self_signed(), self_signed());
    let app = TestApp::new().await;
    let limits = Limits { certificate: Duration::from_millis(20), ..Limits::default() };
    let house = House::open(app.router(), limits, |folder| {
        write(folder, &first);
        Some(Tls::from_files(&folder.join("cert.pem"), &folder.join("key.pem")).unwrap())
    })
    .await;
    assert!(is_shown(&house, first.cert.der()).await && !is_shown(&house, second.cert.der()).await);
    let mut kept = house.shake(client(first.cert.der().clone(), &["http/1.1"])).await.unwrap();
    write(house.folder.path(), &second);
    bounded(async { while !is_shown(&house, second.cert.der()).await {} }).await;
    assert!(ask(&mut kept, "/health").await.starts_with("HTTP/1.1 200 "));
}
