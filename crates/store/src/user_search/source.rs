//! Where an index names the users that a condition finds.

use super::condition::Condition;
use super::field::{ID, Kind, prefix};
use super::order::Order;
use super::terms::Terms;
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::user_terms::{DOMAIN, TOO_MANY};

/// A name that begins with so many letters is likely to be one of few.
const A_FEW: usize = 3;

/// Whose test a probe is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tested {
    /// Of users who are all asked for.
    Many,
    /// Of users who come one by one, of whom only some are asked for: PostgreSQL would rather read all entries at once to look
    /// among, as an EXISTS lets it.
    Alone,
}

/// Entries of indexes that name everybody whom a condition finds, and perhaps some more.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Whoever is in any of them.
    parts: Vec<Part>,
    /// Whether nobody else is in them.
    pub(super) is_exact: bool,
    /// Whether all entries of an index are looked through for few.
    pub(super) is_scan: bool,
}

/// What tells whether a user meets a condition, without their row.
#[derive(Clone, Debug)]
pub(super) struct Membership {
    pub(super) source: Source,
    /// Whether they must not be in it.
    pub(super) is_not: bool,
}

#[derive(Clone, Debug)]
enum Part {
    Terms(Terms),
    /// What one of the indexes of `users` answers.
    Users(Condition),
    Connection(String),
}

/// What is worth knowing of a tenant before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terrain<'a> {
    pub(super) tenant: &'a str,
    pub(super) dialect: Dialect,
    /// Whether there are users with more values than `user_terms` has of them.
    pub(super) has_too_many: bool,
}

impl Source {
    /// Of a condition that an index answers.
    pub(super) fn of(condition: &Condition, terrain: Terrain<'_>) -> Option<Self> {
        match condition {
            Condition::All | Condition::Not(_) => None,
            Condition::Nothing => Some(Self { parts: Vec::new(), is_exact: true, is_scan: false }),
            // There is an index of either, and none of both.
            Condition::Exists(field) if field.kind == Kind::Flag => {
                let flag = |flag| Self::one(Part::Users(Condition::Flag(*field, flag)), false);
                Some(flag(true).or(flag(false)))
            }
            Condition::Is(..) | Condition::Exists(_) | Condition::Flag(..) | Condition::Within(..) => {
                Some(Self::one(Part::Users(condition.clone()), false))
            }
            Condition::Like(field, pattern) => {
                // Where no index carries the column in full, its rows are read anyway.
                let is_scan = prefix(pattern).is_empty();
                (!is_scan || field.kind != Kind::Id).then(|| Self::one(Part::Users(condition.clone()), is_scan))
            }
            // A domain with an @ in it is the end of a local part, too.
            Condition::Domain(domain) if domain.contains('@') || domain.is_empty() => {
                Some(Self::one(Part::Users(condition.clone()), true))
            }
            Condition::Domain(domain) => {
                Some(Self::of_terms(Terms::is(DOMAIN.to_owned(), &domain.to_lowercase(), None, None), terrain))
            }
            Condition::Connection(name) => Some(Self::one(Part::Connection(name.clone()), false)),
            Condition::Path(path) => {
                let mut source = Self::of_terms(path.terms()?, terrain);
                if let Some(id) = path.own_id() {
                    source.parts.push(Part::Users(Condition::Is(ID, id)));
                    source.is_exact = false;
                }
                Some(source)
            }
            Condition::And(all) => all
                .iter()
                .filter_map(|one| Self::of(one, terrain))
                .min_by_key(Self::breadth)
                .map(|source| Self { is_exact: false, ..source }),
            Condition::Or(any) => {
                let all: Option<Vec<Self>> = any.iter().map(|one| Self::of(one, terrain)).collect();
                all?.into_iter().reduce(Self::or)
            }
        }
    }

    fn one(part: Part, is_scan: bool) -> Self {
        Self { parts: vec![part], is_exact: true, is_scan }
    }

