//! Where a request comes from.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use http::HeaderMap;

/// The other end of the connection; a request carries it as an extension.
#[derive(Clone, Copy, Debug)]
pub struct PeerAddress(pub SocketAddr);

/// The longest `X-Forwarded-For` that is read.
const MAX_HEADER: usize = 4096;

/// The proxies in front of Roster whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u8,
}

impl TrustedProxies {
    /// The client's address: the last one in `X-Forwarded-For` that no trusted proxy has. A header that cannot be read
    /// as a whole, or from a peer who is no proxy of ours, counts for nothing.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.contains(peer) {
            return peer;
        }
        forwarded(headers).and_then(|chain| chain.into_iter().rev().find(|ip| !self.contains(*ip))).unwrap_or(peer)
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

fn forwarded(headers: &HeaderMap) -> Option<Vec<IpAddr>> {
    let mut chain = Vec::new();
    for value in headers.get_all("x-forwarded-for") {
        let text = value.to_str().ok().filter(|text| text.len() <= MAX_HEADER)?;
        for entry in text.split(',') {
            chain.push(entry.trim().parse::<IpAddr>().ok()?.to_canonical());
        }
    }
    Some(chain)
}

impl Network {
    fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                same_prefix(u128::from(network.to_bits()) << 96, u128::from(address.to_bits()) << 96, self.prefix)
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                same_prefix(network.to_bits(), address.to_bits(), self.prefix)
            }
            _ => false,
        }
    }
}

fn same_prefix(one: u128, other: u128, prefix: u8) -> bool {
    (one ^ other).checked_shr(128 - u32::from(prefix)).unwrap_or(0) == 0
}

impl FromStr for TrustedProxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries
            .map(|entry| {
                network(entry).ok_or_else(|| {
                    format!("'{entry}' is no IP address and no network like 10.0.0.0/8 (ROSTER_TRUSTED_PROXIES)")
                })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn network(text: &str) -> Option<Network> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.unwrap_or(longest);
    (prefix <= longest).then_some(Network { address, prefix })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(proxies: &str, peer: &str, header: Option<&str>) -> String {
        let mut headers = HeaderMap::new();
        if let Some(value) = header {
            headers.insert("x-forwarded-for", value.parse().unwrap());
        }
        proxies.parse::<TrustedProxies>().unwrap().client(peer.parse().unwrap(), &headers).to_string()
    }

    /// S-326
    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_a_whole_header() {
        assert_eq!(client("", "10.0.0.1", Some("1.2.3.4")), "10.0.0.1", "no proxy is trusted");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", Some("1.2.3.4")), "1.2.3.4");
        assert_eq!(client("10.0.0.0/8", "11.0.0.1", Some("1.2.3.4")), "11.0.0.1", "not from the proxy");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", Some("6.6.6.6, 1.2.3.4, 10.9.9.9")), "1.2.3.4");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", Some("a")), "10.0.0.1");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", Some("1.2.3.4, a")), "10.0.0.1", "no step is skipped");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", Some("fe80::1%eth0")), "10.0.0.1");
        assert_eq!(client("10.0.0.0/8", "10.0.0.1", Some(&vec!["1.2.3.4"; 5000].join(","))), "10.0.0.1");
        assert_eq!(client("10.0.0.1", "::ffff:10.0.0.1", Some("2001:db8::1")), "2001:db8::1");
        assert_eq!(client("2001:db8::/32", "2001:db8::5", Some("1.2.3.4")), "1.2.3.4");
        assert_eq!(client("0.0.0.0/0", "9.9.9.9", Some("1.2.3.4")), "9.9.9.9", "all are proxies");
    }

    #[test]
    fn a_list_that_cannot_be_read_is_refused_with_its_bad_entry() {
        for bad in ["10.0.0.0/33", "proxy", "10.0.0.1/", "::1/129", "10.0.0/8"] {
            let message = format!("127.0.0.1, {bad}").parse::<TrustedProxies>().unwrap_err();
            assert!(message.contains(&format!("'{bad}'")), "{message}");
        }
    }
}
