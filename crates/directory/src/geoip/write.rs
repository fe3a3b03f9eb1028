//! Writing databases in the MaxMind DB format, version 2.0: a search tree over addresses, the data, the metadata.
//!
//! https://maxmind.github.io/MaxMind-DB/

use std::collections::HashMap;
use std::net::IpAddr;

use model::{Place, Timestamp};

/// Bits of one record of the tree.
const RECORD_SIZE: u16 = 32;
/// Between tree and data.
const SEPARATOR: [u8; 16] = [0; 16];
const METADATA: &[u8] = b"\xab\xcd\xefMaxMind.com";

/// Where a bit of an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Record {
    /// To no data.
    Nothing,
    /// To the node of that number.
    Node(usize),
    /// To the data at that byte.
    Data(usize),
}

/// A city database under way. The networks of one must not overlap.
#[derive(Debug)]
pub(super) struct Writer {
    nodes: Vec<[Record; 2]>,
    data: Vec<u8>,
    written: HashMap<String, usize>,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { nodes: vec![[Record::Nothing; 2]], data: Vec::new(), written: HashMap::new() }
    }

    /// Says that the addresses whose first `prefix` bits are those of `address` are at `place`.
    pub(super) fn insert(&mut self, address: IpAddr, prefix: u8, place: &Place) {
        let data = self.data_of(place);
        // IPv4 lies below ::/96.
        let (bits, depth) = match address {
            IpAddr::V4(address) => (u128::from(address.to_bits()), u32::from(prefix.min(32)) + 96),
            IpAddr::V6(address) => (address.to_bits(), u32::from(prefix.min(128))),
        };
        let side = |level: u32| usize::from(bits >> (127 - level) & 1 == 1);
        let mut node = 0;
        for level in 0..depth.saturating_sub(1) {
            node = match self.nodes[node][side(level)] {
                Record::Node(next) => next,
                Record::Nothing | Record::Data(_) => {
                    self.nodes.push([Record::Nothing; 2]);
                    let next = self.nodes.len() - 1;
                    self.nodes[node][side(level)] = Record::Node(next);
                    next
                }
            };
        }
        self.nodes[node][side(depth.saturating_sub(1))] = Record::Data(data);
    }

    /// The whole file of a database that calls itself `kind`.
    pub(super) fn finish(self, kind: &str, built_at: Timestamp) -> Vec<u8> {
        let count = self.nodes.len();
        let value = |record: Record| match record {
            Record::Nothing => count,
            Record::Node(node) => node,
            Record::Data(at) => count + SEPARATOR.len() + at,
        };
        let records = self.nodes.iter().flatten().map(|record| u32::try_from(value(*record)).unwrap_or(u32::MAX));
        let mut file: Vec<u8> = records.flat_map(u32::to_be_bytes).collect();
        file.extend(SEPARATOR);
        file.extend(self.data);
        file.extend(METADATA);
        let seconds = u64::try_from(built_at.0.div_euclid(1000)).unwrap_or(0);
        map(&mut file, 9);
        for (name, number) in [("binary_format_major_version", 2), ("binary_format_minor_version", 0)] {
            text(&mut file, name);
            unsigned(&mut file, UINT16, number);
        }
        text(&mut file, "build_epoch");
        unsigned(&mut file, UINT64, seconds);
        text(&mut file, "database_type");
        text(&mut file, kind);
        text(&mut file, "description");
        map(&mut file, 1);
        text(&mut file, "en");
        text(&mut file, "Made by Roster from addresses that are reserved for documentation");
        text(&mut file, "ip_version");
        unsigned(&mut file, UINT16, 6);
        text(&mut file, "languages");
        begin(&mut file, ARRAY, 1);
        text(&mut file, "en");
        text(&mut file, "node_count");
        unsigned(&mut file, UINT32, u64::try_from(count).unwrap_or(u64::MAX));
        text(&mut file, "record_size");
        unsigned(&mut file, UINT16, u64::from(RECORD_SIZE));
        file
    }

    /// Where the data of the place is; many networks share it.
    fn data_of(&mut self, place: &Place) -> usize {
        let at = self.data.len();
        if let Some(known) = self.written.insert(place.id(), at) {
            self.written.insert(place.id(), known);
            return known;
        }
        write_place(&mut self.data, place);
        at
    }
}

fn write_place(data: &mut Vec<u8>, place: &Place) {
    let named = |data: &mut Vec<u8>, name: &str| {
        text(data, "names");
        map(data, 1);
        text(data, "en");
        text(data, name);
    };
    let parts = [place.city_name.is_some(), place.continent_code.is_some(), place.country_code.is_some(), true];
    map(data, parts.iter().filter(|is_there| **is_there).count());
    if let Some(city) = &place.city_name {
        text(data, "city");
        map(data, 1);
        named(data, city);
    }
    if let Some(code) = &place.continent_code {
        text(data, "continent");
        map(data, 1);
        text(data, "code");
        text(data, code);
    }
    if let Some(code) = &place.country_code {
        text(data, "country");
        map(data, 1 + usize::from(place.country_name.is_some()));
        text(data, "iso_code");
        text(data, code);
        if let Some(name) = &place.country_name {
            named(data, name);
        }
    }
    text(data, "location");
    map(data, 2 + usize::from(place.time_zone.is_some()));
    for (name, degrees) in [("latitude", place.latitude), ("longitude", place.longitude)] {
        text(data, name);
        begin(data, DOUBLE, 8);
        data.extend(degrees.to_be_bytes());
    }
    if let Some(zone) = &place.time_zone {
        text(data, "time_zone");
        text(data, zone);
    }
}

const TEXT: u8 = 2;
const DOUBLE: u8 = 3;
const UINT16: u8 = 5;
const UINT32: u8 = 6;
const MAP: u8 = 7;
const UINT64: u8 = 9;
const ARRAY: u8 = 11;

/// The control byte of a field and what belongs to it. Longer than 284 nothing of ours is.
fn begin(data: &mut Vec<u8>, kind: u8, size: usize) {
    let size = size.min(284);
    let (short, more) = if size < 29 { (size, None) } else { (29, u8::try_from(size - 29).ok()) };
    let short = u8::try_from(short).unwrap_or_default();
    if kind < 8 {
        data.push(kind << 5 | short);
    } else {
        data.extend([short, kind - 7]);
    }
    data.extend(more);
}

fn map(data: &mut Vec<u8>, pairs: usize) {
    begin(data, MAP, pairs);
}

fn text(data: &mut Vec<u8>, text: &str) {
    let fitting = text.char_indices().map(|(at, char)| at + char.len_utf8()).take_while(|end| *end <= 284).last();
    let text = &text[..fitting.unwrap_or(0)];
    begin(data, TEXT, text.len());
    data.extend(text.as_bytes());
}

/// Without the zeros that it begins with.
fn unsigned(data: &mut Vec<u8>, kind: u8, number: u64) {
    let bytes = number.to_be_bytes();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    begin(data, kind, bytes.len() - zeros);
    data.extend(&bytes[zeros..]);
}
