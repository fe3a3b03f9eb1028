//! Which events are shown: all of it stands in the page's address.

use model::{LogGroup, LogQuery, Timestamp, UserId};

use crate::paths::{decode, encode};

/// What the address says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// In the search language.
    pub(crate) q: String,
    /// Any of these groups; all where none is named.
    pub(crate) groups: Vec<LogGroup>,
    pub(crate) client_id: Option<String>,
    pub(crate) connection: Option<String>,
    pub(crate) ip: Option<String>,
    pub(crate) time: Time,
    /// The event that is open.
    pub(crate) event: Option<String>,
}

/// How far back is looked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Time {
    /// So many hours.
    Last(u32),
    /// As long as nobody says otherwise: two days.
    #[default]
    Usual,
    /// As far as the log goes.
    All,
    /// From one moment until another.
    Span(Option<Timestamp>, Option<Timestamp>),
}

/// Hours of the usual view.
const USUAL: u32 = 48;

impl Time {
    /// Those that can be chosen, and their names in the address.
    pub(crate) const CHOICES: [(Time, &'static str, &'static str); 5] = [
        (Self::Last(24), "24h", "Last 24 hours"),
        (Self::Usual, "2d", "Last 2 days"),
        (Self::Last(168), "7d", "Last 7 days"),
        (Self::Last(720), "30d", "Last 30 days"),
        (Self::All, "all", "Any time"),
    ];

    fn parse(name: &str) -> Option<Self> {
        Self::CHOICES.into_iter().find(|(_, known, _)| *known == name).map(|(time, ..)| time)
    }

    fn name(self) -> Option<&'static str> {
        Self::CHOICES.into_iter().find(|(time, ..)| *time == self).map(|(_, name, _)| name)
    }
}

