//! What narrows the log, and which index finds it.

use model::Timestamp;
use model::lucene::{Query, QueryMistake};

use super::condition::{Column, Condition};

/// A query in the log's search language that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search(Condition);

impl Default for Search {
    fn default() -> Self {
        Self(Condition::All)
    }
}

impl Search {
    /// Understands `query`.
    ///
    /// # Errors
    /// A field that a log does not have, or a value that the field cannot have.
    pub fn read(query: &Query) -> Result<Self, QueryMistake> {
        Condition::of(query).map(Self)
    }
}

/// Which events. All conditions must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this user.
    pub user_id: Option<String>,
    /// Of any of these codes; of all where none is named.
    pub kinds: Vec<String>,
    /// In which this application took part.
    pub client_id: Option<String>,
    /// In which the connection of this name took part.
    pub connection: Option<String>,
    /// From this address.
    pub ip: Option<String>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// That this finds.
    pub search: Search,
}

/// Ids of events sort by time: the least that an event of `date` can have.
pub fn id_at(date: Timestamp) -> String {
    const LAST: i64 = 253_402_300_799_999;
    let digits = Timestamp(date.0.clamp(0, LAST)).to_string();
    std::iter::once("900").chain(digits.split(|char: char| !char.is_ascii_digit())).collect()
}

/// When the event of that id happened, to the millisecond.
pub fn date_of(id: &str) -> Option<Timestamp> {
    let part = |from: usize, until: usize| id.get(3 + from..3 + until);
    let date = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let time = format!("{}:{}:{}.{}", part(8, 10)?, part(10, 12)?, part(12, 14)?, part(14, 17)?);
    format!("{date}T{time}Z").parse().ok()
}

/// A filter, taken apart: where to read, and what to test there.
pub(super) struct Plan {
    /// Each of them could be looked up in an index of its own.
    pub(super) lookups: Vec<Condition>,
    /// What can only be tested.
    pub(super) tests: Vec<Condition>,
    /// The least id.
    pub(super) from: Option<String>,
    /// Ids are smaller than this.
    pub(super) before: Option<String>,
}

impl Plan {
    pub(super) fn new(filter: &Filter) -> Self {
        let mut plan = Self { lookups: Vec::new(), tests: Vec::new(), from: None, before: None };
        plan.narrow(filter.from.map(id_at), filter.until.map(id_at));
        let is = |column, value: &Option<String>| value.clone().map(|value| Condition::Is(column, value));
        let kinds = filter.kinds.iter().map(|kind| Condition::Is(Column::Type, kind.clone())).collect();
        let kinds = (!filter.kinds.is_empty()).then_some(Condition::Or(kinds));
        let own = [
            is(Column::UserId, &filter.user_id),
            is(Column::ClientId, &filter.client_id),
            is(Column::Connection, &filter.connection),
            is(Column::Ip, &filter.ip),
            kinds,
        ];
        for condition in own.into_iter().flatten().chain(filter.search.0.clone().conjuncts()) {
            plan.add(condition);
        }
        plan
    }

    fn add(&mut self, condition: Condition) {
        match &condition {
            // The date is in the id.
            Condition::Within(from, until) => {
                let id = |milliseconds: &Option<i64>| milliseconds.map(|milliseconds| id_at(Timestamp(milliseconds)));
                self.narrow(id(from), id(until));
            }
            Condition::Is(Column::LogId, id) => {
                // Nothing stands between an id and the same with one more character.
                self.narrow(Some(id.clone()), Some(format!("{id}\u{1}")));
            }
            other => match other.values() {
                Some((Column::UserId | Column::Type | Column::ClientId | Column::Connection | Column::Ip, _)) => {
                    self.lookups.push(condition);
                }
                _ => self.tests.push(condition),
            },
        }
    }

    /// Leaves ids from `from` on and before `before`, as far as they were left until now.
    pub(super) fn narrow(&mut self, from: Option<String>, before: Option<String>) {
        if from > self.from {
            self.from = from;
        }
        if before.is_some() && (self.before.is_none() || before < self.before) {
            self.before = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_its_date() {
        let date = Timestamp(1_674_673_227_084);
        assert_eq!(id_at(date), "90020230125190027084");
        assert_eq!(date_of("90020230125190027084123"), Some(date));
        for odd in ["", "900", "900x0230125190027084", "90020231325190027084", "9äää20230125190027084"] {
            assert_eq!(date_of(odd), None, "{odd}");
        }
        assert!(id_at(Timestamp(i64::MAX)).as_str() < ":" && id_at(Timestamp(i64::MIN)).as_str() > "900");
    }
}
