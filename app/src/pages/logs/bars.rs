//! The bars of the chart, as figures.

use model::{LoginChart, Timestamp};

const HOUR: i64 = 3_600_000;
/// More bars than this would be thinner than a pixel.
const MOST: usize = 200;
/// Hours of a bar where there are more than that.
const WIDE: usize = 6;

/// One bar: what came of the logins of a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) successes: i64,
    pub(super) failures: i64,
}

/// The bars of a chart: an hour each, or six of a long one.
pub(super) fn bars(chart: &LoginChart) -> Vec<Bar> {
    let hours = if chart.hours.len() > MOST { WIDE } else { 1 };
    let mut from = chart.from.0;
    let bar = |some: &[model::LoginHour]| {
        let until = from + i64::try_from(some.len()).unwrap_or(0) * HOUR;
        let successes = some.iter().map(|hour| hour.successes).sum();
        let failures = some.iter().map(|hour| hour.failures).sum();
        let bar = Bar { from: Timestamp(from), until: Timestamp(until), successes, failures };
        from = until;
        bar
    };
    chart.hours.chunks(hours).map(bar).collect()
}

/// The height of the scale: the largest bar, at least 1.
pub(super) fn scale(bars: &[Bar]) -> i64 {
    bars.iter().map(|bar| bar.successes + bar.failures).max().unwrap_or(0).max(1)
}

/// The bar at that part of the width.
pub(super) fn bar_at(bars: &[Bar], part: f64) -> Option<&Bar> {
    let count = u32::try_from(bars.len()).ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the number of bars")]
    let index = (part.clamp(0.0, 1.0) * f64::from(count)) as usize;
    bars.get(index.min(bars.len().checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use model::LoginHour;

    use super::*;

    fn chart(hours: usize) -> LoginChart {
        LoginChart { from: Timestamp(0), hours: vec![LoginHour { successes: 2, failures: 1 }; hours] }
    }

    #[test]
    fn a_long_chart_has_wide_bars_and_loses_nothing() {
        for (hours, count) in [(24, 24), (168, 168), (720, 120)] {
            let bars = bars(&chart(hours));
            assert_eq!(bars.len(), count);
            assert_eq!(bars.iter().map(|bar| bar.successes).sum::<i64>(), 2 * i64::try_from(hours).unwrap());
            assert!(bars.windows(2).all(|two| two[0].until == two[1].from));
        }
        assert_eq!(scale(&bars(&chart(24))), 3);
        assert_eq!(scale(&[]), 1);
    }

    #[test]
    fn a_place_is_in_one_bar() {
        let bars = bars(&chart(24));
        for (part, hour) in [(-1.0, 0), (0.0, 0), (0.5, 12), (0.999, 23), (1.0, 23), (7.0, 23)] {
            assert_eq!(bar_at(&bars, part).map(|bar| bar.from), Some(Timestamp(hour * HOUR)), "{part}");
        }
        assert_eq!(bar_at(&[], 0.5), None);
    }
}
