//! What an administrator may register (S-103, S-136).

use url::{Host, Url};

/// Longer ones are nobody's.
const LONGEST: usize = 2048;

/// Schemes that run or read something in the browser instead of going somewhere.
const DANGEROUS: [&str; 10] =
    ["javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source", "ws", "wss"];

/// Why a URI cannot be registered. Its text is for whoever typed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// Empty, or no URI at all.
    #[error("must be a complete URI, for instance https://app.example.com/callback")]
    NotAUri,
    /// Longer than 2,048 bytes.
    #[error("is longer than 2048 bytes")]
    TooLong,
    /// White space, control characters, what is not ASCII, and what URIs never contain.
    #[error("contains a character that no URI contains; write it percent-encoded, and a domain name in its xn-- form")]
    Character,
    /// `*`: it would match what nobody thought of (N-005).
    #[error("contains a wildcard; write out each URI")]
    Wildcard,
    /// `#…`
    #[error("has a fragment (#…); leave it out")]
    Fragment,
    /// `user:password@`
    #[error("has a user name or password before the host; leave it out")]
    UserInfo,
    /// `.` and `..`, also percent-encoded.
    #[error("has . or .. in its path; write the path that is meant")]
    DotSegment,
    /// A host that browsers would read as another one.
    #[error("has a host that is not written as browsers write it")]
    Host,
    /// A scheme that runs script or reads files.
    #[error("has a scheme that is not allowed")]
    DangerousScheme,
    /// http to somewhere else than this machine.
    #[error("must begin with https://; http is for localhost alone")]
    Insecure,
    /// An application's own scheme that another application might have too (RFC 8252 §7.1).
    #[error(
        "has a scheme of its own without a dot; use your domain name backwards, for instance com.example.app:/callback"
    )]
    UndottedScheme,
    /// Must be http or https.
    #[error("must begin with https://")]
    NotWeb,
    /// An origin has nothing after host and port.
    #[error("must be an origin: scheme, host and port, for instance https://app.example.com")]
    NotAnOrigin,
}

/// Whether `uri` may be a callback: https, http on this machine, or an application's own scheme with a dot.
///
/// # Errors
/// What is wrong with it.
pub fn check_registration(uri: &str) -> Result<(), Mistake> {
    let url = check_text(uri)?;
    match url.scheme() {
        "http" | "https" => check_host(uri, &url),
        scheme if DANGEROUS.contains(&scheme) => Err(Mistake::DangerousScheme),
        scheme if !scheme.contains('.') => Err(Mistake::UndottedScheme),
        scheme if !uri[scheme.len()..].starts_with(":/") => Err(Mistake::NotAUri),
        _ => Ok(()),
    }
}

/// Whether a logout may return to `uri`: as for a callback.
///
/// # Errors
/// What is wrong with it.
pub fn check_logout(uri: &str) -> Result<(), Mistake> {
    check_registration(uri)
}

/// Whether `uri` is a web address: https, or http on this machine. For pictures, and where an application begins a login.
///
/// # Errors
/// What is wrong with it.
pub fn check_web_address(uri: &str) -> Result<(), Mistake> {
    check_registration(uri)?;
    if is_web(uri) { Ok(()) } else { Err(Mistake::NotWeb) }
}

/// Whether `uri` is the origin of a web page: https, or http on this machine, and nothing after host and port.
///
/// # Errors
/// What is wrong with it.
pub fn check_origin(uri: &str) -> Result<(), Mistake> {
    check_web_address(uri)?;
    let (_, rest) = uri.split_once("//").ok_or(Mistake::NotAnOrigin)?;
    if rest.trim_end_matches('/').contains(['/', '?']) { Err(Mistake::NotAnOrigin) } else { Ok(()) }
}

fn check_text(uri: &str) -> Result<Url, Mistake> {
    if uri.len() > LONGEST {
        return Err(Mistake::TooLong);
    }
    // Of what runs script the scheme is the mistake, however the rest is written.
    if uri.split_once(':').is_some_and(|(scheme, _)| DANGEROUS.contains(&squeezed(scheme).as_str())) {
        return Err(Mistake::DangerousScheme);
    }
    if uri.contains('*') {
        return Err(Mistake::Wildcard);
    }
    if !uri.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b)) {
        return Err(Mistake::Character);
    }
    if uri.contains('#') {
        return Err(Mistake::Fragment);
    }
    let url = Url::parse(uri).map_err(|_| Mistake::NotAUri)?;
    if authority(uri).is_some_and(|authority| authority.contains('@')) {
        return Err(Mistake::UserInfo);
    }
    if path(uri).split('/').any(is_dot_segment) {
        return Err(Mistake::DotSegment);
    }
    Ok(url)
}

/// Without what browsers skip over in front of and within a scheme.
fn squeezed(scheme: &str) -> String {
    scheme.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_ascii_lowercase()
}

fn check_host(uri: &str, url: &Url) -> Result<(), Mistake> {
    if !is_web(uri) {
        return Err(Mistake::NotAUri);
    }
    let written = authority(uri).unwrap_or_default();
    let host = url.host_str().ok_or(Mistake::NotAUri)?;
    // `0x7f.1`, `2130706433`, `%61.example`: the parser makes something else of it.
    let port = written.to_ascii_lowercase().strip_prefix(host).map(str::to_owned).ok_or(Mistake::Host)?;
    let is_port =
        port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok_and(|n| n > 0));
    if !is_port {
        return Err(Mistake::Host);
    }
    if url.scheme() == "http" && !is_this_machine(url) { Err(Mistake::Insecure) } else { Ok(()) }
}

fn is_web(uri: &str) -> bool {
    let lower = uri.get(..8).unwrap_or(uri).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == std::net::Ipv6Addr::LOCALHOST,
        None => false,
    }
}

fn after_scheme(uri: &str) -> &str {
    uri.split_once(':').map_or("", |(_, rest)| rest)
}

fn authority(uri: &str) -> Option<&str> {
    after_scheme(uri).strip_prefix("//")?.split(['/', '?']).next()
}

fn path(uri: &str) -> &str {
    let rest = after_scheme(uri).split('?').next().unwrap_or_default();
    rest.strip_prefix("//").map_or(rest, |rest| rest.split_once('/').map_or("", |(_, path)| path))
}

/// Also with parameters behind it: some servers drop them first (N-003).
fn is_dot_segment(segment: &str) -> bool {
    let plain = segment.split(';').next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}
