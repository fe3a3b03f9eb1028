//! Going from one place to another.

use crate::{Place, Timestamp};

/// The mean radius of the earth, in kilometres.
const RADIUS: f64 = 6371.0;
/// Places are as precise as addresses are: nearer ones may be the same.
const IMPRECISION: f64 = 100.0;
/// What nobody is faster than, in kilometres an hour: an airliner.
const FASTEST: f64 = 900.0;
/// Two logins of one moment are not infinitely fast.
const SHORTEST_HOURS: f64 = 1.0 / 3600.0;

/// A way, and the time that it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Travel {
    /// Along the great circle.
    pub distance_km: f64,
    /// Never nothing.
    pub hours: f64,
}

impl Travel {
    /// From where somebody was to where they were later.
    pub fn between(from: &Place, left: Timestamp, to: &Place, arrived: Timestamp) -> Self {
        // A clock that was turned back is no travel in time.
        #[expect(clippy::cast_precision_loss, reason = "milliseconds between logins are far below 2^52")]
        let milliseconds = (arrived.0 - left.0).abs() as f64;
        Self { distance_km: distance_km(from, to), hours: (milliseconds / 3_600_000.0).max(SHORTEST_HOURS) }
    }

    /// Kilometres an hour.
    pub fn speed(&self) -> f64 {
        self.distance_km / self.hours
    }

    /// Whether no one person can have gone it.
    pub fn is_impossible(&self) -> bool {
        self.distance_km > IMPRECISION && self.speed() > FASTEST
    }
}

/// Along the great circle, by the haversine formula.
pub fn distance_km(from: &Place, to: &Place) -> f64 {
    let (from_latitude, to_latitude) = (from.latitude.to_radians(), to.latitude.to_radians());
    let latitude = ((to_latitude - from_latitude) / 2.0).sin();
    let longitude = ((to.longitude - from.longitude).to_radians() / 2.0).sin();
    let half_chord = latitude * latitude + from_latitude.cos() * to_latitude.cos() * longitude * longitude;
    2.0 * RADIUS * half_chord.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Place {
        Place {
            country_code: None,
            country_code3: None,
            country_name: None,
            city_name: None,
            latitude,
            longitude,
            time_zone: None,
            continent_code: None,
        }
    }

    const HOUR: i64 = 3_600_000;

    #[test]
    fn distances_are_those_of_the_globe() {
        let (berlin, tokyo, suva, apia) =
            (at(52.52, 13.405), at(35.68, 139.69), at(-18.1416, 178.4419), at(-13.8333, -171.7667));
        for (from, to, kilometres) in [
            (&berlin, &tokyo, 8918.0),
            (&tokyo, &berlin, 8918.0),
            (&suva, &apia, 1151.0),
            (&at(0.0, 179.9), &at(0.0, -179.9), 22.2),
            (&at(90.0, 0.0), &at(-90.0, 77.0), 20015.0),
            (&berlin, &berlin, 0.0),
        ] {
            let distance = distance_km(from, to);
            assert!((distance - kilometres).abs() < kilometres * 0.005 + 0.1, "{distance} for {kilometres}");
        }
    }

    #[test]
    fn only_what_is_far_and_faster_than_an_airliner_is_impossible() {
        let (berlin, potsdam, tokyo) = (at(52.52, 13.405), at(52.4, 13.06), at(35.68, 139.69));
        let travel = |to: &Place, hours: i64| Travel::between(&berlin, Timestamp(0), to, Timestamp(hours * HOUR));
        assert!(travel(&tokyo, 9).is_impossible());
        assert!(!travel(&tokyo, 10).is_impossible(), "an airliner does it");
        assert!(travel(&tokyo, 0).is_impossible() && travel(&tokyo, 0).speed().is_finite());
        assert!(travel(&tokyo, -1).is_impossible(), "the clock was turned back");
        assert!(!travel(&potsdam, 0).is_impossible(), "as far as places are precise");
    }
}
