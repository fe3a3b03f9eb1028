//! Searches of users that were given a name.
//!
//! They are the tenant's: whoever may see users sees and uses all of them, whoever may change users changes them.

use model::{JsonObject, LogEvent, SavedSearch, UserQuery};
use serde_json::json;
use store::{Conn, Tx, saved_searches};

use crate::clients::check::name;
use crate::events::{Change, Recorded};
use crate::users::check_query;
use crate::{Actor, Directory, Error, Result, Scope};

/// The saved searches of the actor's tenant.
pub struct SavedSearches<'a>(pub(crate) &'a Directory);

const NO_SEARCH: Error = Error::NotFound("The saved search does not exist. Somebody may have deleted it.");
/// The most of a tenant: they stand in one menu.
const MOST: usize = 100;
/// The longest name, in characters.
const NAME: usize = 80;

impl Recorded for SavedSearch {
    fn name_in(&self, _: &mut LogEvent, details: &mut JsonObject) {
        details.insert("saved_search".to_owned(), json!({ "id": self.id, "name": self.name }));
    }
}

impl SavedSearches<'_> {
    /// All of them, by name.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<SavedSearch>> {
        actor.may(Scope::ReadUsers)?;
        let mut conn = self.0.db().read().await?;
        all(&mut conn, actor).await
    }

    /// Gives a search a name.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`; `Field` for a name that is none, for a query that finds everybody or cannot be read
    /// (`q`); `Exists` for a name that another one has, `Unfit` where there are too many.
    pub async fn create(&self, actor: &Actor, text: &str, query: UserQuery) -> Result<SavedSearch> {
        actor.may(Scope::UpdateUsers)?;
        let id = format!("sea_{}", self.0.random().alphanumeric(16));
        let search = SavedSearch { id, name: checked(text)?, query: placeless(query)? };
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let others = all(&mut tx, actor).await?;
        if others.len() >= MOST {
            return Err(Error::Unfit("a tenant has at most 100 saved searches; delete one that nobody needs"));
        }
        check_free(&others, &search)?;
        saved_searches::insert(&mut tx, actor.tenant(), &search, self.0.now()).await?;
        self.record(&mut tx, actor, "Save a search", None, Some(&search)).await?;
        tx.commit().await?;
        Ok(search)
    }

    /// Gives a saved search another name.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Field` and `Exists` for the name.
    pub async fn rename(&self, actor: &Actor, id: &str, text: &str) -> Result<SavedSearch> {
        actor.may(Scope::UpdateUsers)?;
        let name = checked(text)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let others = all(&mut tx, actor).await?;
        let before = others.iter().find(|search| search.id == id).cloned().ok_or(NO_SEARCH)?;
        let after = SavedSearch { name, ..before.clone() };
        check_free(&others, &after)?;
        if after != before {
            saved_searches::rename(&mut tx, actor.tenant(), id, &after.name).await?;
            self.record(&mut tx, actor, "Rename a saved search", Some(&before), Some(&after)).await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    /// Forgets a saved search.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::UpdateUsers)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let search = all(&mut tx, actor).await?.into_iter().find(|search| search.id == id).ok_or(NO_SEARCH)?;
        saved_searches::delete(&mut tx, actor.tenant(), id).await?;
        self.record(&mut tx, actor, "Delete a saved search", Some(&search), None).await?;
        Ok(tx.commit().await?)
    }

    async fn record(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        description: &str,
        before: Option<&SavedSearch>,
        after: Option<&SavedSearch>,
    ) -> Result<()> {
        self.0.record(tx, actor, &Change { description, before, after, secrets: &[] }).await
    }
}

async fn all(conn: &mut Conn, actor: &Actor) -> Result<Vec<SavedSearch>> {
    let mut all = saved_searches::list(conn, actor.tenant()).await?;
    all.sort_by_cached_key(|search| search.name.to_lowercase());
    Ok(all)
}

fn checked(text: &str) -> Result<String> {
    let text = text.trim();
    name("name", text, NAME)?;
    Ok(text.to_owned())
}

/// The search as it is kept: without a place in the list.
fn placeless(query: UserQuery) -> Result<UserQuery> {
    let UserQuery { page_size, .. } = UserQuery::default();
    let query = UserQuery { q: query.q.trim().to_owned(), cursor: None, page_size, ..query };
    if !query.is_filtered() {
        return Err(Error::field("query", "Nothing narrows this list: search for something, or choose a filter"));
    }
    check_query(&query)?;
    Ok(query)
}

/// # Errors
/// `Exists` when another one is called the same, whatever the case.
fn check_free(others: &[SavedSearch], search: &SavedSearch) -> Result<()> {
    let name = search.name.to_lowercase();
    match others.iter().find(|other| other.name.to_lowercase() == name && other.id != search.id) {
        Some(other) => {
            let message = format!("There is a saved search with the name {:?} already", other.name);
            Err(Error::Exists { field: "name", message })
        }
        None => Ok(()),
    }
}
