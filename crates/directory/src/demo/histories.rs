//! What sample users did in the last weeks: logins from sample addresses, with the devices that they have.

use model::{Client, LogEvent, LoginOutcome, Timestamp, Travel, UserProfile};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use store::places::LastLogin;

use super::DAY;
use crate::events::{cut, log_id};
use crate::geoip::{sample_address, sample_count, sample_place};
use crate::travels::travel_event;
use crate::{LoginRefusal, Random};

/// So many of the first users have a history: enough to look at, and quick to make.
const USERS: usize = 200;
/// Over so many days.
const DAYS: i64 = 30;
/// One of so many users was in two places at once.
const IMPOSSIBLE: usize = 12;
const MINUTE: i64 = 60_000;

#[rustfmt::skip]
const DEVICES: [&str; 6] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
];

/// The events of the first users' logins, oldest first; the profiles then say the same.
pub(super) fn of(users: &mut [UserProfile], client: Option<&Client>, seed: u64, now: Timestamp) -> Vec<LogEvent> {
    let rng = StdRng::seed_from_u64(seed ^ 0x6869_7374);
    let mut teller = Teller { rng, ids: Random::seeded(seed ^ 0x6c6f_6773), client, now };
    let mut events = Vec::new();
    // Who never logged in has no history.
    let known = users.iter_mut().filter(|user| user.last_login.is_some());
    for (number, user) in known.take(USERS).enumerate() {
        events.extend(teller.history(user, number % IMPOSSIBLE == 0));
    }
    events.sort_by_key(|event| event.date);
    events
}

struct Teller<'a> {
    rng: StdRng,
    ids: Random,
    client: Option<&'a Client>,
    now: Timestamp,
}

impl Teller<'_> {
    fn history(&mut self, user: &mut UserProfile, is_impossible: bool) -> Vec<LogEvent> {
        let (home, abroad) = (self.place(), self.place());
        let devices = [self.device(), self.device()];
        let mut moments = self.moments(user.created_at);
        let mut events = Vec::new();
        let mut last: Option<LastLogin> = None;
        if let (true, Some(moment)) = (is_impossible, moments.last().copied()) {
            moments.push(Timestamp((moment.0 + 40 * MINUTE).min(self.now.0)));
        }
        let count = moments.len();
        for (number, date) in moments.into_iter().enumerate() {
            let is_leap = is_impossible && number + 1 == count;
            // A journey in the middle third.
            let is_away = (count / 3..count / 2).contains(&number);
            let place = if is_leap {
                (home + sample_count() / 2) % sample_count()
            } else if is_away {
                abroad
            } else {
                home
            };
            let device = devices[usize::from(is_away || is_leap)];
            if !is_leap && self.rng.random_bool(0.1) {
                events.push(self.event(user, date, place, device, LoginOutcome::Failure));
            }
            let event = self.event(user, Timestamp(date.0 + 20_000), place, device, LoginOutcome::Success);
            let Some(here) = event.location_info.clone() else { continue };
            if let Some(last) = &last {
                let travel = Travel::between(&last.place, last.date, &here, event.date);
                if travel.is_impossible() && !is_leap {
                    continue;
                }
                events.extend(travel_event(last, &event, log_id(event.date, &self.ids)));
            }
            last = Some(LastLogin { log_id: event.log_id.clone(), date: event.date, place: here });
            user.last_login = Some(event.date);
            user.updated_at = event.date;
            user.last_ip.clone_from(&event.ip);
            events.push(event);
        }
        let successes = events.iter().filter(|event| event.kind == "s").count();
        user.logins_count = user.logins_count.max(i64::try_from(successes).ok());
        events
    }

    /// When they logged in: a few times, or every day.
    fn moments(&mut self, created_at: Timestamp) -> Vec<Timestamp> {
        let begin = created_at.0.max(self.now.0 - DAYS * DAY);
        let span = (self.now.0 - 120 * MINUTE - begin).max(1);
        let mut moments: Vec<_> =
            (0..self.rng.random_range(4..40)).map(|_| Timestamp(begin + self.rng.random_range(0..span))).collect();
        moments.sort_unstable();
        moments
    }

    fn place(&mut self) -> usize {
        self.rng.random_range(0..sample_count())
    }

    fn device(&mut self) -> &'static str {
        DEVICES[self.rng.random_range(0..DEVICES.len())]
    }

    fn event(
        &mut self,
        user: &UserProfile,
        date: Timestamp,
        place: usize,
        device: &str,
        outcome: LoginOutcome,
    ) -> LogEvent {
        let is_success = outcome == LoginOutcome::Success;
        let refusal = LoginRefusal::WrongCredentials.to_string();
        let details = if is_success { None } else { Some(json!({ "error": { "message": refusal } })) };
        LogEvent {
            log_id: log_id(date, &self.ids),
            date,
            kind: if is_success { "s" } else { "fp" }.to_owned(),
            description: Some(if is_success { "Successful login".to_owned() } else { refusal }),
            connection: user.connections().next().map(str::to_owned),
            client_id: self.client.map(|client| client.client_id.clone()),
            client_name: self.client.map(|client| cut(&client.name)),
            ip: Some(sample_address(place, self.rng.random_range(1..15)).to_string()),
            user_agent: Some(cut(device)),
            user_id: Some(user.user_id.as_str().to_owned()),
            user_name: Some(cut(user.display_name())),
            location_info: Some(sample_place(place)),
            details,
        }
    }
}

#[cfg(test)]
mod tests {
    use model::{Identity, UserId};

    use super::*;

    fn has_logged_in(index: usize) -> bool {
        !index.is_multiple_of(3)
    }

    fn users(count: usize, now: Timestamp) -> Vec<UserProfile> {
        let user = |index: usize| UserProfile {
            user_id: UserId::new("auth0", &format!("{index:03}")),
            identities: vec![Identity { connection: "c".to_owned(), ..Identity::default() }],
            created_at: Timestamp(now.0 - 400 * DAY),
            last_login: has_logged_in(index).then_some(Timestamp(now.0 - 90 * DAY)),
            logins_count: has_logged_in(index).then_some(1),
            ..UserProfile::default()
        };
        (0..count).map(user).collect()
    }

    #[test]
    fn histories_are_the_same_for_the_same_seed_and_agree_with_the_profiles() {
        let now = Timestamp(1_795_000_000_000);
        let (mut one, mut other) = (users(400, now), users(400, now));
        let events = of(&mut one, None, 7, now);
        assert_eq!(events, of(&mut other, None, 7, now));
        assert!(events.is_sorted_by_key(|event| event.date));
        assert!(events.iter().all(|event| event.date <= now && event.date.0 > now.0 - 31 * DAY));
        let of_kind = |kind: &str| events.iter().filter(|event| event.kind == kind).count();
        assert!(of_kind("s") > 2000 && of_kind("fp") > 100, "{} {}", of_kind("s"), of_kind("fp"));
        assert!((10..=40).contains(&of_kind("impossible_travel")), "{}", of_kind("impossible_travel"));
        let user = &one[1];
        let last = events.iter().rfind(|event| event.kind == "s" && event.user_id.as_deref() == Some("auth0|001"));
        assert_eq!(
            last.map(|event| (Some(event.date), event.ip.clone())),
            Some((user.last_login, user.last_ip.clone()))
        );
        assert_eq!(one[0], other[0]);
        assert!(one[0].last_login.is_none(), "who never logged in has no history");
    }
}
