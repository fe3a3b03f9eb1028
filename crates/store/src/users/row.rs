//! A user's row, and the profile that it stands for.

use model::{Identity, JsonObject, Timestamp, UserId, UserProfile, UserRow};
use serde::Deserialize;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::words;

/// The columns of a [`Row`]. Others of the table are long, and for searches alone.
macro_rules! columns {
    () => {
        "u.id, u.email, u.email_verified, u.username, u.phone_number, u.phone_verified, u.name, u.given_name, \
         u.family_name, u.nickname, u.picture, u.blocked, u.blocked_until, u.logins_count, u.last_login, u.last_ip, \
         u.last_password_reset, u.created_at, u.updated_at, u.identities, u.user_metadata, u.app_metadata, u.attributes"
    };
}
pub(crate) use columns;

#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    email: String,
    email_verified: bool,
    username: String,
    phone_number: Option<String>,
    phone_verified: Option<bool>,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    nickname: Option<String>,
    picture: Option<String>,
    blocked: Option<bool>,
    blocked_until: Option<i64>,
    logins_count: i64,
    last_login: i64,
    last_ip: Option<String>,
    last_password_reset: Option<i64>,
    created_at: i64,
    updated_at: i64,
    identities: Json<Vec<Identity>>,
    user_metadata: Option<Json<JsonObject>>,
    app_metadata: Option<Json<JsonObject>>,
    attributes: Json<JsonObject>,
}

impl From<Row> for UserProfile {
    fn from(row: Row) -> Self {
        let email = not_empty(row.email);
        Self {
            user_id: UserId::from(row.id),
            email_verified: email.is_some().then_some(row.email_verified),
            email,
            username: not_empty(row.username),
            phone_number: row.phone_number,
            phone_verified: row.phone_verified,
            name: row.name,
            given_name: row.given_name,
            family_name: row.family_name,
            nickname: row.nickname,
            picture: row.picture,
            created_at: Timestamp(row.created_at),
            updated_at: Timestamp(row.updated_at),
            identities: row.identities.0,
            user_metadata: row.user_metadata.map(|object| object.0),
            app_metadata: row.app_metadata.map(|object| object.0),
            blocked: row.blocked,
            blocked_until: row.blocked_until.map(Timestamp),
            last_ip: row.last_ip,
            last_login: time(row.last_login),
            logins_count: (row.last_login != 0).then_some(row.logins_count),
            last_password_reset: row.last_password_reset.map(Timestamp),
            attributes: row.attributes.0,
        }
    }
}

/// What a list needs of a user, and what a page's cursor is made from.
#[derive(FromRow)]
pub(crate) struct ListRow {
    pub(crate) id: String,
    pub(crate) email: String,
    email_verified: bool,
    username: String,
    phone_number: Option<String>,
    name: Option<String>,
    pub(crate) name_sort: String,
    blocked: Option<bool>,
    pub(crate) logins_count: i64,
    pub(crate) last_login: i64,
    pub(crate) created_at: i64,
    identities: Json<Vec<Account>>,
}

/// What a list shows of an identity.
#[derive(Debug, Deserialize)]
struct Account {
    connection: String,
}

/// The columns of a [`ListRow`].
pub(crate) const LIST_COLUMNS: &str = "u.id, u.email, u.email_verified, u.username, u.phone_number, u.name, \
    u.name_sort, u.blocked, u.logins_count, u.last_login, u.created_at, u.identities";

impl From<ListRow> for UserRow {
    fn from(row: ListRow) -> Self {
        let (email, username) = (not_empty(row.email), not_empty(row.username));
        let name = [&row.name, &email, &username, &row.phone_number]
            .into_iter()
            .flatten()
            .find(|text| !text.is_empty())
            .unwrap_or(&row.id)
            .clone();
        Self {
            name,
            user_id: UserId::from(row.id),
            email,
            email_verified: row.email_verified,
            username,
            connections: row.identities.0.into_iter().map(|account| account.connection).collect(),
            logins_count: row.logins_count,
            last_login: time(row.last_login),
            created_at: Timestamp(row.created_at),
            blocked: row.blocked == Some(true),
        }
    }
}

/// Who has no email has none to verify.
pub(super) fn email_verified(user: &UserProfile) -> bool {
    user.email.is_none() || user.email_verified == Some(true)
}

/// What the list is sorted by: long enough to tell names apart, short enough for a key.
pub(crate) fn name_sort(user: &UserProfile) -> String {
    words::fold(user.display_name()).chars().take(80).collect()
}

/// Every word with a space before it, so that `LIKE '% love%'` finds the beginnings of words.
pub(super) fn words_column(user: &UserProfile) -> String {
    words::of(user).iter().fold(String::new(), |mut text, word| {
        text.push(' ');
        text.push_str(word);
        text
    })
}

fn not_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn time(milliseconds: i64) -> Option<Timestamp> {
    (milliseconds != 0).then_some(Timestamp(milliseconds))
}
