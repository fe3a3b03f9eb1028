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
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    post(url, &[("Content-Type", "application/x-www-form-urlencoded")], body.as_bytes(), reach).await
}

/// Sends a body; the status of the answer. Names and values of headers must be ones that [`is_header_name`] and
/// [`is_header_value`] take.
///
/// # Errors
/// As [`post_form`].
pub(crate) async fn post(url: &str, headers: &[(&str, &str)], body: &[u8], reach: Reach) -> Result<u16, String> {
    if !headers.iter().all(|(name, value)| is_header_name(name) && is_header_value(value)) {
        return Err("a header is not one that can be sent".to_owned());
    }
    let sending = async {
        let url = Url::parse(url).map_err(|error| format!("{url}: {error}"))?;
        let address = address_of(&url, reach).await?;
        let stream = TcpStream::connect(address).await.map_err(|error| format!("{address}: {error}"))?;
        let request = request(&url, headers, body);
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
    let port = port_of(url, is_local)?;
    let addresses: Vec<IpAddr> = match url.host().ok_or("no host")? {
        Host::Ipv4(address) => vec![address.into()],
        Host::Ipv6(address) => vec![address.into()],
        Host::Domain(name) => {
            let found = tokio::net::lookup_host((name, port)).await.map_err(|error| format!("{name}: {error}"))?;
            found.map(|found| found.ip()).collect()
        }
    };
    addresses.iter().try_for_each(|address| allow(*address, is_local))?;
    let first = addresses.first().ok_or("the name has no address")?;
    Ok(SocketAddr::new(*first, port))
}

/// What can be said of an address before its name is resolved; the name may still turn out to be of somewhere inside.
///
/// # Errors
/// Why it is not gone to.
pub(crate) fn check(url: &str, reach: Reach) -> Result<(), String> {
    let url = Url::parse(url).map_err(|error| error.to_string())?;
    let is_local = is_loopback(&url) && reach == Reach::Loopback;
    port_of(&url, is_local)?;
    match url.host() {
        Some(Host::Ipv4(address)) => allow(address.into(), is_local),
        Some(Host::Ipv6(address)) => allow(address.into(), is_local),
        Some(Host::Domain("localhost")) if !is_local => Err("localhost is not an address of the internet".to_owned()),
        _ => Ok(()),
    }
}

fn port_of(url: &Url, is_local: bool) -> Result<u16, String> {
    let port = url.port_or_known_default().ok_or("no port")?;
    match url.scheme() {
        "https" if is_local || PORTS.contains(&port) => Ok(port),
        "https" => Err(format!("port {port} is not gone to; {} and {} are", PORTS[0], PORTS[1])),
        "http" if is_local => Ok(port),
        _ => Err("only https is used".to_owned()),
    }
}

fn allow(address: IpAddr, is_local: bool) -> Result<(), String> {
    let is_allowed = if is_local { address.is_loopback() } else { address::is_public(address) };
    if is_allowed { Ok(()) } else { Err(format!("{address} is not an address of the internet")) }
}

/// Whether a text can be the name of a header (RFC 9110 §5.6.2).
pub(crate) fn is_header_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// Whether a text can be what a header says: nothing in it ends a line.
pub(crate) fn is_header_value(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic())
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
fn request(url: &Url, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let mut head = format!(
        "POST {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: Roster\r\nAccept: */*\r\nConnection: close\r\n\
         Content-Length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.extend([name, ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

async fn exchange(stream: impl AsyncRead + AsyncWrite + Unpin, request: &[u8]) -> Result<u16, String> {
    let told = |error: std::io::Error| error.to_string();
    let mut stream = BufReader::new(stream);
    stream.write_all(request).await.map_err(told)?;
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
        let text = String::from_utf8(request(&url, &[("X-A", "b c")], b"{}")).unwrap();
        assert!(text.starts_with("POST /out?a=b HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n"), "{text}");
        assert!(text.ends_with("Content-Length: 2\r\nX-A: b c\r\n\r\n{}"), "{text}");
    }

    #[tokio::test]
    async fn no_header_ends_a_line() {
        for (name, value) in [("A", "b\r\nC: d"), ("A\r\nB", "c"), ("A:", "b"), ("", "b"), ("A", "b\nc"), ("A", "\0")] {
            let told = post("https://192.0.2.1/", &[(name, value)], b"", Reach::Public).await.unwrap_err();
            assert_eq!(told, "a header is not one that can be sent", "{name:?} {value:?}");
        }
    }

    #[test]
    fn what_is_inside_is_told_before_anything_is_sent() {
        for (url, reach) in [
            ("https://10.0.0.1/", Reach::Loopback),
            ("https://localhost/", Reach::Public),
            ("http://127.0.0.1:9/", Reach::Public),
            ("https://[::1]/", Reach::Public),
            ("https://example.com:22/", Reach::Public),
            ("http://example.com/", Reach::Loopback),
        ] {
            assert!(check(url, reach).is_err(), "{url}");
        }
        for (url, reach) in [("https://example.com:8443/a", Reach::Public), ("http://localhost:9/", Reach::Loopback)] {
            assert_eq!(check(url, reach), Ok(()), "{url}");
        }
    }
}
