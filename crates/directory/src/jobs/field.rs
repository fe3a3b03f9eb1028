//! What an export says of a user: Auth0's `fields`.

use model::{EXPORT_FIELDS, ExportField, JobFormat, JsonObject, UserProfile};
use serde_json::Value;

use crate::{Error, Result};

/// The most fields of a CSV file, as at Auth0.
const CSV_FIELDS: usize = 30;
/// The most fields.
const FIELDS: usize = 200;
/// The longest name, in characters.
const NAME: usize = 100;

/// One step of the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

/// A field, with the way to its value.
#[derive(Clone, Debug)]
pub(super) struct Field {
    title: String,
    way: Vec<Step>,
}

/// The fields that are asked for, or the usual ones.
///
/// # Errors
/// `Field` for what cannot be asked for.
pub(super) fn fields(asked: &[ExportField], format: JobFormat) -> Result<Vec<Field>> {
    if asked.is_empty() {
        return EXPORT_FIELDS.iter().map(|name| field(name, name)).collect();
    }
    let most = if format == JobFormat::Csv { CSV_FIELDS } else { FIELDS };
    if asked.len() > most {
        return Err(wrong(&format!("At most {most} fields, {} given", asked.len())));
    }
    let mut fields: Vec<Field> = Vec::with_capacity(asked.len());
    for one in asked {
        if format == JobFormat::Csv && ["user_metadata", "app_metadata"].contains(&one.name.as_str()) {
            let message =
                format!("{0} cannot be in a CSV file as a whole: name what is in it, as in {0}.plan", one.name);
            return Err(wrong(&message));
        }
        let title = one.export_as.as_deref().unwrap_or(&one.name);
        if fields.iter().any(|before| before.title == title) {
            return Err(wrong(&format!("Two fields are called {title}")));
        }
        fields.push(field(&one.name, title)?);
    }
    Ok(fields)
}

fn wrong(message: &str) -> Error {
    Error::field("fields", message)
}

fn field(name: &str, title: &str) -> Result<Field> {
    let is_good = |text: &str| (1..=NAME).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if !is_good(name) || !is_good(title) {
        return Err(wrong(&format!("Names are 1 to {NAME} characters long, without control characters")));
    }
    let way =
        way(name).ok_or_else(|| wrong(&format!("{name} is no way to a value, as identities[0].connection is")))?;
    Ok(Field { title: title.to_owned(), way })
}

/// `identities[0].connection`
fn way(name: &str) -> Option<Vec<Step>> {
    let mut way = Vec::new();
    for part in name.split('.') {
        let mut pieces = part.split('[');
        let key = pieces.next().filter(|key| !key.is_empty() && !key.contains(']'))?;
        way.push(Step::Key(key.to_owned()));
        for piece in pieces {
            way.push(Step::Index(piece.strip_suffix(']')?.parse().ok()?));
        }
    }
    Some(way)
}

impl Field {
    fn find<'a>(&self, user: &'a Value) -> Option<&'a Value> {
        self.way.iter().try_fold(user, |value, step| match step {
            Step::Key(key) => value.get(key),
            Step::Index(index) => value.get(index),
        })
    }
}

/// The first line of a CSV file.
pub(super) fn header(fields: &[Field], written: &mut Vec<u8>) {
    // What a column is called is somebody's text too.
    let titles: Vec<String> = fields.iter().map(|field| quoted(&neutral(&field.title))).collect();
    written.extend_from_slice(titles.join(",").as_bytes());
    written.extend_from_slice(b"\r\n");
}