    fn of_terms(terms: Terms, terrain: Terrain<'_>) -> Self {
        let (is_exact, is_scan) = (terms.is_exact, terms.is_scan());
        let mut source = Self { is_exact, ..Self::one(Part::Terms(terms), is_scan) };
        if terrain.has_too_many {
            source.parts.push(Part::Terms(Terms::all(TOO_MANY.to_owned())));
            source.is_exact = false;
        }
        source
    }

    fn or(mut self, other: Self) -> Self {
        for part in other.parts {
            let merged = match (&part, self.parts.last()) {
                (Part::Terms(terms), Some(Part::Terms(last))) => last.or(terms),
                _ => None,
            };
            if merged.is_some() {
                self.parts.pop();
            }
            self.parts.push(merged.map_or(part, Part::Terms));
        }
        self.is_exact &= other.is_exact;
        self.is_scan |= other.is_scan;
        self
    }

    /// What is likely to name fewer users, without counting them.
    pub(super) fn breadth(&self) -> usize {
        let breadth = |part: &Part| match part {
            Part::Users(Condition::Is(..)) => 1,
            // Its index has those alone who differ from most.
            Part::Users(Condition::Flag(field, flag)) if field.kind != Kind::Verified || !flag => 1,
            Part::Users(Condition::Like(_, pattern)) if prefix(pattern).chars().count() >= A_FEW => 2,
            Part::Terms(terms) if terms.is_of_points() => 2,
            Part::Users(Condition::Like(..)) => 3,
            Part::Terms(_) => 4,
            Part::Users(_) | Part::Connection(_) => 5,
        };
        let scan = if self.is_scan { 1_000 } else { 0 };
        self.parts.iter().map(breadth).sum::<usize>() + scan
    }

    /// Whether nobody is named twice.
    pub(super) fn is_unique(&self) -> bool {
        match self.parts.as_slice() {
            [] | [Part::Users(_) | Part::Connection(_)] => true,
            [Part::Terms(terms)] => terms.is_unique(),
            _ => false,
        }
    }

    /// The same in parts whose entries lie in the order of creation, so that they are read from where a page begins.
    pub(super) fn in_order(&self) -> Option<Vec<Self>> {
        match self.parts.as_slice() {
            [Part::Terms(terms)] => {
                let part = |terms| Self { parts: vec![Part::Terms(terms)], ..*self };
                Some(terms.in_order()?.into_iter().map(part).collect())
            }
            _ => None,
        }
    }

    /// Whether its entries are read in that order, without a sort.
    pub(super) fn is_in(&self, order: Order) -> bool {
        order.field.kind == Kind::Time && order.is_covered() && self.in_order().is_some()
    }

    /// Whether the entries tell when a user was created, so that none of `users` is read.
    pub(super) fn is_covered(&self) -> bool {
        !self.parts.iter().any(|part| matches!(part, Part::Connection(_)))
    }

    /// The entries: `id` and `created_at` of users, those after an id.
    pub(super) fn push_entries(&self, sql: &mut Sql, terrain: Terrain<'_>, after: Option<&str>) {
        if self.parts.is_empty() {
            sql.push("SELECT u.id AS id, u.created_at AS created_at FROM users u WHERE 1 = 0");
        }
        for (index, part) in self.parts.iter().enumerate() {
            sql.push(if index == 0 { "SELECT " } else { " UNION ALL SELECT " });
            sql.push(part.id()).push(" AS id, ").push(part.created_at()).push(" AS created_at FROM ");
            part.push_from(sql, terrain);
            if let Some(after) = after {
                sql.push(" AND ").push(part.id()).push(" > ").bind(after);
            }
        }
    }

    /// The ids alone, for `IN` and for counting; some of them twice.
    pub(super) fn push_ids(&self, sql: &mut Sql, terrain: Terrain<'_>) {
        if self.parts.is_empty() {
            sql.push("SELECT u.id AS id FROM users u WHERE 1 = 0");
        }
        for (index, part) in self.parts.iter().enumerate() {
            sql.push(if index == 0 { "SELECT " } else { " UNION ALL SELECT " });
            sql.push(part.id()).push(" AS id FROM ");
            part.push_from(sql, terrain);
        }
    }

