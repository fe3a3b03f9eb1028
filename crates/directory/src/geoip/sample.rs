//! A small city database over addresses that are reserved for documentation (RFC 5737, RFC 3849), for trying things out
//! and for tests: real ones may not be given away with a program.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use model::{Place, Timestamp};

use super::countries::alpha3;
use super::write::Writer;

/// What the database calls itself.
const KIND: &str = "Roster-Sample-City";

/// City, country, its name, continent, time zone, latitude and longitude. Each has sixteen addresses of IPv4, one block
/// after the other, and `2001:db8:<its number>::/48`. A place without a city stands where its country is on average.
#[rustfmt::skip]
const PLACES: [(&str, &str, &str, &str, &str, f64, f64); 40] = [
    ("Berlin", "DE", "Germany", "EU", "Europe/Berlin", 52.5244, 13.4105),
    ("London", "GB", "United Kingdom", "EU", "Europe/London", 51.5085, -0.1257),
    ("Paris", "FR", "France", "EU", "Europe/Paris", 48.8534, 2.3488),
    ("Madrid", "ES", "Spain", "EU", "Europe/Madrid", 40.4165, -3.7026),
    ("Rome", "IT", "Italy", "EU", "Europe/Rome", 41.8919, 12.5113),
    ("Stockholm", "SE", "Sweden", "EU", "Europe/Stockholm", 59.3294, 18.0687),
    ("Warsaw", "PL", "Poland", "EU", "Europe/Warsaw", 52.2298, 21.0118),
    ("Kyiv", "UA", "Ukraine", "EU", "Europe/Kyiv", 50.4547, 30.5238),
    ("Istanbul", "TR", "Türkiye", "AS", "Europe/Istanbul", 41.0138, 28.9497),
    ("Reykjavík", "IS", "Iceland", "EU", "Atlantic/Reykjavik", 64.1355, -21.8954),
    ("Cairo", "EG", "Egypt", "AF", "Africa/Cairo", 30.0626, 31.2497),
    ("Lagos", "NG", "Nigeria", "AF", "Africa/Lagos", 6.4541, 3.3947),
    ("Nairobi", "KE", "Kenya", "AF", "Africa/Nairobi", -1.2833, 36.8167),
    ("Johannesburg", "ZA", "South Africa", "AF", "Africa/Johannesburg", -26.2023, 28.0436),
    ("Dubai", "AE", "United Arab Emirates", "AS", "Asia/Dubai", 25.0773, 55.3093),
    ("", "MN", "Mongolia", "AS", "Asia/Ulaanbaatar", 46.0, 105.0),
    ("Mumbai", "IN", "India", "AS", "Asia/Kolkata", 19.0728, 72.8826),
    ("Singapore", "SG", "Singapore", "AS", "Asia/Singapore", 1.2897, 103.8501),
    ("Jakarta", "ID", "Indonesia", "AS", "Asia/Jakarta", -6.2146, 106.8451),
    ("Manila", "PH", "Philippines", "AS", "Asia/Manila", 14.6042, 120.9822),
    ("Tokyo", "JP", "Japan", "AS", "Asia/Tokyo", 35.6895, 139.6917),
    ("Seoul", "KR", "South Korea", "AS", "Asia/Seoul", 37.566, 126.9784),
    ("Shanghai", "CN", "China", "AS", "Asia/Shanghai", 31.2222, 121.4581),
    ("Sydney", "AU", "Australia", "OC", "Australia/Sydney", -33.8679, 151.2073),
    ("Auckland", "NZ", "New Zealand", "OC", "Pacific/Auckland", -36.8485, 174.7635),
    ("Suva", "FJ", "Fiji", "OC", "Pacific/Fiji", -18.1416, 178.4419),
    ("Apia", "WS", "Samoa", "OC", "Pacific/Apia", -13.8333, -171.7667),
    ("Honolulu", "US", "United States", "NA", "Pacific/Honolulu", 21.3069, -157.8583),
    ("Anchorage", "US", "United States", "NA", "America/Anchorage", 61.2181, -149.9003),
    ("San Francisco", "US", "United States", "NA", "America/Los_Angeles", 37.7749, -122.4194),
    ("New York", "US", "United States", "NA", "America/New_York", 40.7143, -74.006),
    ("Toronto", "CA", "Canada", "NA", "America/Toronto", 43.7001, -79.4163),
    ("Mexico City", "MX", "Mexico", "NA", "America/Mexico_City", 19.4285, -99.1277),
    ("Bogotá", "CO", "Colombia", "SA", "America/Bogota", 4.6097, -74.0818),
    ("Lima", "PE", "Peru", "SA", "America/Lima", -12.0432, -77.0282),
    ("São Paulo", "BR", "Brazil", "SA", "America/Sao_Paulo", -23.5475, -46.6361),
    ("Buenos Aires", "AR", "Argentina", "SA", "America/Argentina/Buenos_Aires", -34.6132, -58.3772),
    ("Casablanca", "MA", "Morocco", "AF", "Africa/Casablanca", 33.5883, -7.6114),
    ("Lisbon", "PT", "Portugal", "EU", "Europe/Lisbon", 38.7167, -9.1333),
    ("Zürich", "CH", "Switzerland", "EU", "Europe/Zurich", 47.3667, 8.55),
];

