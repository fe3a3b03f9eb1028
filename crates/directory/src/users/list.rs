//! Listing users.

use model::lucene::is_query;
use model::{SortOrder, Timestamp, UserCount, UserId, UserPage, UserQuery, UserRow};
use store::search::{Found, Place, Range, Search, Window};
use store::user_search::UserSearch;
use store::{Conn, user_search, words};

use super::search::understood;
use super::{Users, cursor};
use crate::{Actor, Error, Result, Scope};

/// The longest words, in characters. A query has limits of its own.
const LONGEST: usize = 300;
/// The most rows a page.
const LARGEST_PAGE: u32 = 200;

impl Users<'_> {
    /// One page of the users that match.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `Field` for what is wrong with the query: `q` with what was expected at which position.
    pub async fn list(&self, actor: &Actor, query: &UserQuery) -> Result<UserPage> {
        actor.may(Scope::ReadUsers)?;
        let sought = sought(query)?;
        let window = window(query)?;
        let mut conn = self.0.db().read().await?;
        let found = sought.list(&mut conn, actor.tenant(), &window).await?;
        // A page before the first one, or one whose rows were all deleted, gives way to the first page.
        if window.from.is_some() && (found.rows.is_empty() || (window.is_backward && !found.has_more)) {
            let window = Window { from: None, is_backward: false, ..window };
            let found = sought.list(&mut conn, actor.tenant(), &window).await?;
            return Ok(page(found, query, &window));
        }
        Ok(page(found, query, &window))
    }

    /// How many users match; counting stops at 10,000 where more would have to be looked at one by one.
    ///
    /// # Errors
    /// As [`Users::list`].
    pub async fn count(&self, actor: &Actor, query: &UserQuery) -> Result<UserCount> {
        actor.may(Scope::ReadUsers)?;
        let sought = sought(query)?;
        let mut conn = self.0.db().read().await?;
        Ok(match &sought {
            Sought::Words(search) => store::search::count(&mut conn, actor.tenant(), search).await?,
            Sought::Query(search) => {
                user_search::count_some(&mut conn, actor.tenant(), search, user_search::LOOK).await?
            }
        })
    }
}

/// Whom a list is of.
pub(super) enum Sought {
    /// Whom words, an email or an id finds.
    Words(Search),
    /// Who passes a query of the search language.
    Query(Box<UserSearch>),
}

impl Sought {
    async fn list(&self, conn: &mut Conn, tenant: &str, window: &Window) -> Result<Found> {
        Ok(match self {
            Self::Words(search) => store::search::list(conn, tenant, search, window).await?,
            Self::Query(search) => user_search::list(conn, tenant, search, window).await?,
        })
    }

    /// Their ids, in order, after the id `after`.
    pub(super) async fn ids(
        &self,
        conn: &mut Conn,
        tenant: &str,
        after: Option<&UserId>,
        limit: i64,
    ) -> Result<Vec<UserId>> {
        Ok(match self {
            Self::Words(search) => store::search::ids(conn, tenant, search, after, limit).await?,
            Self::Query(search) => user_search::ids(conn, tenant, search, after, limit).await?,
        })
    }
}

/// What the query's texts mean. The text in the box is a query where it looks like one.
pub(super) fn sought(query: &UserQuery) -> Result<Sought> {
    let mut filter = filter(query)?;
    if is_query(&query.q) {
        let search = understood(&query.q)?;
        return Ok(Sought::Query(Box::new(search.narrowed_to(&filter))));
    }
    read_text(&query.q, &mut filter)?;
    Ok(Sought::Words(filter))
}

/// All but the text.
fn filter(query: &UserQuery) -> Result<Search> {
    if let Some(name) = &query.connection
        && (name.len() > 256 || name.contains('\0'))
    {
        return Err(Error::field("connection", "Not the name of a connection"));
    }
    Ok(Search {
        connection: query.connection.clone(),
        status: query.status,
        created: range(query.created_from.as_deref(), query.created_to.as_deref(), "created_from", "created_to")?,
        login: range(query.login_from.as_deref(), query.login_to.as_deref(), "login_from", "login_to")?,
        ..Search::default()
    })
}

/// An id, an email or its beginning, or words.
fn read_text(text: &str, search: &mut Search) -> Result<()> {
    let text = text.trim();
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Error::field("q", format!("At most {LONGEST} characters, {length} given")));
    }
    if text.contains('\0') {
        return Err(Error::field("q", "The character NUL cannot be searched for"));
    }
    if text.is_empty() {
        return Ok(());
    }
    if text.contains('|') {
        search.id = Some(text.to_owned());
    } else if is_object_id(text) {
        search.id = Some(format!("auth0|{text}"));
    } else if text.contains('@') && !text.contains(char::is_whitespace) {
        search.email = Some(text.to_lowercase());
    } else {
        search.words = words::split(text);
        if search.words.is_empty() {
            // Signs alone are in nobody's name.
            search.id = Some(text.to_owned());
        }
    }
    Ok(())
}

/// The second half of a database user's id, as some logs show it.
fn is_object_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn range(from: Option<&str>, to: Option<&str>, from_field: &'static str, to_field: &'static str) -> Result<Range> {
    let day = |text: Option<&str>, field| match text {
        None => Ok(None),
        Some(text) => Timestamp::from_date(text)
            .map(Some)
            .ok_or_else(|| Error::field(field, "Not a date: it has the form 2026-11-23")),
    };
    let (from, to) = (day(from, from_field)?, day(to, to_field)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Error::field(to_field, "The last day is before the first"));
    }
    Ok(Range { from: from.map(|day| day.0), until: to.map(|day| day.plus_days(1).0) })
}

fn window(query: &UserQuery) -> Result<Window> {
    if !(1..=LARGEST_PAGE).contains(&query.page_size) {
        return Err(Error::field("page_size", format!("1 to {LARGEST_PAGE} rows")));
    }
    let cursor = query.cursor.as_deref().map(|text| cursor::read(text, query.sort)).transpose()?;
    let (from, is_backward) = cursor.map_or((None, false), |cursor| (Some(cursor.place), cursor.is_backward));
    Ok(Window {
        sort: query.sort.into(),
        is_descending: query.order == SortOrder::Descending,
        from,
        is_backward,
        limit: i64::from(query.page_size),
        effort: None,
    })
}

fn page(found: Found, query: &UserQuery, window: &Window) -> UserPage {
    let mut rows = found.rows;
    if window.is_backward {
        rows.reverse();
    }
    let (has_previous, has_next) = match (window.is_backward, window.from.is_some()) {
        (true, _) => (found.has_more, true),
        (false, has_from) => (has_from, found.has_more),
    };
    let write = |row: Option<&(UserRow, Place)>, is_backward| {
        row.map(|(_, place)| cursor::write(place, query.sort, is_backward))
    };
    UserPage {
        next: has_next.then(|| write(rows.last(), false)).flatten(),
        previous: has_previous.then(|| write(rows.first(), true)).flatten(),
        users: rows.into_iter().map(|(row, _)| row).collect(),
    }
}
