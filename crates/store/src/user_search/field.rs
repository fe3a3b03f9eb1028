//! The fields of a user that can be asked for.

use model::lucene::{Pattern, Piece};

use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::words::after_prefix;

/// What a column holds, and so what its values are and how they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Compared as it stands; everybody has one.
    Id,
    /// Compared as it stands; NULL where there is none.
    Text,
    /// Compared as it stands; '' where there is none.
    Username,
    /// Kept in lower case, so compared whatever its case; '' where there is none.
    Email,
    /// Compared whatever its case.
    Name,
    /// `true` or `false`.
    Flag,
    /// `true` or `false`, TRUE for who has no email and so neither.
    Verified,
    /// A number, of those who logged in.
    Logins,
    /// Milliseconds since 1970; everybody has one.
    Time,
    /// Milliseconds since 1970; 0 where there is none.
    Login,
    /// Milliseconds since 1970; NULL where there is none.
    Reset,
    /// The folded name, by which the dashboard sorts; no query names it.
    Sorting,
}

impl Kind {
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Id | Self::Text | Self::Username | Self::Email | Self::Name)
    }

    pub(super) fn is_flag(self) -> bool {
        matches!(self, Self::Flag | Self::Verified)
    }
}

/// A column of `users`, for which there is an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name in the language.
    pub(super) name: &'static str,
    /// In SQL.
    pub(super) column: &'static str,
    pub(super) kind: Kind,
}

const fn field(name: &'static str, column: &'static str, kind: Kind) -> Field {
    Field { name, column, kind }
}

/// What the dashboard calls a user, folded.
pub(super) const NAME_SORT: Field = field("", "u.name_sort", Kind::Sorting);

/// The user's id.
pub(super) const ID: Field = field("user_id", "u.id", Kind::Id);

/// All of them.
pub(super) const FIELDS: [Field; 17] = [
    ID,
    field("email", "u.email", Kind::Email),
    field("email_verified", "u.email_verified", Kind::Verified),
    field("username", "u.username", Kind::Username),
    field("phone_number", "u.phone_number", Kind::Text),
    field("phone_verified", "u.phone_verified", Kind::Flag),
    field("name", "u.name", Kind::Name),
    field("given_name", "u.given_name", Kind::Name),
    field("family_name", "u.family_name", Kind::Name),
    field("nickname", "u.nickname", Kind::Name),
    field("blocked", "u.blocked", Kind::Flag),
    field("logins_count", "u.logins_count", Kind::Logins),
    field("last_login", "u.last_login", Kind::Login),
    field("last_ip", "u.last_ip", Kind::Text),
    field("created_at", "u.created_at", Kind::Time),
    field("updated_at", "u.updated_at", Kind::Time),
    field("last_password_reset", "u.last_password_reset", Kind::Reset),
];

/// What a bare term is compared with.
pub(super) const BARE: [&str; 7] =
    ["email", "name", "given_name", "family_name", "nickname", "username", "phone_number"];

/// Fields of Auth0 that no user of ours has, or that are not searched there either.
pub(super) const NEVER: [&str; 4] = ["picture", "multifactor", "organization_id", "identities.isSocial"];

pub(super) fn find(name: &str) -> Option<Field> {
    FIELDS.into_iter().find(|field| field.name == name)
}

impl Field {
    /// What is compared: the expression that its index has.
    pub(super) fn push(self, sql: &mut Sql, dialect: Dialect) {
        self.push_in(sql, dialect.folding());
    }

    /// A name with what stands around it; the column of others.
    fn push_in(self, sql: &mut Sql, (before, after): (&'static str, &'static str)) {
        if self.kind == Kind::Name {
            sql.push(before).push(self.column).push(after);
        } else {
            sql.push(self.column);
        }
    }

    /// The text as the column has it.
    fn folded(self, text: &str, dialect: Dialect) -> String {
        match self.kind {
            Kind::Email => text.to_lowercase(),
            Kind::Name => dialect.lower(text),
            _ => text.to_owned(),
        }
    }