/// The networks of IPv4 that are for documentation; each holds sixteen places.
const NETWORKS: [[u8; 3]; 3] = [[192, 0, 2], [198, 51, 100], [203, 0, 113]];
const PLACES_OF_A_NETWORK: usize = 16;

/// The database's file.
pub(crate) fn database(built_at: Timestamp) -> Vec<u8> {
    let mut writer = Writer::new();
    for number in 0..PLACES.len() {
        let place = place(number);
        writer.insert(IpAddr::V4(address(number, 0)), 28, &place);
        let block = u16::try_from(number).unwrap_or_default();
        writer.insert(IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, block, 0, 0, 0, 0, 0)), 48, &place);
    }
    writer.finish(KIND, built_at)
}

/// How many places there are.
pub(crate) fn count() -> usize {
    PLACES.len()
}

/// The `host`-th address of a place.
pub(crate) fn address(number: usize, host: u8) -> Ipv4Addr {
    let [a, b, c] = NETWORKS[number / PLACES_OF_A_NETWORK % NETWORKS.len()];
    let block = u8::try_from(number % PLACES_OF_A_NETWORK * 16).unwrap_or_default();
    Ipv4Addr::new(a, b, c, block + host % 16)
}

/// The place of that number.
pub(crate) fn place(number: usize) -> Place {
    let (city, code, country, continent, zone, latitude, longitude) = PLACES[number % PLACES.len()];
    Place {
        country_code: Some(code.to_owned()),
        country_code3: alpha3(code).map(str::to_owned),
        country_name: Some(country.to_owned()),
        city_name: (!city.is_empty()).then(|| city.to_owned()),
        latitude,
        longitude,
        time_zone: Some(zone.to_owned()),
        continent_code: Some(continent.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::database::Database;
    use super::*;

    #[test]
    fn what_is_written_is_read_by_the_reader_of_real_databases() {
        let built_at = Timestamp(1_795_000_000_000);
        let database = Database::read(database(built_at)).unwrap();
        assert_eq!((database.kind(), database.built_at()), (KIND, Some(built_at)));
        for number in 0..count() {
            let expected = Some(place(number));
            for host in [0, 7, 15] {
                assert_eq!(database.place(IpAddr::V4(address(number, host))), expected);
            }
            let address: Ipv6Addr = format!("2001:db8:{number:x}:ffff::1").parse().unwrap();
            assert_eq!(database.place(IpAddr::V6(address)), expected);
        }
        for elsewhere in ["203.0.113.255", "192.0.3.0", "9.9.9.9", "2001:db8:ffff::1", "2001:db9::1", "::1"] {
            assert_eq!(database.place(elsewhere.parse().unwrap()), None, "{elsewhere}");
        }
    }
}
