//! The text that says where a page begins.

use model::UserSort;
use store::search::{Key, Place};

use crate::{Error, Result};

/// Where a page begins, and in which direction it lies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) place: Place,
    pub(super) is_backward: bool,
}

/// `<a|b>.<sort>.<bytes of the id>.<id><key>`. It only names a place in a list whose conditions are checked anew, so
/// it needs no signature.
pub(super) fn write(place: &Place, sort: UserSort, is_backward: bool) -> String {
    let direction = if is_backward { 'b' } else { 'a' };
    let key = match &place.key {
        Key::Text(text) => text.clone(),
        Key::Number(number) => number.to_string(),
    };
    format!("{direction}.{}.{}.{}{key}", sort.as_str(), place.id.len(), place.id)
}

/// # Errors
/// `Field` when the text was not written for a list sorted by `sort`.
pub(super) fn read(text: &str, sort: UserSort) -> Result<Cursor> {
    parse(text, sort)
        .ok_or_else(|| Error::field("cursor", "This page cannot be found any more; begin at the first one"))
}

fn parse(text: &str, sort: UserSort) -> Option<Cursor> {
    if text.len() > 4_000 || text.contains('\0') {
        return None;
    }
    let mut parts = text.splitn(4, '.');
    let is_backward = match parts.next()? {
        "a" => false,
        "b" => true,
        _ => return None,
    };
    if parts.next()? != sort.as_str() {
        return None;
    }
    let length: usize = parts.next()?.parse().ok()?;
    let (id, key) = parts.next()?.split_at_checked(length)?;
    let key = match sort {
        UserSort::Name | UserSort::Email => Key::Text(key.to_owned()),
        UserSort::Logins | UserSort::LatestLogin | UserSort::Created => Key::Number(key.parse().ok()?),
    };
    Some(Cursor { place: Place { key, id: id.to_owned() }, is_backward })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text_and_belongs_to_one_sort() {
        let place = Place { key: Key::Text("o.brien é".to_owned()), id: "auth0|a.b".to_owned() };
        let text = write(&place, UserSort::Name, true);
        assert_eq!(read(&text, UserSort::Name).unwrap(), Cursor { place, is_backward: true });
        assert!(read(&text, UserSort::Email).is_err());
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "a", "a.name.99.x", "a.name.1.é", "c.name.1.xy", "a.name.-1.x", "a.name.1.x\0"] {
            assert!(read(text, UserSort::Name).is_err(), "{text:?}");
        }
        assert!(read("a.logins.1.xnan", UserSort::Logins).is_err());
    }
}
