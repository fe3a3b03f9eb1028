//! Logins and failures, hour by hour.

use std::collections::HashMap;

use model::{LoginChart, LoginHour, Timestamp};
use store::login_hours::{self, HOUR, Hour};

use super::Logs;
use crate::{Actor, Directory, Error, Result, Scope};

/// The longest chart: 30 days.
const LONGEST: u32 = 720;
/// An event is written a moment after its time; an hour is counted for good so long after its end.
const SETTLED: i64 = 5 * 60_000;
/// Hours that are counted in one step: logins must not wait.
const STEP: i64 = 24;

impl Logs<'_> {
    /// Logins and failures of each of the last `hours` hours, the present one included.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`, `Field` for more than 30 days.
    pub async fn chart(&self, actor: &Actor, hours: u32) -> Result<LoginChart> {
        actor.may(Scope::ReadLogs)?;
        if !(1..=LONGEST).contains(&hours) {
            return Err(Error::field("hours", format!("1 to {LONGEST} hours")));
        }
        let now = self.0.now();
        let end = hour_of(now) + HOUR;
        let from = end - i64::from(hours) * HOUR;
        let mut conn = self.0.db().read_log().await?;
        let (tenant, until) = (actor.tenant(), Timestamp(settled(now)));
        let mut counted: HashMap<i64, Hour> = HashMap::new();
        let kept = login_hours::kept(&mut conn, tenant, Timestamp(from), until).await?;
        counted.extend(kept.into_iter().map(|hour| (hour.hour, hour)));
        for (first, after) in gaps(&counted, from, end) {
            let live = login_hours::count(&mut conn, tenant, Timestamp(first), Timestamp(after)).await?;
            counted.extend(live.into_iter().map(|hour| (hour.hour, hour)));
        }
        let hour = |number: u32| {
            let counted = counted.get(&(from + i64::from(number) * HOUR));
            counted.map_or_else(LoginHour::default, |it| LoginHour { successes: it.successes, failures: it.failures })
        };
        Ok(LoginChart { from: Timestamp(from), hours: (0..hours).map(hour).collect() })
    }
}

impl Directory {
    /// Counts the logins of the hours of the last 30 days that are over and were not counted, in small steps, the newest
    /// first.
    pub(crate) async fn count_login_hours(&self, tenant: &str) -> Result<()> {
        let until = settled(self.now());
        let from = until - i64::from(LONGEST) * HOUR;
        let mut conn = self.db().read().await?;
        let kept = login_hours::kept(&mut conn, tenant, Timestamp(from), Timestamp(until)).await?;
        drop(conn);
        let kept: HashMap<i64, Hour> = kept.into_iter().map(|hour| (hour.hour, hour)).collect();
        let missing = gaps(&kept, from, until);
        let steps = missing.into_iter().flat_map(|(first, after)| {
            (first..after)
                .step_by(usize::try_from(STEP * HOUR).unwrap_or(usize::MAX))
                .map(move |first| (first, (first + STEP * HOUR).min(after)))
        });
        let mut steps: Vec<(i64, i64)> = steps.collect();
        steps.reverse();
        for (first, after) in steps {
            self.count_hours(tenant, first, after).await?;
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn count_hours(&self, tenant: &str, first: i64, after: i64) -> Result<()> {
        let mut conn = self.db().read_log().await?;
        let counted = login_hours::count(&mut conn, tenant, Timestamp(first), Timestamp(after)).await?;
        drop(conn);
        let mut tx = self.db().begin().await?;
        for number in 0..(after - first) / HOUR {
            let hour = first + number * HOUR;
            let found = counted.iter().find(|counted| counted.hour == hour).copied();
            let hour = found.unwrap_or(Hour { hour, successes: 0, failures: 0 });
            login_hours::keep(&mut tx, tenant, hour).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The first millisecond of the hour.
fn hour_of(now: Timestamp) -> i64 {
    now.0.div_euclid(HOUR) * HOUR
}

/// The hours before this are over for good.
fn settled(now: Timestamp) -> i64 {
    hour_of(Timestamp(now.0 - SETTLED))
}

/// Hours in a row that were not counted: the first, and the first after them.
fn gaps(counted: &HashMap<i64, Hour>, from: i64, until: i64) -> Vec<(i64, i64)> {
    let mut gaps: Vec<(i64, i64)> = Vec::new();
    let mut hour = from;
    while hour < until {
        if !counted.contains_key(&hour) {
            match gaps.last_mut() {
                Some((_, after)) if *after == hour => *after = hour + HOUR,
                _ => gaps.push((hour, hour + HOUR)),
            }
        }
        hour += HOUR;
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_counted_is_found_in_as_few_pieces_as_there_are() {
        let counted = [2, 5, 6].map(|hour| (hour * HOUR, Hour { hour: hour * HOUR, successes: 1, failures: 0 }));
        let counted = HashMap::from(counted);
        assert_eq!(gaps(&counted, HOUR, 8 * HOUR), [(HOUR, 2 * HOUR), (3 * HOUR, 5 * HOUR), (7 * HOUR, 8 * HOUR)]);
        assert_eq!(gaps(&counted, 5 * HOUR, 7 * HOUR), []);
    }

    #[test]
    fn an_hour_is_over_for_good_five_minutes_after_its_end() {
        assert_eq!(settled(Timestamp(2 * HOUR + SETTLED - 1)), HOUR);
        assert_eq!(settled(Timestamp(2 * HOUR + SETTLED)), 2 * HOUR);
    }
}
