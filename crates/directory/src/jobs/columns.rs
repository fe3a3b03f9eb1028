//! What the columns of a CSV file are, where their names do not say it.

use model::ImportColumns;

use super::row::{Kind, PROPERTIES};
use crate::{Error, Result};

/// The most columns that are named.
const COLUMNS: usize = 500;
/// The longest name, in characters.
const NAME: usize = 200;

/// Whether columns can be so.
///
/// # Errors
/// `Field` for what cannot be.
pub(super) fn check(columns: &ImportColumns, is_full: bool) -> Result<()> {
    if is_full && !columns.is_empty() {
        return Err(wrong("A full import is no CSV file"));
    }
    if columns.len() > COLUMNS {
        return Err(wrong(&format!("At most {COLUMNS} columns, {} given", columns.len())));
    }
    let is_name = |text: &str| (1..=NAME).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    let mut taken: Vec<&str> = Vec::new();
    for (column, property) in columns {
        if !is_name(column) {
            return Err(wrong(&format!("Names are 1 to {NAME} characters long, without control characters")));
        }
        let Some(property) = property else { continue };
        if !is_property(property) || !is_name(property) {
            return Err(wrong(&format!(
                "The column {column} cannot be {property}: there is no such property of a user"
            )));
        }
        if taken.contains(&property.as_str()) {
            return Err(wrong(&format!("Two columns are {property}")));
        }
        taken.push(property);
    }
    Ok(())
}

fn wrong(message: &str) -> Error {
    Error::field("columns", message)
}

/// `email`, or a way into an object: `user_metadata.address.city`.
fn is_property(property: &str) -> bool {
    let (name, way) = property.split_once('.').map_or((property, None), |(name, way)| (name, Some(way)));
    let kind = PROPERTIES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    match way {
        None => kind.is_some(),
        Some(way) => kind == Some(Kind::Object) && way.split('.').all(|part| !part.is_empty()),
    }
}

/// Whether a file has the columns that are named; `has` is none for one that is no CSV.
///
/// # Errors
/// What people are told.
pub(super) fn compare(columns: &ImportColumns, has: Option<&[String]>) -> Result<(), String> {
    if columns.is_empty() {
        return Ok(());
    }
    let Some(has) = has else { return Err("The file is no CSV, so it has no columns to be named.".to_owned()) };
    match columns.keys().find(|column| !has.contains(column)) {
        None => Ok(()),
        Some(column) => Err(format!("The file has no column {column:?}. Its columns are {}.", has.join(", "))),
    }
}

/// What a column is; none where it is not imported.
pub(super) fn property<'a>(columns: &'a ImportColumns, name: &'a str) -> Option<&'a str> {
    match columns.get(name) {
        None => Some(name),
        Some(property) => property.as_deref(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(pairs: &[(&str, Option<&str>)]) -> ImportColumns {
        pairs.iter().map(|(name, is)| ((*name).to_owned(), is.map(str::to_owned))).collect()
    }

    #[test]
    fn columns_are_properties_or_left_out() {
        let all: Vec<_> = model::IMPORT_PROPERTIES.iter().map(|property| (*property, Some(*property))).collect();
        assert!(check(&columns(&all), false).is_ok());
        let good = columns(&[("E-Mail", Some("email")), ("Plan", Some("app_metadata.plan.name")), ("Notes", None)]);
        assert!(check(&good, false).is_ok() && check(&good, true).is_err());
        assert_eq!(property(&good, "E-Mail"), Some("email"));
        assert_eq!((property(&good, "Notes"), property(&good, "name")), (None, Some("name")));
        for bad in ["", "shoe", "email.x", "user_metadata.", "user_metadata..a", "user_metadata.a\0"] {
            assert!(check(&columns(&[("A", Some(bad))]), false).is_err(), "{bad:?}");
        }
        assert!(check(&columns(&[("A", Some("email")), ("B", Some("email"))]), false).is_err());
        assert!(check(&columns(&[("", None)]), false).is_err());
    }

    #[test]
    fn a_file_has_the_columns_that_are_named() {
        let named = columns(&[("Mail", Some("email"))]);
        assert!(compare(&named, Some(&["Mail".to_owned(), "x".to_owned()])).is_ok());
        assert!(compare(&named, Some(&["mail".to_owned()])).unwrap_err().contains("\"Mail\""));
        assert!(compare(&named, None).is_err() && compare(&ImportColumns::new(), None).is_ok());
    }
}
