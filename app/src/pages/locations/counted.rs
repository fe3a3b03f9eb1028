//! What is shown of the logins of a range of days.

use std::collections::BTreeMap;

use model::{DAY, LoginOutcome, Timestamp, Travel, UserLocations};

/// The first and the last day, since 1970 in UTC.
pub(super) type Days = (i64, i64);

/// A place, and how many logins it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pin {
    /// Its number among the places.
    pub(super) place: usize,
    pub(super) successes: i64,
    pub(super) failures: i64,
    pub(super) impersonations: i64,
    /// The day of the first, and of the last.
    pub(super) days: Days,
}

impl Pin {
    pub(super) fn total(&self) -> i64 {
        self.successes + self.failures + self.impersonations
    }

    /// What its colour says: the worst of what happened there.
    pub(super) fn worst(&self) -> LoginOutcome {
        if self.failures > 0 {
            LoginOutcome::Failure
        } else if self.impersonations > 0 {
            LoginOutcome::Impersonation
        } else {
            LoginOutcome::Success
        }
    }
}

/// Two successive successes at different places.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leg {
    /// The place of the earlier one.
    pub(super) from: usize,
    /// The place of the later one.
    pub(super) to: usize,
    pub(super) travel: Travel,
    /// The event of the later one.
    pub(super) log_id: String,
    /// When the later one was.
    pub(super) date: Timestamp,
}

/// The days that have logins with a place.
pub(super) fn days(found: &UserLocations) -> Option<Days> {
    let days = || found.counts.iter().filter(|count| count.place.is_some()).map(|count| count.day);
    Some((days().min()?, days().max()?))
}

/// The places that have logins on these days, those with the most first.
pub(super) fn pins(found: &UserLocations, (from, to): Days) -> Vec<Pin> {
    let mut pins = BTreeMap::new();
    for count in found.counts.iter().filter(|count| (from..=to).contains(&count.day)) {
        let Some(place) = count.place.filter(|place| *place < found.places.len()) else { continue };
        let pin = pins.entry(place).or_insert(Pin {
            place,
            successes: 0,
            failures: 0,
            impersonations: 0,
            days: (count.day, count.day),
        });
        *match count.outcome {
            LoginOutcome::Success => &mut pin.successes,
            LoginOutcome::Failure => &mut pin.failures,
            LoginOutcome::Impersonation => &mut pin.impersonations,
        } += count.count;
        pin.days = (pin.days.0.min(count.day), pin.days.1.max(count.day));
    }
    let mut pins: Vec<Pin> = pins.into_values().collect();
    pins.sort_by_key(|pin| (-pin.total(), pin.place));
    pins
}

/// How many logins of these days have no place.
pub(super) fn elsewhere(found: &UserLocations, (from, to): Days) -> i64 {
    let without = found.counts.iter().filter(|count| count.place.is_none() && (from..=to).contains(&count.day));
    without.map(|count| count.count).sum()
}

/// The ways between successes of these days. Where an administrator sat who was in the user's place is no way of theirs.
pub(super) fn legs(found: &UserLocations, (from, to): Days) -> Vec<Leg> {
    let is_shown = |date: Timestamp| (from..=to).contains(&date.0.div_euclid(DAY));
    let mut successes = found.logins.iter().filter(|login| {
        login.outcome == LoginOutcome::Success && is_shown(login.date) && login.place < found.places.len()
    });
    let mut legs = Vec::new();
    let Some(mut before) = successes.next() else { return legs };
    for login in successes {
        if login.place != before.place {
            let (start, end) = (&found.places[before.place], &found.places[login.place]);
            legs.push(Leg {
                from: before.place,
                to: login.place,
                travel: Travel::between(start, before.date, end, login.date),
                log_id: login.log_id.clone(),
                date: login.date,
            });
        }
        before = login;
    }
    legs
}

/// A point of a map: degrees north, degrees east.
pub(super) type Point = (f64, f64);

