//! What of a user a query can name.

/// A field of the search language, as people are told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserField {
    /// Its name in a query.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    /// What its values are.
    pub kind: UserFieldKind,
}

/// What the values of a field are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserFieldKind {
    /// Any text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A day or a moment.
    Time,
    /// The name of a connection.
    Connection,
    /// The strategy of a connection.
    Provider,
}

const fn field(name: &'static str, about: &'static str, kind: UserFieldKind) -> UserField {
    UserField { name, about, kind }
}

/// All that are no metadata.
pub const USER_FIELDS: [UserField; 21] = [
    field("email", "the email address", UserFieldKind::Text),
    field("email.domain", "what stands behind its @", UserFieldKind::Text),
    field("email_verified", "whether it was verified", UserFieldKind::Flag),
    field("name", "the full name", UserFieldKind::Text),
    field("given_name", "the first name", UserFieldKind::Text),
    field("family_name", "the last name", UserFieldKind::Text),
    field("nickname", "the nickname", UserFieldKind::Text),
    field("username", "the username", UserFieldKind::Text),
    field("user_id", "the id", UserFieldKind::Text),
    field("phone_number", "the phone number", UserFieldKind::Text),
    field("phone_verified", "whether it was verified", UserFieldKind::Flag),
    field("blocked", "whether they are blocked", UserFieldKind::Flag),
    field("logins_count", "how often they logged in", UserFieldKind::Number),
    field("last_login", "when they last logged in", UserFieldKind::Time),
    field("last_ip", "the address they last came from", UserFieldKind::Text),
    field("last_password_reset", "when the password last changed", UserFieldKind::Time),
    field("created_at", "when they signed up", UserFieldKind::Time),
    field("updated_at", "when they last changed", UserFieldKind::Time),
    field("identities.connection", "a connection of theirs", UserFieldKind::Connection),
    field("identities.provider", "the strategy of a connection of theirs", UserFieldKind::Provider),
    field("identities.user_id", "their id at a provider", UserFieldKind::Text),
];
