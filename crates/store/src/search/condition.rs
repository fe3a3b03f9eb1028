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
            self.email.clone().map(Condition::Email),
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

/// One condition, which can be tested on a row and can name the ids that meet it.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    Word(String),
    Email(String),
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
            (Self::Email(_), Sort::Email)
                | (Self::Created(..), Sort::Created)
                | (Self::Login(..) | Self::Status(UserStatus::Pending), Sort::LatestLogin)
                | (Self::Id(_), Sort::Id)
        )
    }

    /// Whether the index of that order carries what is tested, so that no row is read for it.
    pub(super) fn is_carried_by(&self, sort: Sort) -> bool {
        match self {
            Self::Word(_) | Self::Id(_) | Self::Status(UserStatus::Blocked | UserStatus::Unverified) => {
                sort != Sort::Id
            }
            Self::Login(..) | Self::Status(UserStatus::Pending) => matches!(sort, Sort::Logins | Sort::LatestLogin),
            Self::Created(..) => matches!(sort, Sort::Email | Sort::Logins | Sort::LatestLogin | Sort::Created),
            Self::Email(_) => sort == Sort::Email,
            Self::Connection(_) => false,
        }
    }

    /// The condition on the row `u`.
    pub(super) fn push_test(&self, sql: &mut Sql) {
        match self {
            Self::Word(word) => sql.push("u.words LIKE ").bind(format!("% {word}%")),
            Self::Email(prefix) => push_prefix(sql, "u.email", prefix),
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
            Self::Word(prefix) => {
                sql.push("SELECT w.user_id AS id FROM user_words w WHERE w.tenant = ").bind(tenant).push(" AND ");
                push_prefix(sql, "w.word", prefix);
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
