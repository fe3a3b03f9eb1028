//! What narrows a list of users.

use model::UserStatus;

use super::Sort;
use crate::sql::Sql;
use crate::words::after_prefix;

/// Which users are looked for. All conditions must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Each must begin a word of the user's names and addresses; folded as [`crate::words::split`] does.
    pub words: Vec<String>,
    /// How the email begins; lower case.
    pub email: Option<String>,
    /// The user's id.
    pub id: Option<String>,
    /// The name of a connection that the user has an identity in.
    pub connection: Option<String>,
    /// The user's state.
    pub status: Option<UserStatus>,
    /// When the user was created.
    pub created: Range,
    /// When the user last logged in; who never did is in no range.
    pub login: Range,
}

/// From one moment (inclusive) until another (exclusive), in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The first moment.
    pub from: Option<i64>,
    /// The first moment after it.
    pub until: Option<i64>,
}

impl Range {
    fn bounds(self) -> Option<(i64, i64)> {
        (self.from.is_some() || self.until.is_some())
            .then(|| (self.from.unwrap_or(1).max(1), self.until.unwrap_or(i64::MAX)))
    }
}

impl Search {
    pub(super) fn conditions(&self) -> Vec<Condition> {
        let words = self.words.iter().cloned().map(Condition::Word);
        let others = [
            self.email.clone().map(|prefix| Condition::Begins(Beginning::Email, prefix)),
            self.id.clone().map(Condition::Id),
            self.connection.clone().map(Condition::Connection),
            self.status.map(Condition::Status),
            self.created.bounds().map(|(from, until)| Condition::Created(from, until)),
            self.login.bounds().map(|(from, until)| Condition::Login(from, until)),
        ];
        words.chain(others.into_iter().flatten()).collect()
    }

    /// Whether nothing narrows the list.
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

/// A text whose beginning is a range of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// The folded name.
    Name,
    Email,
}

impl Beginning {
    /// Of what is sorted by.
    pub(super) fn of(sort: Sort) -> Option<Self> {
        match sort {
            Sort::Name => Some(Self::Name),
            Sort::Email => Some(Self::Email),
            Sort::Logins | Sort::LatestLogin | Sort::Created | Sort::Id => None,
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Name => "u.name_sort",
            Self::Email => "u.email",
        }
    }
}

/// One condition, which can be tested on a row and can name the ids that meet it.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    Word(String),
    /// A word that is not where the text begins: see [`Self::split_by`].
    WordWithin(Beginning, String),
    Begins(Beginning, String),
    Id(String),
    Connection(String),
    Status(UserStatus),
    Created(i64, i64),
    Login(i64, i64),
}

impl Condition {
    /// Whether the condition is a range of the column that is sorted by, so that a walk only sees rows that meet it.
    pub(super) fn is_range_of(&self, sort: Sort) -> bool {
        matches!(
            (self, sort),
            (Self::Begins(Beginning::Email, _), Sort::Email)
                | (Self::Begins(Beginning::Name, _), Sort::Name)
                | (Self::Created(..), Sort::Created)
                | (Self::Login(..) | Self::Status(UserStatus::Pending), Sort::LatestLogin)
                | (Self::Id(_), Sort::Id)
        )
    }

    /// The order of which it is a range.
    pub(super) fn own_order(&self) -> Option<Sort> {
        [Sort::Email, Sort::LatestLogin, Sort::Created].into_iter().find(|sort| self.is_range_of(*sort))
    }

    /// Who has a word, in two parts: whose order begins with it, which is a range, and all others.
    pub(super) fn split_by(&self, sort: Sort) -> Option<(Self, Self)> {
        let (Self::Word(word), Some(beginning)) = (self, Beginning::of(sort)) else { return None };
        Some((Self::Begins(beginning, word.clone()), Self::WordWithin(beginning, word.clone())))
    }