    /// What an index that leaves out who has nothing wants to hear.
    fn push_present(self, sql: &mut Sql) {
        match self.kind {
            Kind::Username => sql.push(self.column).push(" <> '' AND "),
            Kind::Text => sql.push(self.column).push(" IS NOT NULL AND "),
            _ => sql,
        };
    }

    pub(super) fn push_is(self, sql: &mut Sql, dialect: Dialect, text: &str) {
        sql.push("(");
        self.push_present(sql);
        self.push(sql, dialect);
        sql.push(" = ").bind(self.folded(text, dialect)).push(")");
    }

    /// Like a pattern: a range of the index where it begins with a text.
    pub(super) fn push_like(self, sql: &mut Sql, dialect: Dialect, pattern: &Pattern) {
        sql.push("(");
        self.push_present(sql);
        let prefix = self.folded(prefix(pattern), dialect);
        let end = after_prefix(&prefix);
        // What comes after an `@` is an `A`, and that is an `a` where case does not count.
        let is_range = is_prefix(pattern) && end.as_ref().is_none_or(|end| self.folded(end, dialect) == *end);
        if !prefix.is_empty() {
            self.push(sql, dialect);
            sql.push(" >= ").bind(prefix.as_str());
        }
        if let Some(end) = end {
            sql.push(" AND ");
            self.push(sql, dialect);
            sql.push(" < ").bind(end);
        }
        if !is_range {
            sql.push(if prefix.is_empty() { "" } else { " AND " });
            self.push_in(sql, dialect.lowering());
            sql.push(dialect.like()).bind(self.folded(&dialect.pattern(pattern), dialect));
        }
        sql.push(")");
    }

    pub(super) fn push_exists(self, sql: &mut Sql, dialect: Dialect) {
        match self.kind {
            Kind::Id | Kind::Time | Kind::Sorting => {
                sql.push("1 = 1");
            }
            Kind::Name => {
                self.push(sql, dialect);
                sql.push(" >= ''");
            }
            Kind::Email | Kind::Verified => {
                sql.push("u.email > ''");
            }
            Kind::Username => {
                sql.push("u.username <> ''");
            }
            Kind::Logins | Kind::Login => {
                sql.push("u.last_login > 0");
            }
            Kind::Text | Kind::Flag | Kind::Reset => {
                sql.push(self.column).push(" IS NOT NULL");
            }
        }
    }

    pub(super) fn push_flag(self, sql: &mut Sql, flag: bool) {
        match (self.kind, flag) {
            (Kind::Verified, true) => sql.push("(u.email > '' AND u.email_verified)"),
            (_, true) => sql.push(self.column),
            (_, false) => sql.push("NOT ").push(self.column),
        };
    }

    pub(super) fn push_within(self, sql: &mut Sql, from: Option<i64>, until: Option<i64>) {
        let from = if self.kind == Kind::Login { Some(from.unwrap_or(1).max(1)) } else { from };
        sql.push("(").push(self.column).push(" >= ").bind(from.unwrap_or(i64::MIN));
        sql.push(" AND ").push(self.column).push(" < ").bind(until.unwrap_or(i64::MAX));
        sql.push(if self.kind == Kind::Logins { " AND u.last_login <> 0)" } else { ")" });
    }
}

/// How whatever is like `pattern` begins.
pub(super) fn prefix(pattern: &Pattern) -> &str {
    match pattern.pieces() {
        [Piece::Text(text), ..] => text,
        _ => "",
    }
}

/// Whether the beginning is all that is asked for.
pub(super) fn is_prefix(pattern: &Pattern) -> bool {
    matches!(pattern.pieces(), [Piece::Text(_), Piece::Any])
}

#[cfg(test)]
mod tests {
    use model::USER_FIELDS;
    use model::lucene::parse_query;

    use super::*;
    use crate::user_search::UserSearch;

    #[test]
    fn people_are_told_of_every_field_and_of_no_other() {
        for field in USER_FIELDS {
            let query = parse_query(&format!("_exists_:{}", field.name)).unwrap();
            assert!(UserSearch::new(&query).is_ok(), "{}", field.name);
        }
        for field in FIELDS {
            assert!(USER_FIELDS.iter().any(|told| told.name == field.name), "{}", field.name);
        }
    }
}
