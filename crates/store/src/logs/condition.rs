//! From a query in the log's search language to a test of a row.

use model::Timestamp;
use model::lucene::{Bound, Clause, Pattern, Query, QueryMistake, Test};

use crate::dialect::Dialect;
use crate::sql::Sql;

/// A column that can be asked for, by its name in the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    LogId,
    Type,
    Description,
    Connection,
    ClientId,
    ClientName,
    Ip,
    UserAgent,
    UserId,
    UserName,
}

/// What a bare term is compared with.
const BARE: [Column; 7] = [
    Column::ClientName,
    Column::Connection,
    Column::Description,
    Column::Ip,
    Column::LogId,
    Column::Type,
    Column::UserName,
];

/// Fields of Auth0 that no event of ours has.
const NEVER: [&str; 6] =
    ["connection_id", "hostname", "organization_id", "organization_name", "strategy", "strategy_type"];

impl Column {
    const ALL: [Column; 10] = [
        Self::LogId,
        Self::Type,
        Self::Description,
        Self::Connection,
        Self::ClientId,
        Self::ClientName,
        Self::Ip,
        Self::UserAgent,
        Self::UserId,
        Self::UserName,
    ];

    fn field(self) -> &'static str {
        match self {
            Self::LogId => "log_id",
            other => other.name(),
        }
    }

    /// In SQL.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LogId => "id",
            Self::Type => "type",
            Self::Description => "description",
            Self::Connection => "connection",
            Self::ClientId => "client_id",
            Self::ClientName => "client_name",
            Self::Ip => "ip",
            Self::UserAgent => "user_agent",
            Self::UserId => "user_id",
            Self::UserName => "user_name",
        }
    }

    /// Whether the indexes of users, codes, applications and connections hold it.
    fn is_in_indexes(self) -> bool {
        matches!(self, Self::LogId | Self::Type | Self::ClientId | Self::Connection)
    }
}

/// What a row must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// Anything.
    All,
    /// There is no such row.
    Nothing,
    Is(Column, String),
    Like(Column, Pattern),
    Exists(Column),
    /// From a moment on, until before another.
    Within(Option<i64>, Option<i64>),
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
}

impl Condition {
    /// What `query` means in a log.
    pub(super) fn of(query: &Query) -> Result<Self, QueryMistake> {
        let all = |queries: &[Query]| queries.iter().map(Self::of).collect::<Result<Vec<_>, _>>();
        Ok(match query {
            Query::All => Self::All,
            Query::Not(query) => Self::Not(Box::new(Self::of(query)?)),
            Query::And(queries) => Self::And(all(queries)?),
            Query::Or(queries) => Self::Or(all(queries)?),
            Query::Clause(clause) => of_clause(clause)?,
        })
    }

    /// The conditions that must hold together.
    pub(super) fn conjuncts(self) -> Vec<Condition> {
        match self {
            Self::All => Vec::new(),
            Self::And(all) => all.into_iter().flat_map(Self::conjuncts).collect(),
            other => vec![other],
        }
    }

    /// The column and its values, where the condition is that one column has one of some values.
    pub(super) fn values(&self) -> Option<(Column, Vec<&str>)> {
        match self {
            Self::Is(column, value) => Some((*column, vec![value])),
            Self::Or(any) => {
                let mut any = any.iter().map(Self::values);
                let (column, mut values) = any.next()??;
                for one in any {
                    let (other, more) = one?;
                    if other != column {
                        return None;
                    }
                    values.extend(more);
                }
                values.sort_unstable();
                values.dedup();
                Some((column, values))
            }
            _ => None,
        }
    }

    /// Whether the larger indexes hold all that is tested.
    pub(super) fn is_in_indexes(&self) -> bool {
        match self {
            Self::All | Self::Nothing => true,
            Self::Is(column, _) | Self::Like(column, _) | Self::Exists(column) => column.is_in_indexes(),
            Self::Within(..) => false,
            Self::Not(one) => one.is_in_indexes(),
            Self::And(all) | Self::Or(all) => all.iter().all(Self::is_in_indexes),
        }
    }

    /// The test, as a condition of SQL. The columns stand in expressions, so that none of them makes an engine leave the
    /// index that was chosen for the walk.
    pub(super) fn push(&self, sql: &mut Sql, dialect: Dialect) {
        match self {
            Self::All => {
                sql.push("1 = 1");
            }
            Self::Nothing => {
                sql.push("1 = 0");
            }
            Self::Is(column, value) => {
                push_column(sql, *column).push(" = ").bind(value.as_str());
            }
            Self::Like(column, pattern) => {
                push_column(sql, *column).push(dialect.like()).bind(dialect.pattern(pattern));
            }
            Self::Exists(column) => {
                push_column(sql, *column).push(" IS NOT NULL");
            }
            Self::Within(from, until) => push_range(sql, *from, *until),
            // What cannot be compared, because the field is missing, is not so: then the opposite is true.
            Self::Not(one) => {
                sql.push("(");
                one.push(sql, dialect);
                sql.push(") IS NOT TRUE");
            }
            Self::And(all) => push_joined(sql, dialect, all, " AND "),
            Self::Or(any) => push_joined(sql, dialect, any, " OR "),
        }
    }
}

fn push_column(sql: &mut Sql, column: Column) -> &mut Sql {
    sql.push("(l.").push(column.name()).push(" || '')")
}

fn push_range(sql: &mut Sql, from: Option<i64>, until: Option<i64>) {
    sql.push("(l.date >= ")
        .bind(from.unwrap_or(i64::MIN))
        .push(" AND l.date < ")
        .bind(until.unwrap_or(i64::MAX))
        .push(")");
}

