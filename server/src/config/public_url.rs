//! The address under which browsers reach Roster.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::Uri;

/// Scheme, host and port: configuration, never taken from a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
}

impl PublicUrl {
    /// `http://localhost` at `port`.
    pub fn localhost(port: u16) -> Self {
        Self { origin: if port == 80 { "http://localhost".to_owned() } else { format!("http://localhost:{port}") } }
    }

    /// `https://localhost` at `port`.
    pub(crate) fn localhost_with_tls(port: u16) -> Self {
        Self { origin: if port == 443 { "https://localhost".to_owned() } else { format!("https://localhost:{port}") } }
    }

    /// The address as a browser writes it into `Origin`: without a slash at its end and without the scheme's own port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The host alone: a name, or an IP address without brackets.
    pub(crate) fn host(&self) -> &str {
        let (_, authority) = self.origin.split_once("://").unwrap_or_default();
        match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, _)) => address,
            None => authority.split(':').next().unwrap_or_default(),
        }
    }

    /// Whether only this machine reaches Roster by it.
    pub(crate) fn is_local(&self) -> bool {
        let host = self.host();
        host == "localhost" || host.ends_with(".localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }

    /// Whether browsers reach Roster by TLS.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text).ok_or_else(|| {
            "expected https:// or http://, a host and perhaps a port, and nothing after them, like \
             https://roster.example.com (ROSTER_URL)"
                .to_owned()
        })
    }
}

fn parse(text: &str) -> Option<PublicUrl> {
    let uri: Uri = text.parse().ok()?;
    let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
    let host = Some(authority.host()).filter(|host| !host.is_empty())?.to_lowercase();
    let is_bare = matches!(uri.path_and_query().map(|path| path.as_str()), None | Some("/")) && !text.contains('#');
    let port = match authority.as_str().strip_prefix(authority.host())?.strip_prefix(':') {
        Some(port) => Some(port.parse::<u16>().ok().filter(|port| *port != 0)?),
        None => None,
    };
    let own_port = if scheme == "https" { 443 } else { 80 };
    let port = port.filter(|port| *port != own_port).map(|port| format!(":{port}")).unwrap_or_default();
    is_bare.then(|| PublicUrl { origin: format!("{scheme}://{host}{port}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_as_browsers_write_origins() {
        let cases = [
            ("https://Roster.Example.com/", "https://roster.example.com"),
            ("https://roster.example.com:443", "https://roster.example.com"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://localhost:80", "http://localhost"),
        ];
        for (text, origin) in cases {
            assert_eq!(text.parse::<PublicUrl>().map(|url| url.origin), Ok(origin.to_owned()), "{text}");
        }
    }

    #[test]
    fn the_host_is_told_without_port_and_brackets() {
        let cases = [("https://a.example", "a.example", false), ("https://a.localhost:1", "a.localhost", true)];
        for (text, host, is_local) in cases.into_iter().chain([("http://[::1]:8080", "::1", true)]) {
            let url: PublicUrl = text.parse().unwrap();
            assert_eq!((url.host(), url.is_local()), (host, is_local));
        }
    }

    #[test]
    fn what_is_no_bare_address_is_refused() {
        for text in [
            "",
            "localhost:8080",
            "ftp://a",
            "https://a/b",
            "https://a?b",
            "https://u:p@a",
            "https://a#b",
            "https://a:0",
            "https://a:x",
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }
}