/// A user as a line of a file.
///
/// # Errors
/// `Internal` for a user that is no JSON.
pub(super) fn line(user: &UserProfile, fields: &[Field], format: JobFormat, written: &mut Vec<u8>) -> Result<()> {
    let user = serde_json::to_value(user).map_err(|error| Error::Internal(format!("a user: {error}")))?;
    match format {
        JobFormat::Json => {
            let mut object = JsonObject::new();
            for field in fields {
                if let Some(value) = field.find(&user) {
                    object.insert(field.title.clone(), value.clone());
                }
            }
            written.extend_from_slice(Value::Object(object).to_string().as_bytes());
            written.push(b'\n');
        }
        JobFormat::Csv => {
            let cells: Vec<String> = fields.iter().map(|field| cell(field.find(&user))).collect();
            written.extend_from_slice(cells.join(",").as_bytes());
            written.extend_from_slice(b"\r\n");
        }
    }
    Ok(())
}

/// Texts stand in quotes behind a single quote, so that no spreadsheet takes one for a formula (S-625, and Auth0).
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => quoted(&format!("'{text}")),
        Some(value @ (Value::Bool(_) | Value::Number(_))) => value.to_string(),
        Some(value) => quoted(&format!("'{value}")),
    }
}

fn neutral(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(name: &str, export_as: Option<&str>) -> ExportField {
        ExportField { name: name.to_owned(), export_as: export_as.map(str::to_owned) }
    }

    fn user() -> UserProfile {
        let user = json!({
            "user_id": "auth0|1", "email": "=1+1@example.com", "name": "A \"B\",\nC", "logins_count": 3, "blocked": false,
            "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z",
            "identities": [{ "connection": "Db", "user_id": "1", "provider": "auth0", "isSocial": false }],
            "user_metadata": { "address": { "city": "Köln" }, "tags": ["a", "b"] },
        });
        serde_json::from_value(user).unwrap()
    }

    fn written(asked: &[ExportField], format: JobFormat) -> String {
        let fields = fields(asked, format).unwrap();
        let mut written = Vec::new();
        if format == JobFormat::Csv {
            header(&fields, &mut written);
        }
        line(&user(), &fields, format, &mut written).unwrap();
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn values_are_found_wherever_they_are() {
        let fields = [
            asked("user_metadata.address.city", Some("city")),
            asked("identities[0].connection", None),
            asked("user_metadata.tags[1]", None),
            asked("identities[7].connection", None),
            asked("app_metadata", None),
        ];
        assert_eq!(
            written(&fields, JobFormat::Json),
            "{\"city\":\"Köln\",\"identities[0].connection\":\"Db\",\"user_metadata.tags[1]\":\"b\"}\n"
        );
    }

    /// S-625.
    #[test]
    fn no_cell_is_a_formula() {
        let fields = [
            asked("email", Some("=cmd")),
            asked("name", None),
            asked("logins_count", None),
            asked("blocked", None),
            asked("last_ip", None),
            asked("user_metadata.tags", None),
        ];
        assert_eq!(
            written(&fields, JobFormat::Csv),
            "\"'=cmd\",\"name\",\"logins_count\",\"blocked\",\"last_ip\",\"user_metadata.tags\"\r\n\
             \"'=1+1@example.com\",\"'A \"\"B\"\",\nC\",3,false,,\"'[\"\"a\"\",\"\"b\"\"]\"\r\n"
        );
    }

    #[test]
    fn what_cannot_be_asked_for_is_refused() {
        for (name, format) in [
            ("user_metadata", JobFormat::Csv),
            ("", JobFormat::Json),
            ("a..b", JobFormat::Json),
            ("a[x]", JobFormat::Json),
            ("a[1", JobFormat::Json),
            ("a]", JobFormat::Json),
        ] {
            assert!(fields(&[asked(name, None)], format).is_err(), "{name}");
        }
        let many: Vec<_> = (0..31).map(|index| asked(&format!("user_metadata.{index}"), None)).collect();
        assert!(fields(&many, JobFormat::Csv).is_err() && fields(&many, JobFormat::Json).is_ok());
        assert!(fields(&[asked("email", None), asked("name", Some("email"))], JobFormat::Csv).is_err());
    }
}