fn push_joined(sql: &mut Sql, dialect: Dialect, all: &[Condition], operator: &'static str) {
    for (index, one) in all.iter().enumerate() {
        sql.push(if index == 0 { "(" } else { operator });
        one.push(sql, dialect);
    }
    sql.push(")");
}

fn of_clause(clause: &Clause) -> Result<Condition, QueryMistake> {
    let Some(name) = clause.field.as_deref() else {
        let any = BARE.iter().map(|column| of_column(*column, clause)).collect::<Result<_, _>>()?;
        return Ok(Condition::Or(any));
    };
    if name == "date" {
        return of_date(clause);
    }
    if let Some(column) = Column::ALL.into_iter().find(|column| column.field() == name) {
        return of_column(column, clause);
    }
    if NEVER.contains(&name) {
        return Ok(Condition::Nothing);
    }
    let known: Vec<&str> = Column::ALL.into_iter().map(Column::field).chain(["date"]).collect();
    let known = known.join(", ");
    let shown: String = name.chars().take(40).collect();
    Err(QueryMistake::new(
        clause.position,
        format!("there is no field `{shown}`; fields are {known}. A text with a colon stands in quotes"),
    ))
}

fn of_column(column: Column, clause: &Clause) -> Result<Condition, QueryMistake> {
    Ok(match &clause.test {
        Test::Exists => Condition::Exists(column),
        Test::Within(..) => {
            return Err(QueryMistake::new(clause.position, "only `date` has ranges, as in `date:[2026-01-01 TO *]`"));
        }
        Test::Like(pattern) => match pattern.as_exact() {
            Some(text) => Condition::Is(column, text.to_owned()),
            None => Condition::Like(column, pattern.clone()),
        },
    })
}

fn of_date(clause: &Clause) -> Result<Condition, QueryMistake> {
    match &clause.test {
        Test::Exists => Ok(Condition::All),
        Test::Like(pattern) => {
            let text = pattern.as_exact();
            let (from, until) = text.and_then(Timestamp::span).ok_or_else(|| no_date(clause.position))?;
            Ok(Condition::Within(Some(from), Some(until)))
        }
        Test::Within(from, to) => {
            let from = span_of(from)?.map(|(first, after)| if from.is_inclusive { first } else { after });
            let until = span_of(to)?.map(|(first, after)| if to.is_inclusive { after } else { first });
            Ok(Condition::Within(from, until))
        }
    }
}

fn span_of(bound: &Bound) -> Result<Option<(i64, i64)>, QueryMistake> {
    let span = |text: &String| Timestamp::span(text).ok_or_else(|| no_date(bound.position));
    bound.value.as_ref().map(span).transpose()
}

fn no_date(position: usize) -> QueryMistake {
    QueryMistake::new(position, "expected a date, as 2026-11-23, 2026-11 or 2026-11-23T19:00:27Z")
}

#[cfg(test)]
mod tests {
    use model::lucene::parse_query;

    use super::*;

    fn condition(text: &str) -> Result<Condition, QueryMistake> {
        Condition::of(&parse_query(text).unwrap())
    }

    #[test]
    fn a_date_is_all_of_what_it_names() {
        let day = |text: &str| Timestamp::from_date(text).map(|day| day.0);
        assert_eq!(condition("date:2026-12").unwrap(), Condition::Within(day("2026-12-01"), day("2027-01-01")));
        assert_eq!(condition("date:2026-02-28").unwrap(), Condition::Within(day("2026-02-28"), day("2026-03-01")));
        assert_eq!(condition("date:[2026-01-01 TO *]").unwrap(), Condition::Within(day("2026-01-01"), None));
        assert_eq!(
            condition("date:{2026-01-01 TO 2026-01-03}").unwrap(),
            Condition::Within(day("2026-01-02"), day("2026-01-03"))
        );
        let second = condition("date:2019-01-01T12:23:45").unwrap();
        assert_eq!(second, Condition::Within(Some(1_546_345_425_000), Some(1_546_345_426_000)));
    }

    #[test]
    fn what_no_log_has_is_told_with_its_position() {
        for (text, position) in [
            ("type:s AND shoe:1", 12),
            ("date:yesterday", 1),
            ("date:[2026-01-01 TO 2026-02-30]", 21),
            ("ip:[1 TO 2]", 1),
            ("date:2026*", 1),
        ] {
            assert_eq!(condition(text).unwrap_err().position, position, "{text}");
        }
        assert_eq!(condition("hostname:a").unwrap(), Condition::Nothing);
    }

    #[test]
    fn several_values_of_one_column_are_known_as_such() {
        let values =
            |text: &str| condition(text).unwrap().values().map(|(column, values)| (column.field(), values.len()));
        assert_eq!(values("type:(s OR fp OR s)"), Some(("type", 2)));
        assert_eq!(values("type:s OR ip:a"), None);
        assert_eq!(values("type:s*"), None);
        assert_eq!(values("NOT type:s"), None);
    }

    #[test]
    fn a_pattern_is_spelled_as_each_engine_reads_it() {
        let Ok(Condition::Like(_, pattern)) = condition(r"user_name:a\*\[b%_\\*") else { panic!() };
        assert_eq!(Dialect::Sqlite.pattern(&pattern), r"a[*][[]b%_\*");
        assert_eq!(Dialect::Postgres.pattern(&pattern), r"a*[b\%\_\\%");
    }
}
