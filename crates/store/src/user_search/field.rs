//! The fields of a user that can be asked for.

/// What a column holds, and so what its values are and how they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Compared as it stands; '' where there is none.
    Text,
    /// Compared whatever its case.
    Name,
    /// `true` or `false`.
    Flag,
    Number,
    /// Milliseconds since 1970; 0 where there is none.
    Time,
}

/// A column of `users`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name in the language.
    pub(super) name: &'static str,
    /// In SQL; what stands for nothing is NULL.
    pub(super) sql: &'static str,
    pub(super) kind: Kind,
}

const fn field(name: &'static str, sql: &'static str, kind: Kind) -> Field {
    Field { name, sql, kind }
}

/// All of them.
pub(super) const FIELDS: [Field; 17] = [
    field("user_id", "u.id", Kind::Text),
    field("email", "NULLIF(u.email, '')", Kind::Name),
    field("email_verified", "CASE WHEN u.email <> '' THEN u.email_verified END", Kind::Flag),
    field("username", "NULLIF(u.username, '')", Kind::Text),
    field("phone_number", "u.phone_number", Kind::Text),
    field("phone_verified", "u.phone_verified", Kind::Flag),
    field("name", "u.name", Kind::Name),
    field("given_name", "u.given_name", Kind::Name),
    field("family_name", "u.family_name", Kind::Name),
    field("nickname", "u.nickname", Kind::Name),
    field("blocked", "u.blocked", Kind::Flag),
    field("logins_count", "CASE WHEN u.last_login <> 0 THEN u.logins_count END", Kind::Number),
    field("last_login", "NULLIF(u.last_login, 0)", Kind::Time),
    field("last_ip", "u.last_ip", Kind::Text),
    field("created_at", "u.created_at", Kind::Time),
    field("updated_at", "u.updated_at", Kind::Time),
    field("last_password_reset", "u.last_password_reset", Kind::Time),
];

/// What a bare term is compared with.
pub(super) const BARE: [&str; 7] =
    ["email", "name", "given_name", "family_name", "nickname", "username", "phone_number"];

/// Fields of Auth0 that no user of ours has, or that are not searched there either.
pub(super) const NEVER: [&str; 4] = ["picture", "multifactor", "organization_id", "identities.isSocial"];

pub(super) fn find(name: &str) -> Option<Field> {
    FIELDS.into_iter().find(|field| field.name == name)
}

/// What users are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    column: &'static str,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

impl Order {
    /// By the field of that name; none when there is no such one.
    pub fn by(name: &str, is_descending: bool) -> Option<Self> {
        // The columns themselves, where an index has their order.
        let column = match name {
            "email" => "u.email",
            "last_login" => "u.last_login",
            "logins_count" => "u.logins_count",
            "username" => "u.username",
            name => find(name)?.sql,
        };
        Some(Self { column, is_descending })
    }

    pub(super) fn column(self) -> &'static str {
        self.column
    }
}
