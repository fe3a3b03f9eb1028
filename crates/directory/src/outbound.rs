//! Requests to addresses that somebody typed in (S-601).
//!
//! A name is resolved once, its addresses are looked at, and the connection goes to one that was looked at: what a name
//! server says afterwards changes nothing. Nothing that the answer says is followed, and little of it is read. The
//! request is written by hand: a client library would bring a resolver, redirects, proxies and a pool, each of which
//! would have to be kept from going its own way.

mod address;

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

/// How long everything may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How much of an answer is read: its status, and the informational ones before it.
const LONGEST_ANSWER: u64 = 16 * 1024;
/// The ports that are gone to.
pub(crate) const PORTS: [u16; 2] = [443, 8443];

/// Which addresses may be gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those of the internet.
    Public,
    /// This machine too: Roster itself is only reached from here, so somebody develops.
    Loopback,
}

impl Reach {
    /// Of a Roster that is reached at that address.
    pub(crate) fn of(base_url: &str) -> Self {
        match Url::parse(base_url) {
            Ok(url) if is_loopback(&url) => Self::Loopback,
            _ => Self::Public,
        }
    }
}

/// Sends a form; the status of the answer.
///
/// # Errors
/// Why there was none, for an administrator to read.
pub(crate) async fn post_form(url: &str, fields: &[(&str, &str)], reach: Reach) -> Result<u16, String> {
    let sending = async {
        let url = Url::parse(url).map_err(|error| format!("{url}: {error}"))?;
        let address = address_of(&url, reach).await?;
        let stream = TcpStream::connect(address).await.map_err(|error| format!("{address}: {error}"))?;
        let request = request(&url, fields);
        if url.scheme() == "http" {
            return exchange(stream, &request).await;
        }
        let name = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(name).map_err(|error| error.to_string())?;
        let stream = TlsConnector::from(tls()?).connect(name, stream).await.map_err(|error| error.to_string())?;
        exchange(stream, &request).await
    };
    timeout(PATIENCE, sending).await.unwrap_or_else(|_| Err(format!("no answer in {} seconds", PATIENCE.as_secs())))
}