    /// How many users there are in it.
    pub(super) fn push_count(&self, sql: &mut Sql, terrain: Terrain<'_>) {
        match self.parts.as_slice() {
            [Part::Terms(terms)] if !terms.is_unique() => {
                sql.push("SELECT COUNT(*) FILTER (WHERE NOT t.is_many) + COUNT(DISTINCT t.user_id) FILTER (WHERE t.is_many) FROM user_terms t WHERE ");
                terms.push(sql, terrain.dialect, terrain.tenant);
            }
            [part] => {
                sql.push("SELECT COUNT(*) FROM ");
                part.push_from(sql, terrain);
            }
            _ => {
                sql.push("SELECT COUNT(DISTINCT s.id) FROM (");
                self.push_ids(sql, terrain);
                sql.push(") AS s");
            }
        }
    }

    /// A test of the user `u` that reads nothing of them but the id and `created_at`; none where there is no quick and exact one.
    pub(super) fn push_probe(&self, sql: &mut Sql, terrain: Terrain<'_>, of: Tested) -> bool {
        let [Part::Terms(terms)] = self.parts.as_slice() else { return false };
        if !self.has_probe() {
            return false;
        }
        let (before, after) = match of {
            Tested::Many => ("EXISTS (", ")"),
            Tested::Alone => ("(", " LIMIT 1) IS NOT NULL"),
        };
        sql.push(before).push("SELECT 1 FROM user_terms t WHERE ");
        terms.push(sql, terrain.dialect, terrain.tenant);
        sql.push(" AND t.created_at = u.created_at AND t.user_id = u.id").push(after);
        true
    }

    pub(super) fn has_probe(&self) -> bool {
        self.is_exact && matches!(self.parts.as_slice(), [Part::Terms(terms)] if terms.is_of_points())
    }
}

impl Membership {
    /// Of a condition when an index knows exactly who meets it, or who does not.
    pub(super) fn of(condition: &Condition, terrain: Terrain<'_>) -> Option<Self> {
        let (one, is_not) = match condition {
            Condition::Not(one) => (&**one, true),
            one => (one, false),
        };
        let source = Source::of(one, terrain).filter(|source| source.is_exact)?;
        Some(Self { source, is_not })
    }

    /// As [`Source::push_probe`].
    pub(super) fn push_probe(&self, sql: &mut Sql, terrain: Terrain<'_>, of: Tested) -> bool {
        if self.source.has_probe() {
            sql.push(if self.is_not { "NOT " } else { "" });
        }
        self.source.push_probe(sql, terrain, of)
    }
}

impl Part {
    fn id(&self) -> &'static str {
        match self {
            Self::Terms(_) => "t.user_id",
            Self::Users(_) => "u.id",
            Self::Connection(_) => "c.user_id",
        }
    }

    fn created_at(&self) -> &'static str {
        match self {
            Self::Terms(_) => "t.created_at",
            Self::Users(_) => "u.created_at",
            Self::Connection(_) => "(SELECT u.created_at FROM users u WHERE u.tenant = c.tenant AND u.id = c.user_id)",
        }
    }

    fn push_from(&self, sql: &mut Sql, Terrain { tenant, dialect, .. }: Terrain<'_>) {
        match self {
            Self::Terms(terms) => {
                sql.push("user_terms t WHERE ");
                terms.push(sql, dialect, tenant);
            }
            Self::Users(condition) => {
                sql.push("users u WHERE u.tenant = ").bind(tenant).push(" AND ");
                condition.push(sql, dialect);
            }
            Self::Connection(name) => {
                sql.push("user_connections c WHERE c.tenant = ").bind(tenant);
                sql.push(" AND c.connection = ").bind(name.as_str());
            }
        }
    }
}
