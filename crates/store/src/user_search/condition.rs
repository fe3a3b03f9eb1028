//! From a query to a test of a user's row.

use model::lucene::{Bound, Clause, Pattern, Query, QueryMistake, Test};
use model::{Timestamp, UserStatus};

use super::field::{self, BARE, FIELDS, Field, Kind, NEVER};
use super::metadata::{Document, Path};
use crate::dialect::Dialect;
use crate::search::{Range, Search};
use crate::sql::Sql;

/// What a row must be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    /// Anything.
    All,
    /// There is no such row.
    Nothing,
    Is(Field, String),
    Like(Field, Pattern),
    Exists(Field),
    /// The email ends with this, after an `@`.
    Domain(String),
    Flag(Field, bool),
    /// From a value on, until before another.
    Within(Field, Option<i64>, Option<i64>),
    /// The user has an identity in a connection of that name.
    Connection(String),
    Path(Path),
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
}

impl Condition {
    /// What `query` means for users.
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

    /// The test, as a condition of SQL.
    pub(super) fn push(&self, sql: &mut Sql, dialect: Dialect) {
        match self {
            Self::All => {
                sql.push("1 = 1");
            }
            Self::Nothing => {
                sql.push("1 = 0");
            }
            Self::Is(field, value) => field.push_is(sql, dialect, value),
            Self::Like(field, pattern) => field.push_like(sql, dialect, pattern),
            Self::Exists(field) => field.push_exists(sql, dialect),
            Self::Domain(domain) => {
                let ending = dialect.pattern(&Pattern::exact(domain.to_lowercase()).after_any("@"));
                sql.push("u.email").push(dialect.like()).bind(ending);
            }
            Self::Flag(field, flag) => field.push_flag(sql, *flag),
            Self::Within(field, from, until) => field.push_within(sql, *from, *until),
            Self::Connection(name) => {
                sql.push("EXISTS (SELECT 1 FROM user_connections c WHERE c.tenant = u.tenant AND c.user_id = u.id AND c.connection = ");
                sql.bind(name.as_str()).push(")");
            }
            Self::Path(path) => path.push(sql, dialect),
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

fn push_joined(sql: &mut Sql, dialect: Dialect, all: &[Condition], operator: &'static str) {
    for (index, one) in all.iter().enumerate() {
        sql.push(if index == 0 { "(" } else { operator });
        one.push(sql, dialect);
    }
    sql.push(")");
}

fn of_clause(clause: &Clause) -> Result<Condition, QueryMistake> {
    let Some(name) = clause.field.as_deref() else {
        let any = BARE.iter().filter_map(|name| field::find(name)).map(|field| of_field(field, clause));
        return Ok(Condition::Or(any.collect::<Result<_, _>>()?));
    };
    if let Some(field) = field::find(name) {
        return of_field(field, clause);
    }
    if let Some(path) = Document::path(name) {
        return Ok(Condition::Path(path.test(clause)));
    }
    match name {
        "identities.connection" => of_connection(clause),
        "email.domain" => Ok(of_domain(clause)),
        name if NEVER.contains(&name) => Ok(Condition::Nothing),
        name => Err(unknown(name, clause.position)),
    }
}

/// What the filters of the dashboard's list mean.
pub(super) fn of_filter(filter: &Search) -> Vec<Condition> {
    let within = |name, Range { from, until }: Range| {
        let field = field::find(name).filter(|_| from.is_some() || until.is_some())?;
        Some(Condition::Within(field, from, until))
    };
    let flag = |name, flag| Some(Condition::Flag(field::find(name)?, flag));
    let status = match filter.status {
        None => None,
        Some(UserStatus::Blocked) => flag("blocked", true),
        Some(UserStatus::Unverified) => flag("email_verified", false),
        Some(UserStatus::Pending) => {
            field::find("last_login").map(|field| Condition::Not(Box::new(Condition::Exists(field))))
        }
    };
    let connection = filter.connection.clone().map(Condition::Connection);
    [connection, status, within("created_at", filter.created), within("last_login", filter.login)]
        .into_iter()
        .flatten()
        .collect()
}

fn unknown(name: &str, position: usize) -> QueryMistake {
    let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let shown: String = name.chars().take(40).collect();
    let known = known.join(", ");
    QueryMistake::new(
        position,
        format!(
            "there is no field `{shown}`; fields are {known}, email.domain, identities.connection, identities.provider, identities.user_id, user_metadata.… and app_metadata.…"
        ),
    )
}

fn of_connection(clause: &Clause) -> Result<Condition, QueryMistake> {
    match &clause.test {
        Test::Exists => Ok(Condition::All),
        Test::Like(pattern) if pattern.as_exact().is_some() => {
            Ok(Condition::Connection(pattern.as_exact().unwrap_or_default().to_owned()))
        }
        _ => Ok(Condition::Path(Document::Identities.named("connection").test(clause))),
    }
}

fn of_domain(clause: &Clause) -> Condition {
    let Some(email) = field::find("email") else { return Condition::Nothing };
    match &clause.test {
        Test::Exists => Condition::Exists(email),
        Test::Like(pattern) => match pattern.as_exact() {
            Some(domain) => Condition::Domain(domain.to_owned()),
            None => Condition::Like(email, pattern.after_any("@")),
        },
        Test::Within(..) => Condition::Nothing,
    }
}

fn of_field(field: Field, clause: &Clause) -> Result<Condition, QueryMistake> {
    let pattern = match &clause.test {
        Test::Exists if matches!(field.kind, Kind::Id | Kind::Time) => return Ok(Condition::All),
        Test::Exists => return Ok(Condition::Exists(field)),
        Test::Within(from, to) => return of_range(field, from, to, clause.position),
        Test::Like(pattern) => pattern,
    };
    let exact = pattern.as_exact();
    let wrong = |message| Err(QueryMistake::new(clause.position, message));
    match (field.kind, exact) {
        // Nobody has an empty one: who has none has nothing to compare.
        (Kind::Email | Kind::Username, Some("")) => Ok(Condition::Nothing),
        (kind, Some(text)) if kind.is_text() => Ok(Condition::Is(field, text.to_owned())),
        (kind, None) if kind.is_text() => Ok(Condition::Like(field, pattern.clone())),
        (kind, Some("true")) if kind.is_flag() => Ok(Condition::Flag(field, true)),
        (kind, Some("false")) if kind.is_flag() => Ok(Condition::Flag(field, false)),
        (kind, _) if kind.is_flag() => wrong("expected `true` or `false`"),
        (kind, Some(text)) => {
            let (from, after) = span(kind, text, clause.position)?;
            Ok(Condition::Within(field, Some(from), Some(after)))
        }
        (_, None) => wrong("numbers and dates have no wildcards, but ranges"),
    }
}

fn of_range(field: Field, from: &Bound, to: &Bound, position: usize) -> Result<Condition, QueryMistake> {
    if field.kind.is_text() || field.kind.is_flag() {
        return Err(QueryMistake::new(position, "only numbers and dates have ranges"));
    }
    let span = |bound: &Bound| bound.value.as_deref().map(|text| span(field.kind, text, bound.position)).transpose();
    let from = span(from)?.map(|(first, after)| if from.is_inclusive { first } else { after });
    let until = span(to)?.map(|(first, after)| if to.is_inclusive { after } else { first });
    Ok(Condition::Within(field, from, until))
}

/// The first value of what is written, and the first after it: a number, or all of a month, a day, a second.
fn span(kind: Kind, text: &str, position: usize) -> Result<(i64, i64), QueryMistake> {
    if kind == Kind::Logins {
        let number: i64 = text.parse().map_err(|_| QueryMistake::new(position, "expected a whole number"))?;
        return Ok((number, number.saturating_add(1)));
    }
    Timestamp::span(text)
        .ok_or_else(|| QueryMistake::new(position, "expected a date, as 2026-11-23, 2026-11 or 2026-11-23T19:00:27Z"))
}
