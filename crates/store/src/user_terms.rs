//! What a search of programs finds in users beside their columns.
//!
//! One row for each value of a user's metadata, found by the path to it. Arrays are transparent, as in the search language: what
//! stands in one stands at the array's place. Objects have a row that only says that they are there. Besides: the domain of
//! the email, and of identities what the user's id does not tell.

mod fill;
pub(crate) mod key;

use model::{UserId, UserProfile};
use serde_json::Value;

use crate::sql::insert_rows;
use crate::{Conn, Result};
pub(crate) use fill::fill;

/// The field of users who have more values than are kept: a search must look at each of them.
pub(crate) const TOO_MANY: &str = "*";
/// The domain of the email.
pub(crate) const DOMAIN: &str = "e.domain";
/// What comes before the keys of `user_metadata`, `app_metadata` and identities.
pub(crate) const USER_METADATA: &str = "u";
pub(crate) const APP_METADATA: &str = "a";
pub(crate) const IDENTITIES: &str = "i";
/// The longest path, in bytes; what lies at a longer one is not kept.
pub(crate) const LONGEST_PATH: usize = 200;
/// The most keys of a path.
pub(crate) const DEEPEST: usize = 20;
/// The most values of one user.
const MOST: usize = 2_000;
/// Of more than these nobody looks whether some are the same.
const LOOKED_AT: usize = 8_000;

/// A value of a user, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Term {
    field: String,
    value: String,
    /// Whether the user has several there.
    is_many: bool,
}

impl Term {
    fn new(field: &str, value: String) -> Self {
        Self { field: field.to_owned(), value, is_many: false }
    }
}

/// All of a user, in the order of the key.
fn of(user: &UserProfile) -> Vec<Term> {
    let mut terms = Vec::new();
    for (name, object) in [(USER_METADATA, &user.user_metadata), (APP_METADATA, &user.app_metadata)] {
        for (key, value) in object.iter().flatten() {
            visit_key(&mut terms, (name, 0), key, value);
        }
    }
    let is_cut = terms.len() > LOOKED_AT;
    if let Some((_, domain)) = user.email.as_deref().and_then(|email| email.rsplit_once('@')) {
        terms.push(Term::new(DOMAIN, key::text(domain)));
    }
    for identity in &user.identities {
        // The user's own account on a database connection is in their id already, and nearly everybody has one.
        if identity.provider != "auth0" {
            terms.push(Term::new(&format!("{IDENTITIES}.provider"), key::text(&identity.provider)));
        }
        if UserId::new("auth0", &identity.user_id) != user.user_id {
            terms.push(Term::new(&format!("{IDENTITIES}.user_id"), key::text(&identity.user_id)));
        }
    }
    terms.sort_unstable();
    terms.dedup();
    if is_cut || terms.len() > MOST {
        terms.truncate(MOST);
        terms.insert(0, Term::new(TOO_MANY, String::new()));
    }
    for index in 1..terms.len() {
        if terms[index - 1].field == terms[index].field {
            terms[index - 1].is_many = true;
            terms[index].is_many = true;
        }
    }
    terms
}

fn visit_key(terms: &mut Vec<Term>, (path, depth): (&str, usize), key: &str, value: &Value) {
    // No query can name such a key.
    if key.is_empty() || key.contains('.') {
        return;
    }
    let (path, depth) = (format!("{path}.{key}"), depth + 1);
    if path.len() > LONGEST_PATH || depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| visit(terms, (path.as_str(), depth), item)),
        value => visit(terms, (path.as_str(), depth), value),
    }
}

fn visit(terms: &mut Vec<Term>, place: (&str, usize), value: &Value) {
    if terms.len() > LOOKED_AT {
        return;
    }
    let value = match value {
        Value::Null => return,
        Value::Bool(flag) => key::flag(*flag),
        Value::Number(number) => key::number(number.as_f64().unwrap_or(0.0)),
        Value::String(text) => key::text(text),
        Value::Array(_) => key::OTHER.to_owned(),
        Value::Object(object) => {
            for (key, value) in object {
                visit_key(terms, place, key, value);
            }
            key::OTHER.to_owned()
        }
    };
    terms.push(Term::new(place.0, value));
}

