//! One GeoIP database, as it was read.

use std::net::IpAddr;

use maxminddb::{Reader, WithinOptions};
use model::{Place, Timestamp};
use serde::Deserialize;

use super::countries::alpha3;
use crate::events::cut;

/// Among so many networks one must be in a city, or it is no database of cities.
const LOOKED_AT: usize = 100_000;

/// A city database in GeoIP2's format, in memory.
pub(super) struct Database(Reader<Vec<u8>>);

/// What is read of an address's data; the rest is skipped.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow, default)]
    city: Named<'a>,
    #[serde(borrow, default)]
    country: Country<'a>,
    #[serde(borrow, default)]
    registered_country: Country<'a>,
    #[serde(borrow, default)]
    continent: Continent<'a>,
    #[serde(borrow, default)]
    location: Location<'a>,
}

#[derive(Default, Deserialize)]
struct Named<'a> {
    #[serde(borrow, default)]
    names: Names<'a>,
}

#[derive(Default, Deserialize)]
struct Country<'a> {
    #[serde(borrow, default)]
    iso_code: Option<&'a str>,
    #[serde(borrow, default)]
    names: Names<'a>,
}

#[derive(Default, Deserialize)]
struct Continent<'a> {
    #[serde(borrow, default)]
    code: Option<&'a str>,
}

#[derive(Default, Deserialize)]
struct Location<'a> {
    #[serde(default)]
    latitude: Option<f64>,
    #[serde(default)]
    longitude: Option<f64>,
    #[serde(borrow, default)]
    time_zone: Option<&'a str>,
}

#[derive(Default, Deserialize)]
struct Names<'a> {
    #[serde(borrow, default)]
    en: Option<&'a str>,
}

impl Database {
    /// Reads a file, and looks whether cities are in it.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(super) fn read(file: Vec<u8>) -> Result<Self, String> {
        let reader = Reader::from_source(file).map_err(|error| format!("it is no MaxMind DB file: {error}"))?;
        let database = Self(reader);
        let networks =
            database.0.networks(WithinOptions::default()).map_err(|error| format!("it is damaged: {error}"))?;
        for network in networks.take(LOOKED_AT) {
            let found = network.map_err(|error| format!("it is damaged: {error}"))?;
            let record = found.decode::<Record<'_>>().map_err(|error| format!("it is damaged: {error}"))?;
            if record.and_then(known_place).is_some() {
                return Ok(database);
            }
        }
        Err(format!("it is a {} database, which knows no coordinates; a city database is needed", database.kind()))
    }

    /// Where the address is; none where the database does not know.
    pub(super) fn place(&self, address: IpAddr) -> Option<Place> {
        let found = self.0.lookup(address).and_then(|found| found.decode::<Record<'_>>());
        // What is wrong with one record must not keep anybody out.
        found
            .inspect_err(|error| tracing::debug!(%error, "a place could not be read"))
            .ok()
            .flatten()
            .and_then(known_place)
    }

    /// What it calls itself.
    pub(super) fn kind(&self) -> &str {
        &self.0.metadata().database_type
    }

    /// When it was made.
    pub(super) fn built_at(&self) -> Option<Timestamp> {
        i64::try_from(self.0.metadata().build_epoch).ok()?.checked_mul(1000).map(Timestamp)
    }
}

/// None without coordinates: there would be nothing to show.
fn known_place(record: Record<'_>) -> Option<Place> {
    let text = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(cut);
    let latitude = record.location.latitude.filter(|degrees| degrees.abs() <= 90.0)?;
    let longitude = record.location.longitude.filter(|degrees| degrees.abs() <= 180.0)?;
    let country = if record.country.iso_code.is_some() { record.country } else { record.registered_country };
    Some(Place {
        country_code: text(country.iso_code),
        country_code3: country.iso_code.and_then(alpha3).map(str::to_owned),
        country_name: text(country.names.en),
        city_name: text(record.city.names.en),
        latitude,
        longitude,
        time_zone: text(record.location.time_zone),
        continent_code: text(record.continent.code),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn refusal(file: Vec<u8>) -> String {
        Database::read(file).err().unwrap_or_default()
    }

    #[test]
    fn a_file_that_is_damaged_is_refused_or_answers_without_a_panic() {
        let whole = sample::database(Timestamp(0));
        assert!(refusal(Vec::new()).contains("no MaxMind DB file"));
        assert!(refusal(b"<html>502 Bad Gateway</html>".to_vec()).contains("no MaxMind DB file"));
        assert!(refusal(whole[..whole.len() / 2].to_vec()).contains("no MaxMind DB file"), "not wholly written yet");
        for at in (0..whole.len()).step_by(13) {
            for value in [0, 0xff, whole[at] ^ 0x20] {
                let mut file = whole.clone();
                file[at] = value;
                if let Ok(database) = Database::read(file) {
                    for number in 0..sample::count() {
                        database.place(IpAddr::V4(sample::address(number, 3)));
                    }
                }
            }
        }
    }

    #[test]
    fn a_database_without_cities_is_refused_by_its_name() {
        let empty = super::super::write::Writer::new().finish("GeoLite2-ASN", Timestamp(0));
        let message = refusal(empty);
        assert!(message.contains("GeoLite2-ASN") && message.contains("city database"), "{message}");
    }
}
