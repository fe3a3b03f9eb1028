//! Searches of users that were given a name.

use serde::{Deserialize, Serialize};

use crate::UserQuery;

/// A search of users with a name. All administrators of a tenant share them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// `sea_` and 16 letters and digits.
    pub id: String,
    /// What it is called; unlike all others of the tenant.
    pub name: String,
    /// Which users, in which order; without a place in the list.
    pub query: UserQuery,
}