    /// Whether the index of that order carries what is tested, so that no row is read for it.
    pub(super) fn is_carried_by(&self, sort: Sort) -> bool {
        match self {
            Self::WordWithin(beginning, _) => Beginning::of(sort) == Some(*beginning),
            Self::Word(_) | Self::Id(_) | Self::Status(UserStatus::Blocked | UserStatus::Unverified) => {
                sort != Sort::Id
            }
            Self::Login(..) | Self::Status(UserStatus::Pending) => matches!(sort, Sort::Logins | Sort::LatestLogin),
            Self::Created(..) => sort != Sort::Id,
            Self::Begins(beginning, _) => Beginning::of(sort) == Some(*beginning),
            Self::Connection(_) => false,
        }
    }

    /// The condition on the row `u`.
    pub(super) fn push_test(&self, sql: &mut Sql) {
        match self {
            Self::Word(word) => push_word(sql, word),
            Self::WordWithin(beginning, word) => {
                push_word(sql, word).push(" AND NOT (");
                push_prefix(sql, beginning.column(), word).push(")")
            }
            Self::Begins(beginning, prefix) => push_prefix(sql, beginning.column(), prefix),
            Self::Id(id) => sql.push("u.id = ").bind(id.as_str()),
            Self::Connection(name) => sql
                .push("EXISTS (SELECT 1 FROM user_connections c WHERE c.tenant = u.tenant AND c.user_id = u.id AND c.connection = ")
                .bind(name.as_str())
                .push(")"),
            Self::Status(UserStatus::Blocked) => sql.push("u.blocked"),
            Self::Status(UserStatus::Pending) => sql.push("u.last_login = 0"),
            Self::Status(UserStatus::Unverified) => sql.push("NOT u.email_verified"),
            Self::Created(from, until) => push_range(sql, "u.created_at", *from, *until),
            Self::Login(from, until) => push_range(sql, "u.last_login", *from, *until),
        };
    }

    /// The same of rows of which only some are asked for: PostgreSQL would rather read all of a connection at once to look
    /// among, as an EXISTS lets it.
    pub(super) fn push_walked_test(&self, sql: &mut Sql) {
        let Self::Connection(name) = self else { return self.push_test(sql) };
        sql.push(
            "(SELECT 1 FROM user_connections c WHERE c.tenant = u.tenant AND c.user_id = u.id AND c.connection = ",
        );
        sql.bind(name.as_str()).push(" LIMIT 1) IS NOT NULL");
    }

    /// A SELECT of the ids (`id`) of all users who meet the condition, from an index of its own. An id comes several times
    /// where several of a user's words begin alike: whoever counts them must look at each once.
    pub(super) fn push_ids(&self, sql: &mut Sql, tenant: &str) {
        match self {
            Self::Word(prefix) => push_words(sql, tenant, prefix),
            Self::WordWithin(beginning, prefix) => {
                push_words(sql, tenant, prefix);
                sql.push(match beginning {
                    Beginning::Name => " AND NOT w.begins_name",
                    Beginning::Email => " AND NOT w.begins_email",
                });
            }
            Self::Connection(name) => {
                sql.push("SELECT c.user_id AS id FROM user_connections c WHERE c.tenant = ")
                    .bind(tenant)
                    .push(" AND c.connection = ")
                    .bind(name.as_str());
            }
            _ => {
                sql.push("SELECT u.id FROM users u WHERE u.tenant = ").bind(tenant).push(" AND ");
                self.push_test(sql);
            }
        }
    }
}

fn push_word<'a>(sql: &'a mut Sql, word: &str) -> &'a mut Sql {
    sql.push("u.words LIKE ").bind(format!("% {word}%"))
}

fn push_words(sql: &mut Sql, tenant: &str, prefix: &str) {
    sql.push("SELECT w.user_id AS id FROM user_words w WHERE w.tenant = ").bind(tenant).push(" AND ");
    push_prefix(sql, "w.word", prefix);
}

fn push_prefix<'a>(sql: &'a mut Sql, column: &'static str, prefix: &str) -> &'a mut Sql {
    sql.push(column).push(" >= ").bind(prefix);
    if let Some(end) = after_prefix(prefix) {
        sql.push(" AND ").push(column).push(" < ").bind(end);
    }
    sql
}

fn push_range<'a>(sql: &'a mut Sql, column: &'static str, from: i64, until: i64) -> &'a mut Sql {
    sql.push(column).push(" >= ").bind(from).push(" AND ").push(column).push(" < ").bind(until)
}