/// Adds what `after` has and `before` has not, removes the rest. Either is the same user, or nobody.
///
/// # Errors
/// The database's.
pub(crate) async fn replace(
    conn: &mut Conn,
    tenant: &str,
    before: Option<&UserProfile>,
    after: Option<&UserProfile>,
) -> Result<()> {
    const DELETE: &str = "DELETE FROM user_terms WHERE tenant = $1 AND field = $2 AND value = $3 \
        AND created_at = $4 AND user_id = $5";
    let (old, new) = (before.map(rows).unwrap_or_default(), after.map(rows).unwrap_or_default());
    for row in old.iter().filter(|row| !row.is_among(&new)) {
        on!(conn, link => sqlx::query(DELETE).bind(tenant).bind(&row.term.field).bind(&row.term.value)
            .bind(row.created_at).bind(row.user_id).execute(link).await.map(|_| ()))?;
    }
    let added: Vec<Row> = new.into_iter().filter(|row| !row.is_among(&old)).collect();
    insert(conn, tenant, &added).await
}

/// Adds those of users who have none yet.
///
/// # Errors
/// The database's.
pub(crate) async fn insert_many(conn: &mut Conn, tenant: &str, users: &[UserProfile]) -> Result<()> {
    let mut all: Vec<Row> = users.iter().flat_map(rows).collect();
    // Neighbouring rows go to the same page of the tree.
    all.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
    insert(conn, tenant, &all).await
}

#[derive(PartialEq, Eq)]
struct Row<'a> {
    term: Term,
    created_at: i64,
    user_id: &'a str,
}

impl Row<'_> {
    /// In the order of the key.
    fn key(&self) -> (&str, &str, i64, &str) {
        (&self.term.field, &self.term.value, self.created_at, self.user_id)
    }

    /// Of `rows` in that order.
    fn is_among(&self, rows: &[Self]) -> bool {
        rows.binary_search_by(|row| row.key().cmp(&self.key())).is_ok_and(|index| rows[index] == *self)
    }
}

fn rows(user: &UserProfile) -> Vec<Row<'_>> {
    let row = |term| Row { term, created_at: user.created_at.0, user_id: user.user_id.as_str() };
    of(user).into_iter().map(row).collect()
}

async fn insert(conn: &mut Conn, tenant: &str, rows: &[Row<'_>]) -> Result<()> {
    insert_rows!(
        conn,
        "INSERT INTO user_terms (tenant, field, value, created_at, user_id, is_many) ",
        rows,
        |row, values| {
            values
                .push_bind(tenant)
                .push_bind(row.term.field.as_str())
                .push_bind(row.term.value.as_str())
                .push_bind(row.created_at)
                .push_bind(row.user_id)
                .push_bind(row.term.is_many);
        }
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(user: &UserProfile) -> Vec<String> {
        let mark = |term: &Term| if term.is_many { "+" } else { "" };
        of(user).iter().map(|term| format!("{} {}{}", term.field, term.value, mark(term))).collect()
    }

    fn with(metadata: &Value) -> UserProfile {
        UserProfile { user_metadata: metadata.as_object().cloned(), ..UserProfile::default() }
    }

    #[test]
    fn each_value_has_a_row_at_its_place_and_arrays_are_transparent() {
        let user =
            with(&json!({ "a": { "b": ["x", "y", ["z"], { "c": true }], "n": null }, "e": [], "d.d": 1, "": 2 }));
        assert_eq!(written(&user), ["u.a o", "u.a.b o+", "u.a.b sx+", "u.a.b sy+", "u.a.b.c btrue"]);
    }

    #[test]
    fn the_values_of_one_user_are_bounded() {
        let many: Vec<usize> = (0..100_000).collect();
        let terms = of(&with(&json!({ "a": many })));
        assert_eq!((terms.len(), terms[0].field.as_str()), (MOST + 1, TOO_MANY));
        let mut deep = json!(1);
        for _ in 0..100 {
            deep = json!({ "a": deep });
        }
        assert_eq!(of(&with(&deep)).len(), DEEPEST);
    }
}
