//! The address under which browsers reach Roster.

use std::fmt;
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

    /// The address as a browser writes it into `Origin`: without a slash at its end and without the scheme's own port.
    pub fn origin(&self) -> &str {
        &self.origin
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
