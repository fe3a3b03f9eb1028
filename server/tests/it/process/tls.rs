//! The settings of TLS, and what is said when they are wrong.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use rcgen::generate_simple_self_signed;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::running::{Running, roster, text};
use crate::connections::client;

async fn get(server: &Running, path: &str, authority: &Path) -> String {
    let config = client(CertificateDer::from_pem_file(authority).unwrap(), &["http/1.1"]);
    let stream = TcpStream::connect(&server.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    text(&answer)
}

#[tokio::test]
async fn tls_local_makes_an_authority_once_and_says_how_to_trust_it() {
    let folder = tempfile::tempdir().unwrap();
    let (file, key) = (folder.path().join("local-ca.pem"), folder.path().join("local-ca.key"));
    let mut server = Running::start_at(folder.path(), "https", &["--tls", "local"]).await;
    let mut lines = String::new();
    while !lines.contains("Firefox") {
        server.output.read_line(&mut lines).await.unwrap();
    }
    for part in ["/setup?token=", "--cacert", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "update-ca-certificates"] {
        assert!(lines.contains(part), "{lines}");
    }
    assert!(lines.contains(fs::canonicalize(&file).unwrap().to_str().unwrap()), "{lines}");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let answer = get(&server, "/sign-in", &file).await;
    assert!(answer.contains("__Host-roster-form=") && answer.contains("; Secure"), "{answer}");
    assert!(!answer.contains("strict-transport-security"), "other things run on localhost too: {answer}");
    server.kill().await;

    let before = fs::read(&file).unwrap();
    let server = Running::start_at(folder.path(), "https", &["--tls", "local"]).await;
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(get(&server, "/health", &file).await.contains("200 OK"));
    server.kill().await;
}

#[tokio::test]
async fn a_certificate_in_files_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let pair = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    fs::write(&certificate, pair.cert.pem()).unwrap();
    fs::write(&key, pair.signing_key.serialize_pem()).unwrap();
    let arguments = ["--tls-cert", certificate.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let server = Running::start_at(folder.path(), "https", &arguments).await;
    assert!(get(&server, "/health", &certificate).await.contains("200 OK"));
    server.kill().await;
}

#[tokio::test]
async fn a_bad_setting_of_tls_stops_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (one, other) = ([(); 2]).map(|()| generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap()).into();
    fs::write(path("cert"), one.cert.pem()).unwrap();
    fs::write(path("key"), one.signing_key.serialize_pem()).unwrap();
    fs::write(path("other-key"), other.signing_key.serialize_pem()).unwrap();
    fs::write(path("locked"), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n")
        .unwrap();
    fs::write(path("broken"), "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n").unwrap();
    let (cert, key) = ("ROSTER_TLS_CERT", "ROSTER_TLS_KEY");
    let cases = [
        (vec![(cert, path("cert"))], vec!["--tls-key", key]),
        (vec![(key, path("key"))], vec!["--tls-cert", cert]),
        (vec![("ROSTER_TLS", "local".to_owned()), (cert, path("cert"))], vec!["choose either", "ROSTER_TLS"]),
        (vec![("ROSTER_TLS", "public".to_owned())], vec!["public", "local"]),
        (
            vec![("ROSTER_TLS", "local".to_owned()), ("ROSTER_URL", "http://localhost:1".to_owned())],
            vec!["http://localhost:1", "ROSTER_URL", "https://"],
        ),
        (vec![(cert, path("none")), (key, path("key"))], vec!["No such file", "/none", cert]),
        (vec![(cert, path("cert")), (key, path("none"))], vec!["No such file", "/none", key]),
        (vec![(cert, path("key")), (key, path("cert"))], vec!["/key", cert, "BEGIN CERTIFICATE"]),
        (vec![(cert, path("broken")), (key, path("key"))], vec!["/broken", cert, "PEM"]),
        (vec![(cert, path("cert")), (key, path("cert"))], vec!["/cert", key, "BEGIN PRIVATE KEY"]),
        (vec![(cert, path("cert")), (key, path("locked"))], vec!["/locked", key, "openssl pkey"]),
        (vec![(cert, path("cert")), (key, path("other-key"))], vec!["/other-key", "does not belong"]),
    ];
    for (settings, told) in cases {
        let listen = ["serve", "--listen", "127.0.0.1:0"];
        let output = roster(folder.path(), &listen).envs(settings.clone()).output().await.unwrap();
        let message = text(&output.stderr);
        assert!(!output.status.success(), "{settings:?}");
        for part in told {
            assert!(message.contains(part), "{settings:?}: {message}");
        }
        assert!(!message.contains("panicked") && !message.contains("BEGIN ENCRYPTED"), "{message}");
    }
}

#[tokio::test]
async fn an_authority_that_is_not_the_keys_own_is_named() {
    let folder = tempfile::tempdir().unwrap();
    Running::start_at(folder.path(), "https", &["--tls", "local"]).await.kill().await;
    let stranger = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    fs::write(folder.path().join("local-ca.pem"), stranger.cert.pem()).unwrap();
    let output = roster(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--tls", "local"]).output().await.unwrap();
    let message = text(&output.stderr);
    assert!(message.contains("local-ca.pem") && message.contains("Delete"), "{message}");
}
