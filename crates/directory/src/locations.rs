//! Where users logged in from.

use std::collections::HashMap;

use model::{LoginCount, LoginOutcome, PlacedLogin, UserId, UserLocations};

use crate::{Actor, Directory, Error, Result};

/// Counts of one answer: years of somebody who is everywhere.
const MOST_COUNTS: i64 = 20_000;
/// Successes, and impersonations, of one answer.
const MOST_LOGINS: i64 = 500;
/// Failures of one answer, which make no path.
const MOST_FAILURES: i64 = 200;
/// Days in the far past and future that no login has; they keep sums from running over.
const DAYS: std::ops::RangeInclusive<i64> = -100_000..=100_000;

/// The places of the logins of the actor's tenant.
pub struct Locations<'a>(pub(crate) &'a Directory);

/// Which logins are asked for. Days are since 1970, in UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LocationQuery {
    /// Not before this day.
    pub from: Option<i64>,
    /// Not after this day.
    pub to: Option<i64>,
}

impl Locations<'_> {
    /// Where a user's logins came from. Nothing for a user who is not there.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`, `Invalid` for days that are none.
    pub async fn of_user(&self, actor: &Actor, id: &UserId, query: LocationQuery) -> Result<UserLocations> {
        let database = self.0.geoip_state(actor)?;
        let days = days(query)?;
        let mut found = UserLocations {
            database,
            places: Vec::new(),
            counts: Vec::new(),
            logins: Vec::new(),
            is_cut: false,
            tiles: None,
        };
        if id.as_str().contains('\0') {
            return Ok(found);
        }
        let tenant = actor.tenant();
        let mut conn = self.0.db().read_log().await?;
        let (mut counts, mut logins) = (Vec::new(), Vec::new());
        for (outcome, most) in [
            (LoginOutcome::Success, MOST_LOGINS),
            (LoginOutcome::Impersonation, MOST_LOGINS),
            (LoginOutcome::Failure, MOST_FAILURES),
        ] {
            let more = store::places::count(&mut conn, tenant, id, outcome, days, MOST_COUNTS + 1).await?;
            // Most users were never impersonated: the counts tell.
            if more.iter().any(|count| count.place.is_some()) {
                logins.extend(store::places::newest(&mut conn, tenant, id, outcome, days, most).await?);
            }
            counts.extend(more);
        }
        found.is_cut = counts.len() as u64 > MOST_COUNTS.unsigned_abs();
        counts.truncate(usize::try_from(MOST_COUNTS).unwrap_or(usize::MAX));
        let ids: Vec<&str> = counts.iter().filter_map(|count| count.place.as_deref()).collect();
        let places = store::places::find(&mut conn, tenant, &ids).await?;
        drop(conn);

        let numbers: HashMap<&str, usize> =
            places.iter().enumerate().map(|(number, (id, _))| (id.as_str(), number)).collect();
        let count = |count: &store::places::Count| {
            let place = match &count.place {
                Some(place) => Some(*numbers.get(place.as_str())?),
                None => None,
            };
            Some(LoginCount { day: count.day, place, outcome: count.outcome, count: count.count })
        };
        found.counts = counts.iter().filter_map(count).collect();
        let login = |login: store::places::Login| {
            let place = *numbers.get(login.place.as_str())?;
            Some(PlacedLogin { log_id: login.log_id, date: login.date, place, outcome: login.outcome })
        };
        found.logins = logins.into_iter().filter_map(login).collect();
        found.logins.sort_by(|a, b| (a.date, &a.log_id).cmp(&(b.date, &b.log_id)));
        found.places = places.into_iter().map(|(_, place)| place).collect();
        Ok(found)
    }
}

/// The first and the last day.
fn days(query: LocationQuery) -> Result<(i64, i64)> {
    let (from, to) = (query.from.unwrap_or(*DAYS.start()), query.to.unwrap_or(*DAYS.end()));
    for (name, day) in [("from", from), ("to", to)] {
        if !DAYS.contains(&day) {
            return Err(Error::field(name, "Not a day since 1970"));
        }
    }
    Ok((from, to))
}