/// Where to connect to: an address of the host, all of which may be gone to.
async fn address_of(url: &Url, reach: Reach) -> Result<SocketAddr, String> {
    let is_local = is_loopback(url) && reach == Reach::Loopback;
    let port = url.port_or_known_default().ok_or("no port")?;
    match url.scheme() {
        "https" if is_local || PORTS.contains(&port) => {}
        "https" => return Err(format!("port {port} is not gone to; {} and {} are", PORTS[0], PORTS[1])),
        "http" if is_local => {}
        _ => return Err("only https is used".to_owned()),
    }
    let addresses: Vec<IpAddr> = match url.host().ok_or("no host")? {
        Host::Ipv4(address) => vec![address.into()],
        Host::Ipv6(address) => vec![address.into()],
        Host::Domain(name) => {
            let found = tokio::net::lookup_host((name, port)).await.map_err(|error| format!("{name}: {error}"))?;
            found.map(|found| found.ip()).collect()
        }
    };
    let is_allowed = |address: &IpAddr| if is_local { address.is_loopback() } else { address::is_public(*address) };
    if let Some(bad) = addresses.iter().find(|address| !is_allowed(address)) {
        return Err(format!("{bad} is not an address of the internet"));
    }
    let first = addresses.first().ok_or("the name has no address")?;
    Ok(SocketAddr::new(*first, port))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What is sent. `url` writes nothing into path and host that could end a line.
fn request(url: &Url, fields: &[(&str, &str)]) -> String {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    format!(
        "POST {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Roster\r\nAccept: */*\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

async fn exchange(stream: impl AsyncRead + AsyncWrite + Unpin, request: &str) -> Result<u16, String> {
    let told = |error: std::io::Error| error.to_string();
    let mut stream = BufReader::new(stream);
    stream.write_all(request.as_bytes()).await.map_err(told)?;
    stream.flush().await.map_err(told)?;
    let mut answer = stream.take(LONGEST_ANSWER);
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).await.map_err(told)?;
        let status = status(&line).ok_or("the answer is not HTTP")?;
        if status >= 200 {
            return Ok(status);
        }
        while !line.trim().is_empty() {
            line.clear();
            answer.read_line(&mut line).await.map_err(told)?;
        }
    }
}

/// `HTTP/1.1 204 No Content`
fn status(line: &str) -> Option<u16> {
    let (version, rest) = line.split_once(' ')?;
    let code = rest.get(..3)?;
    let status = if version.starts_with("HTTP/1.") { code.parse().ok()? } else { return None };
    (100..600).contains(&status).then_some(status)
}

fn tls() -> Result<Arc<ClientConfig>, String> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(CONFIG.get_or_init(|| Arc::new(config)).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn refusal(url: &str, reach: Reach) -> String {
        post_form(url, &[], reach).await.unwrap_err()
    }

    /// S-601: however an inner address is written, it is not gone to, and neither is what is no https.
    #[tokio::test]
    async fn nothing_inside_is_gone_to() {
        for host in [
            "127.0.0.1",
            "localhost",
            "[::1]",
            "10.0.0.1",
            "172.16.5.4",
            "192.168.1.1",
            "169.254.169.254",
            "[fe80::1]",
            "[fd00::1]",
            "100.64.0.1",
            "0.0.0.0",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "0x7f.1",
            "2130706433",
            "127.1",
            "[::]",
            "0177.0.0.1",
        ] {
            let told = refusal(&format!("https://{host}/"), Reach::Public).await;
            assert!(told.contains("not an address of the internet"), "{host}: {told}");
        }
        for host in ["10.0.0.1", "192.168.1.1", "169.254.169.254", "[fd00::1]"] {
            let told = refusal(&format!("https://{host}/"), Reach::Loopback).await;
            assert!(told.contains("not an address of the internet"), "{host}: {told}");
        }
        assert_eq!(refusal("http://127.0.0.1:9/", Reach::Public).await, "only https is used");
        assert_eq!(refusal("http://example.com/", Reach::Loopback).await, "only https is used");
        assert!(refusal("https://example.com:22/", Reach::Public).await.contains("port 22"));
        assert!(refusal("https://localhost:22/", Reach::Public).await.contains("port 22"));
        assert_eq!(refusal("file:///etc/passwd", Reach::Loopback).await, "no port");
    }

    #[test]
    fn roster_on_this_machine_is_for_development() {
        assert_eq!(Reach::of("http://localhost:8080"), Reach::Loopback);
        assert_eq!(Reach::of("http://127.0.0.1:8080"), Reach::Loopback);
        assert_eq!(Reach::of("https://id.example.com"), Reach::Public);
        assert_eq!(Reach::of("https://localhost.example.com"), Reach::Public);
    }

    #[test]
    fn an_answer_is_its_status() {
        assert_eq!(status("HTTP/1.1 204 No Content\r\n"), Some(204));
        assert_eq!(status("HTTP/1.0 400\r\n"), Some(400));
        for no in ["", "HTTP/1.1", "HTTP/2 200", "SSH-2.0-OpenSSH 200", "HTTP/1.1 999 x", "HTTP/1.1 ä00"] {
            assert_eq!(status(no), None, "{no}");
        }
    }

    #[test]
    fn a_request_says_what_is_needed_and_no_more() {
        let url = Url::parse("https://[2001:db8::1]:8443/out?a=b#c").unwrap();
        let text = request(&url, &[("logout_token", "a b&c")]);
        assert!(text.starts_with("POST /out?a=b HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n"), "{text}");
        assert!(text.ends_with("Content-Length: 20\r\n\r\nlogout_token=a+b%26c"), "{text}");
    }
}
