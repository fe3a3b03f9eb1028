//! Which addresses are of the internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is one that anybody on the internet could reach: nothing of this machine or of the networks around
/// it, however it is written (S-601).
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_reserved = match (first, second, third) {
        // This network, shared address space, protocol assignments, benchmarking, multicast and what is reserved.
        (0 | 224..=255, ..) | (192, 0, 0) => true,
        (100, second, _) => (64..128).contains(&second),
        (198, 18..=19, _) => true,
        _ => false,
    };
    !is_reserved
        && !address.is_loopback()
        && !address.is_private()
        && !address.is_link_local()
        && !address.is_documentation()
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // Only 2000::/3 is given out. Of it 2001::/23 (Teredo among it), 2001:db8::/32 and 2002::/16 stand for other networks;
    // IPv4 in IPv6 (::ffff:0:0/96, 64:ff9b::/96) is outside of it.
    let is_given_out = segments[0] & 0xe000 == 0x2000;
    let is_special = segments[0] == 0x2002
        || (segments[0] == 0x2001 && (segments[1] < 0x200 || segments[1] == 0x0db8))
        || segments[0] & 0xfff0 == 0x3ff0;
    is_given_out && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S-601
    #[test]
    fn only_what_anybody_can_reach_is_public() {
        let public =
            ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"];
        let inner = [
            "0.0.0.0",
            "0.1.2.3",
            "127.0.0.1",
            "127.255.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.51.100.1",
            "203.0.113.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "fe80::1",
            "febf::1",
            "fc00::1",
            "fdff::1",
            "ff02::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2001::1",
            "100::1",
        ];
        for (addresses, expected) in [(&public[..], true), (&inner[..], false)] {
            for address in addresses {
                assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
            }
        }
    }
}
