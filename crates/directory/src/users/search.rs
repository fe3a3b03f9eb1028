//! Searching users as programs do: in Auth0's language, with numbered pages.

use model::lucene::{is_field_name, parse_query};
use model::{UserId, UserMatches, UserProfile, UserSearchQuery};
use store::Conn;
use store::user_search::{Order, Slice, UserSearch};

use super::Users;
use crate::{Actor, Error, Result, Scope};

/// The longest query, in characters.
const LONGEST: usize = 5_000;
/// The most users of one answer.
const MOST: i64 = 100;
/// The longest beginning of a name that names are offered for, in bytes.
const LONGEST_NAME: usize = 256;
/// So many names are looked at, and so many of them offered.
const LOOKED_AT: i64 = 100;
const OFFERED: usize = 20;

impl Users<'_> {
    /// The users that a query finds, a part of them at a time.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`; `Field` with `q` and what was expected at which position, or with `sort`,
    /// `per_page`, `take`.
    pub async fn search(&self, actor: &Actor, query: &UserSearchQuery) -> Result<UserMatches> {
        actor.may(Scope::ReadUsers)?;
        let search = understood(&query.q)?;
        let (slice, limit) = slice(query)?;
        let mut conn = self.0.db().read().await?;
        // One more than is answered tells whether there are more.
        let mut users = store::user_search::find(&mut conn, actor.tenant(), &search, &slice, limit + 1, None).await?;
        let has_more = i64::try_from(users.len()).is_ok_and(|found| found > limit);
        users.truncate(usize::try_from(limit).unwrap_or(0));
        let total = match query.is_total_wanted {
            true => Some(self.total(&mut conn, actor.tenant(), &query.q, &search).await?),
            false => None,
        };
        let next = users.last().filter(|_| has_more).map(|user| user.user_id.clone());
        Ok(UserMatches { users, total, next })
    }

    async fn total(&self, conn: &mut Conn, tenant: &str, text: &str, search: &UserSearch) -> Result<i64> {
        let count = async { Ok(store::user_search::count(conn, tenant, search, store::user_search::MANY).await?) };
        self.0.totals().get(self.0.now(), store::user_changes(), (tenant, text), count).await
    }

    /// Names of metadata, as `user_metadata.plan`, that begin with `prefix` and that some users have; at most 20. Names that no
    /// query can hold are left out.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`.
    pub async fn metadata_names(&self, actor: &Actor, prefix: &str) -> Result<Vec<String>> {
        actor.may(Scope::ReadUsers)?;
        if prefix.len() > LONGEST_NAME || prefix.contains('\0') {
            return Ok(Vec::new());
        }
        let mut conn = self.0.db().read().await?;
        let names = store::user_search::metadata_names(&mut conn, actor.tenant(), prefix, LOOKED_AT).await?;
        Ok(names.into_iter().filter(|name| is_field_name(name)).take(OFFERED).collect())
    }

    /// The users with exactly that address, in whatever connection; none where it differs in case (Auth0 keeps addresses
    /// in lower case and compares as they stand).
    ///
    /// # Errors
    /// `Forbidden` without `read:users`.
    pub async fn by_email(&self, actor: &Actor, email: &str) -> Result<Vec<UserProfile>> {
        actor.may(Scope::ReadUsers)?;
        if email.is_empty() || email.contains('\0') {
            return Ok(Vec::new());
        }
        let mut conn = self.0.db().read().await?;
        Ok(store::user_search::by_email(&mut conn, actor.tenant(), email, MOST).await?)
    }
}

pub(super) fn understood(text: &str) -> Result<UserSearch> {
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Error::field("q", format!("At most {LONGEST} characters, {length} given")));
    }
    if text.contains('\0') {
        return Err(Error::field("q", "The character NUL cannot be searched for"));
    }
    let query = parse_query(text).map_err(|mistake| Error::field("q", mistake.to_string()))?;
    UserSearch::new(&query).map_err(|mistake| Error::field("q", mistake.to_string()))
}

fn slice(query: &UserSearchQuery) -> Result<(Slice, i64)> {
    if let Some(take) = query.take {
        if !(1..=MOST).contains(&take) {
            return Err(Error::field("take", format!("1 to {MOST}")));
        }
        let from = query.from.as_deref().map(UserId::from);
        if from.as_ref().is_some_and(|id| id.as_str().contains('\0')) {
            return Err(Error::field("from", "Not what an earlier answer gave"));
        }
        return Ok((Slice::After(from), take));
    }
    if !(0..=MOST).contains(&query.per_page) {
        return Err(Error::field("per_page", format!("0 to {MOST}")));
    }
    let offset = query.page.checked_mul(query.per_page).filter(|_| query.page >= 0);
    let offset = offset.ok_or_else(|| Error::field("page", "Not the number of a page"))?;
    Ok((Slice::At(order(&query.sort)?, offset), query.per_page))
}

/// `field:1` or `field:-1`; the oldest user first where nothing is said, so that who is created meanwhile moves no page.
fn order(text: &str) -> Result<Order> {
    let text = if text.is_empty() { "created_at:1" } else { text };
    let wrong = || Error::field("sort", "Expected field:1 or field:-1, as in created_at:-1; not metadata");
    let (name, direction) = text.rsplit_once(':').ok_or_else(wrong)?;
    let is_descending = match direction {
        "1" | "+1" => false,
        "-1" => true,
        _ => return Err(wrong()),
    };
    Order::by(name, is_descending).ok_or_else(wrong)
}