/// The straight lines that stand for a way: the short way round the globe, which leaves the map at one edge and comes in
/// at the other where it crosses the date line.
pub(super) fn lines(from: Point, to: Point) -> Vec<[Point; 2]> {
    let east = to.1 - from.1;
    if east.abs() <= 180.0 {
        return vec![[from, to]];
    }
    let turn = if east > 0.0 { -360.0 } else { 360.0 };
    vec![[from, (to.0, to.1 + turn)], [(from.0, from.1 - turn), to]]
}

#[cfg(test)]
mod tests {
    use model::{GeoIpState, LoginCount, Place, PlacedLogin};

    use super::*;

    fn place(latitude: f64, longitude: f64) -> Place {
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

    fn count(day: i64, place: Option<usize>, outcome: LoginOutcome, count: i64) -> LoginCount {
        LoginCount { day, place, outcome, count }
    }

    fn login(day: i64, hour: i64, place: usize, outcome: LoginOutcome) -> PlacedLogin {
        let date = Timestamp(day * DAY + hour * 3_600_000);
        PlacedLogin { log_id: format!("{day}-{hour}"), date, place, outcome }
    }

    fn found() -> UserLocations {
        use LoginOutcome::{Failure, Impersonation, Success};
        UserLocations {
            database: GeoIpState::default(),
            places: vec![place(52.5, 13.4), place(35.7, 139.7), place(52.4, 13.0)],
            counts: vec![
                count(10, Some(0), Success, 3),
                count(12, Some(0), Success, 2),
                count(11, Some(0), Failure, 1),
                count(11, Some(1), Success, 9),
                count(12, Some(2), Impersonation, 1),
                count(12, None, Success, 7),
                count(12, Some(99), Success, 7),
            ],
            logins: vec![
                login(10, 1, 0, Success),
                login(10, 2, 0, Success),
                login(10, 3, 1, Success),
                login(11, 0, 2, Impersonation),
                login(11, 9, 1, Success),
                login(12, 9, 0, Success),
            ],
            is_cut: false,
            tiles: None,
        }
    }

    #[test]
    fn pins_are_counted_for_the_days_that_are_chosen() {
        let found = found();
        assert_eq!(days(&found), Some((10, 12)));
        let all = pins(&found, (10, 12));
        assert_eq!(all.iter().map(|pin| (pin.place, pin.total())).collect::<Vec<_>>(), [(1, 9), (0, 6), (2, 1)]);
        assert_eq!(all[1].worst(), LoginOutcome::Failure);
        assert_eq!(all[1].days, (10, 12));
        assert_eq!(all[2].worst(), LoginOutcome::Impersonation);
        let first = pins(&found, (10, 10));
        assert_eq!(first.len(), 1);
        assert_eq!((first[0].successes, first[0].worst()), (3, LoginOutcome::Success));
        assert_eq!((elsewhere(&found, (10, 12)), elsewhere(&found, (10, 11))), (7, 0));
    }

    #[test]
    fn the_path_goes_from_success_to_success_and_says_what_is_impossible() {
        let found = found();
        let legs = legs(&found, (10, 12));
        let ways: Vec<_> = legs.iter().map(|leg| (leg.from, leg.to, leg.travel.is_impossible())).collect();
        assert_eq!(ways, [(0, 1, true), (1, 0, false)]);
        assert_eq!(legs[0].log_id, "10-3");
        assert_eq!(super::legs(&found, (11, 12)).len(), 1);
    }

    #[test]
    fn a_way_over_the_date_line_does_not_cross_the_whole_map() {
        let (suva, apia) = ((-18.1, 178.4), (-13.8, -171.8));
        let lines = lines(suva, apia);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|[from, to]| (from.1 - to.1).abs() < 11.0), "{lines:?}");
        assert_eq!(super::lines((0.0, -179.0), (0.0, 0.0)).len(), 1);
        assert_eq!(super::lines(apia, suva).len(), 2);
    }
}
