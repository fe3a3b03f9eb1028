//! Points in time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Milliseconds since 1970-01-01T00:00:00Z.
///
/// Written as Auth0 does, `2023-01-25T19:00:27.084Z`: always UTC, always three decimals, so that the text sorts by time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

const DAY: i64 = 86_400_000;

impl Timestamp {
    /// The first millisecond of what is written, and the first after it: of a month (`2026-11`), a day, a second
    /// (`2026-11-23T19:00:27Z`) or a millisecond.
    pub fn span(text: &str) -> Option<(i64, i64)> {
        if text.len() == 7 {
            let from = Self::from_date(&format!("{text}-01"))?;
            let next = Self::from_date(&format!("{}-01", from.plus_days(31).date().get(..7)?))?;
            return Some((from.0, next.0));
        }
        if let Some(day) = Self::from_date(text) {
            return Some((day.0, day.plus_days(1).0));
        }
        let text = text.strip_suffix('Z').unwrap_or(text);
        let from: Self = format!("{text}Z").parse().ok()?;
        Some((from.0, from.0 + if text.contains('.') { 1 } else { 1000 }))
    }

    /// Milliseconds from `earlier` to `self`; negative when `earlier` is later.
    pub fn since(self, earlier: Timestamp) -> i64 {
        self.0 - earlier.0
    }

    /// The start (00:00 UTC) of a date written `2026-11-23`; `None` for anything else.
    pub fn from_date(text: &str) -> Option<Timestamp> {
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
        let days = days_from_civil(year, month, day);
        (civil_from_days(days) == (year, month, day)).then_some(Timestamp(days * DAY))
    }

    /// The UTC date, `2026-11-23`.
    pub fn date(self) -> String {
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// This moment plus `days`.
    pub fn plus_days(self, days: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(days.saturating_mul(DAY)))
    }
}

fn digits(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Days since the epoch of a proleptic Gregorian date: years are counted from March, so that the leap day is the last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (time, (year, month, day)) = (self.0.rem_euclid(DAY), civil_from_days(self.0.div_euclid(DAY)));
        let (hour, minute, second, milli) = (time / 3_600_000, time / 60_000 % 60, time / 1000 % 60, time % 1000);
        if !(0..=9999).contains(&year) {
            return write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z");
        }
        // Answers are full of times, and the formatter takes long.
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let day_parts = [(year, 0..4), (month, 5..7), (day, 8..10)];
        let time_parts = [(hour, 11..13), (minute, 14..16), (second, 17..19), (milli, 20..23)];
        for (mut value, place) in day_parts.into_iter().chain(time_parts) {
            for digit in text[place].iter_mut().rev() {
                *digit += u8::try_from(value % 10).unwrap_or(0);
                value /= 10;
            }
        }
        f.write_str(str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Timestamp {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text).ok_or_else(|| format!("`{text}` is not a time like 2023-01-25T19:00:27.084Z"))
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once('T')?;
    let time = time.strip_suffix('Z')?;
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    if clock.len() != 8 || fraction.is_empty() || fraction.len() > 9 {
        return None;
    }
    let mut parts = clock.split(':');
    let (hour, minute, second) = (digits(parts.next()?)?, digits(parts.next()?)?, digits(parts.next()?)?);
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let milli = digits(&format!("{fraction:0<3}")[..3])?;
    digits(fraction)?;
    Some(Timestamp(Timestamp::from_date(date)?.0 + ((hour * 60 + minute) * 60 + second) * 1000 + milli))
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_auth0_writes_it() {
        assert_eq!(Timestamp(1_674_673_227_084).to_string(), "2023-01-25T19:00:27.084Z");
        assert_eq!(Timestamp(0).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Timestamp(-1).to_string(), "1969-12-31T23:59:59.999Z");
        assert_eq!(Timestamp(253_402_300_799_999).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp(253_402_300_800_000).to_string(), "10000-01-01T00:00:00.000Z");
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
        for text in [
            "",
            "2023",
            "2023-02-30T00:00:00.000Z",
            "2023-01-25T24:00:00Z",
            "2023-01-25T19:00:27.é00Z",
            "2023-01-25T19:00:27+01:00",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_time_survives_its_text(milli in -62_135_596_800_000i64..253_402_300_799_999) {
            proptest::prop_assert_eq!(Timestamp(milli).to_string().parse(), Ok(Timestamp(milli)));
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC*") {
            let _ = text.parse::<Timestamp>();
        }
    }
}
