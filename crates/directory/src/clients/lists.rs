//! The text that says where a page of applications begins.

use model::Client;

use super::lookup::is_id;
use crate::{Error, Result};

/// `<id>.<name>`: an id has no dot. It only names a place in a list that is read anew, so it needs no signature.
pub(super) fn write_place(last: &Client) -> String {
    format!("{}.{}", last.client_id, last.name)
}

/// Name and id of the application after which the page begins.
///
/// # Errors
/// `Field` when no page gave it.
pub(super) fn read_place(text: &str) -> Result<(&str, &str)> {
    text.split_once('.')
        .filter(|(id, name)| is_id(id) && name.len() <= 1_000 && !name.contains('\0'))
        .map(|(id, name)| (name, id))
        .ok_or_else(|| Error::field("after", "This page cannot be found any more; begin at the first one"))
}