impl Address {
    /// Reads the part after the `?`. What is not understood is left out, so that an address never fails.
    pub(crate) fn parse(search: &str) -> Self {
        let mut address = Self::default();
        for pair in search.trim_start_matches('?').split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value);
            if !value.is_empty() {
                address.take(&decode(key), value);
            }
        }
        address
    }

    fn take(&mut self, key: &str, value: String) {
        match key {
            "q" => self.q = value,
            "kind" => {
                for group in value.split(',').filter_map(LogGroup::parse) {
                    self.set_group(group, true);
                }
            }
            "client" => self.client_id = Some(value),
            "connection" => self.connection = Some(value),
            "ip" => self.ip = Some(value),
            "time" => self.time = Time::parse(&value).unwrap_or(self.time),
            "from" => self.take_end(value.parse().ok(), true),
            "to" => self.take_end(value.parse().ok(), false),
            "event" => self.event = Some(value).filter(|id| id.bytes().all(|byte| byte.is_ascii_digit())),
            _ => {}
        }
    }

    fn take_end(&mut self, end: Option<Timestamp>, is_first: bool) {
        if end.is_none() {
            return;
        }
        let (from, to) = if let Time::Span(from, to) = self.time { (from, to) } else { (None, None) };
        self.time = if is_first { Time::Span(end, to) } else { Time::Span(from, end) };
    }

    /// Adds or leaves out a group; they stay in their order.
    pub(crate) fn set_group(&mut self, group: LogGroup, is_in: bool) {
        let was = std::mem::take(&mut self.groups);
        let is_chosen = |one: &LogGroup| if *one == group { is_in } else { was.contains(one) };
        self.groups = LogGroup::ALL.into_iter().filter(is_chosen).collect();
    }

    /// The address of the page at `base` with this state.
    pub(crate) fn url(&self, base: &str) -> String {
        let (from, to) = if let Time::Span(from, to) = self.time { (from, to) } else { (None, None) };
        let time = if self.time == Time::Usual { None } else { self.time.name() };
        let mut pairs = self.filters();
        pairs.extend(time.map(|name| format!("time={name}")));
        pairs.extend(from.map(|from| format!("from={from}")));
        pairs.extend(to.map(|to| format!("to={to}")));
        pairs.extend(self.event.as_ref().map(|id| format!("event={}", encode(id))));
        if pairs.is_empty() { base.to_owned() } else { format!("{base}?{}", pairs.join("&")) }
    }

    fn filters(&self) -> Vec<String> {
        let mut pairs = Vec::new();
        let mut push = |name: &str, value: &str| pairs.push(format!("{name}={}", encode(value)));
        if !self.q.is_empty() {
            push("q", &self.q);
        }
        let others = [("client", &self.client_id), ("connection", &self.connection), ("ip", &self.ip)];
        for (name, value) in others {
            if let Some(value) = value {
                push(name, value);
            }
        }
        let names: Vec<&str> = self.groups.iter().map(|group| group.as_str()).collect();
        if !names.is_empty() {
            pairs.push(format!("kind={}", names.join(",")));
        }
        pairs
    }

    /// Where what is new of it is told, from the event `last` on; nowhere where the time that is shown is over.
    pub(crate) fn feed(&self, user: Option<&UserId>, last: Option<&str>) -> Option<String> {
        if matches!(self.time, Time::Span(_, Some(_))) {
            return None;
        }
        let mut pairs = Self { groups: Vec::new(), ..self.clone() }.filters();
        pairs.extend(self.groups.iter().map(|group| format!("kind={}", group.as_str())));
        pairs.extend(user.map(|id| format!("user={}", encode(id.as_str()))));
        pairs.extend(last.map(|last| format!("last={}", encode(last))));
        Some(format!("/events/logs?{}", pairs.join("&")))
    }

    /// What the server is asked for.
    pub(crate) fn query(&self, user_id: Option<UserId>) -> LogQuery {
        let (hours, from, to) = match self.time {
            Time::Last(hours) => (Some(hours), None, None),
            Time::Usual => (Some(USUAL), None, None),
            Time::All => (None, None, None),
            Time::Span(from, to) => (None, from, to),
        };
        let Self { q, groups, client_id, connection, ip, .. } = self.clone();
        LogQuery { user_id, q, groups, client_id, connection, ip, hours, from, to, after: None }
    }

    /// The same with another state, and no event open.
    pub(crate) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut address = Self { event: None, ..self.clone() };
        change(&mut address);
        address
    }

    /// Whether anything but the time narrows it.
    pub(crate) fn is_filtered(&self) -> bool {
        *self != Self { time: self.time, event: self.event.clone(), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Address {
        Address {
            q: "type:s AND user_name:\"a & b\"".to_owned(),
            groups: vec![LogGroup::Logins, LogGroup::Tokens],
            client_id: Some("shop & more".to_owned()),
            connection: Some("Users".to_owned()),
            ip: Some("2001:db8::1".to_owned()),
            time: Time::Span(Some(Timestamp(1_795_000_000_000)), Some(Timestamp(1_795_003_600_000))),
            event: Some("9002026".to_owned()),
        }
    }

    #[test]
    fn an_address_survives_its_text() {
        let times = Time::CHOICES.map(|(time, ..)| Address { time, ..Address::default() });
        let half = Address { time: Time::Span(None, Some(Timestamp(5))), ..Address::default() };
        for address in times.into_iter().chain([full(), half, full().with(|_| ())]) {
            let url = address.url("/logs");
            let search = url.split_once('?').map_or("", |(_, search)| search);
            assert_eq!(Address::parse(search), address, "{url}");
        }
        assert_eq!(Address::default().url("/logs"), "/logs");
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        assert_eq!(Address::parse("kind=shoes&time=soon&from=x&to=&event=a&x=1&&=&%zz"), Address::default());
    }

    #[test]
    fn what_is_over_is_not_followed() {
        assert_eq!(full().feed(None, None), None);
        let open = Address { time: Time::Span(Some(Timestamp(5)), None), q: String::new(), ..full() };
        let feed = open.feed(Some(&UserId::from("auth0|1")), Some("9")).unwrap_or_default();
        assert_eq!(
            feed,
            "/events/logs?client=shop%20%26%20more&connection=Users&ip=2001%3Adb8%3A%3A1&kind=logins&kind=tokens&user=auth0%7C1&last=9"
        );
    }

    #[test]
    fn groups_stay_in_their_order() {
        let mut address = Address::default();
        for group in [LogGroup::Tokens, LogGroup::Logins, LogGroup::Account] {
            address.set_group(group, true);
        }
        address.set_group(LogGroup::Account, false);
        assert_eq!(address.groups, [LogGroup::Logins, LogGroup::Tokens]);
        assert!(address.is_filtered() && !Address::default().is_filtered());
    }
}
