//! One row of a file of users: what it says, and whether a user can be made of it.

use model::{Connection, FailedRow, ImportColumns, JsonObject, NewUser, RowError, UserProfile};
use serde_json::{Map, Value};

use super::columns;
use super::full::{self, Backup};
use super::rows::{Content, RawRow};
use crate::hashing::imported;
use crate::{Directory, Error};

/// What each property of a row may be.
pub(super) const PROPERTIES: [(&str, Kind); 18] = [
    ("app_metadata", Kind::Object),
    ("blocked", Kind::Flag),
    ("custom_password_hash", Kind::Object),
    ("email", Kind::Text),
    ("email_verified", Kind::Flag),
    ("family_name", Kind::Text),
    ("given_name", Kind::Text),
    ("mfa_factors", Kind::Array),
    ("name", Kind::Text),
    ("nickname", Kind::Text),
    ("password_hash", Kind::Text),
    ("phone_number", Kind::Text),
    ("phone_verified", Kind::Flag),
    ("picture", Kind::Text),
    ("user_id", Kind::Text),
    ("user_metadata", Kind::Object),
    ("username", Kind::Text),
    ("connection", Kind::Text),
];
/// Properties that nobody is told again.
const SECRETS: [&str; 3] = ["password_hash", "custom_password_hash", full::PROPERTY];
/// The largest row that is kept to show what is wrong with it, in bytes.
const LARGEST: usize = 16 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Flag,
    Object,
    Array,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Flag => "boolean",
            Self::Object => "object",
            Self::Array => "array",
        }
    }

    fn takes(self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Object => value.is_object(),
            Self::Array => value.is_array(),
        }
    }
}

/// A user that a row asks for.
#[derive(Debug)]
pub(super) struct NewRow {
    pub(super) line: i64,
    /// What the row said, without its secrets.
    pub(super) said: JsonObject,
    pub(super) user: UserProfile,
    /// Whether the row decides the id.
    pub(super) has_id: bool,
    /// What is kept of the password's hash.
    pub(super) hash: Option<String>,
    /// What belongs to the user in a full import.
    pub(super) backup: Option<Box<Backup>>,
}

impl NewRow {
    /// The row as one that is not taken.
    pub(super) fn failed(&self, code: &str, path: &str, message: impl Into<String>) -> FailedRow {
        FailedRow { user: self.said.clone(), errors: vec![error(self.line, code, path, message)] }
    }

    /// Whether the row says something of that property.
    pub(super) fn says(&self, property: &str) -> bool {
        self.said.contains_key(property)
    }
}

/// What rows are made of.
#[derive(Clone)]
pub(super) struct Maker {
    pub(super) directory: Directory,
    /// The connection of all rows; in a full import each row names its own.
    pub(super) connection: Option<Connection>,
    /// All database connections, in a full import.
    pub(super) connections: Vec<Connection>,
    /// What the columns of a CSV file are.
    pub(super) columns: ImportColumns,
}

impl Maker {
    /// The user of a row.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub(super) fn read(&self, raw: RawRow) -> Result<NewRow, FailedRow> {
        let line = raw.line;
        let object = match object(raw.content, &self.columns) {
            Ok(object) => object,
            Err((code, message)) => {
                return Err(FailedRow { user: JsonObject::new(), errors: vec![error(line, code, "", message)] });
            }
        };
        let said = said(&object);
        let made = match &self.connection {
            Some(connection) => self.user(connection, object, line),
            None => self.full_user(object, line),
        };
        match made {
            Ok(Made { user, has_id, hash, backup }) => Ok(NewRow { line, said, user, has_id, hash, backup }),
            Err(errors) => Err(FailedRow { user: said, errors }),
        }
    }

    fn user(&self, connection: &Connection, mut object: JsonObject, line: i64) -> Result<Made, Vec<RowError>> {
        let errors = mistakes(&object, connection, line);
        if !errors.is_empty() {
            return Err(errors);
        }
        object.remove("mfa_factors");
        let hash = hash(&mut object, line, false)?;
        let has_id = object.contains_key("user_id");
        object.insert("connection".to_owned(), Value::String(connection.name.clone()));
        let new: NewUser = serde_json::from_value(Value::Object(object))
            .map_err(|mistake| vec![error(line, "INVALID_TYPE", "", mistake.to_string())])?;
        let user = self.directory.users().profile(&new, connection).map_err(|mistake| vec![told(&mistake, line)])?;
        Ok(Made { user, has_id, hash, backup: None })
    }

    /// The user of a row of a full export.
    fn full_user(&self, mut object: JsonObject, line: i64) -> Result<Made, Vec<RowError>> {
        let one = |code: &str, path: &str, message: String| vec![error(line, code, path, message)];
        let hash = hash(&mut object, line, true)?;
        let backup = match object.remove(full::PROPERTY) {
            None => {
                return Err(one("OBJECT_REQUIRED", full::PROPERTY, "is missing: this is no full export".to_owned()));
            }
            Some(value) => serde_json::from_value::<Backup>(value)
                .map_err(|mistake| one("INVALID_TYPE", full::PROPERTY, mistake.to_string()))?,
        };
        let user: UserProfile = serde_json::from_value(Value::Object(object))
            .map_err(|mistake| one("INVALID_TYPE", "", mistake.to_string()))?;
        let name = user.connections().next().unwrap_or_default();
        let Some(connection) = self.connections.iter().find(|connection| connection.name == name) else {
            let message = format!("there is no database connection {name:?} here");
            return Err(one("CONNECTION_NOT_FOUND", "identities[0].connection", message));
        };
        full::check(&self.directory, connection, &user, &backup).map_err(|mistake| vec![told(&mistake, line)])?;
        for identity in &user.identities {
            if self.connections.iter().all(|connection| connection.name != identity.connection) {
                let message = format!("there is no database connection {:?} here", identity.connection);
                return Err(one("CONNECTION_NOT_FOUND", "identities", message));
            }
        }
        Ok(Made { user, has_id: true, hash, backup: Some(Box::new(backup)) })
    }
}

struct Made {
    user: UserProfile,
    has_id: bool,
    hash: Option<String>,
    backup: Option<Box<Backup>>,
}

/// The object of a row.
fn object(content: Content, columns: &ImportColumns) -> Result<JsonObject, (&'static str, String)> {
    match content {
        Content::Bad(code, message) => Err((code, message)),
        Content::Json(bytes) => {
            let text = String::from_utf8(bytes).map_err(|_| ("FORMAT", "the row is not UTF-8".to_owned()))?;
            match model::parse_json(text.trim()) {
                Ok(Value::Object(object)) => Ok(object),
                Ok(value) => Err(("INVALID_TYPE", format!("Expected type object but found type {}", type_of(&value)))),
                Err(mistake) => Err(("FORMAT", format!("the row is not JSON: {}", mistake.message))),
            }
        }
        Content::Cells(cells) => {
            let mut object = JsonObject::new();
            for (name, cell) in cells {
                let Some(name) = columns::property(columns, &name) else { continue };
                let value = value(name, cell.0);
                put(&mut object, name, value).map_err(|message| ("FORMAT", message))?;
            }
            Ok(object)
        }
    }
}

/// What a cell of CSV says: a text where texts stand, JSON elsewhere if it is some. A text that could be taken for something
/// else (or for a formula) has a single quote before it, as in exports.
fn value(name: &str, cell: String) -> Value {
    if let Some(text) = cell.strip_prefix('\'') {
        return Value::String(text.to_owned());
    }
    let is_text = PROPERTIES.iter().any(|(property, kind)| *property == name && *kind == Kind::Text);
    if is_text {
        return Value::String(cell);
    }
    match cell.as_str() {
        "TRUE" | "True" => return Value::Bool(true),
        "FALSE" | "False" => return Value::Bool(false),
        _ => {}
    }
    model::parse_json(&cell).unwrap_or(Value::String(cell))
}

/// `user_metadata.address.city` → an object in an object.
fn put(object: &mut JsonObject, name: &str, value: Value) -> Result<(), String> {
    let mut parts: Vec<&str> = name.split('.').collect();
    let last = parts.pop().unwrap_or(name);
    let mut inner = object;
    for part in parts {
        let next = inner.entry(part).or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(next) = next else {
            return Err(format!("the column {name} is within one that is no object"));
        };
        inner = next;
    }
    if inner.insert(last.to_owned(), value).is_some() {
        return Err(format!("two columns say what {name} is"));
    }
    Ok(())
}

/// What is of the wrong type, unknown or missing.
fn mistakes(object: &JsonObject, connection: &Connection, line: i64) -> Vec<RowError> {
    let mut errors = Vec::new();
    for (name, value) in object {
        match PROPERTIES.iter().find(|(property, _)| property == name) {
            None => {
                let message = format!("Additional properties not allowed: {name}");
                errors.push(error(line, "OBJECT_ADDITIONAL_PROPERTIES", name, message));
            }
            Some((_, kind)) if !kind.takes(value) => {
                let message = format!("Expected type {} but found type {}", kind.name(), type_of(value));
                errors.push(error(line, "INVALID_TYPE", name, message));
            }
            Some(_) => {}
        }
    }
    if !object.contains_key("email") {
        errors.push(error(line, "OBJECT_REQUIRED", "email", "Missing required property: email"));
    }
    if object.contains_key("password_hash") && object.contains_key("custom_password_hash") {
        let message = "password_hash and custom_password_hash are mutually exclusive";
        errors.push(error(line, "NOT_PASSED", "custom_password_hash", message));
    }
    if object.get("mfa_factors").and_then(Value::as_array).is_some_and(|factors| !factors.is_empty()) {
        let message = "there are no second factors here: without them the user would be protected less than before";
        errors.push(error(line, "MFA_FACTORS_FAILED", "mfa_factors", message));
    }
    if object.get("connection").and_then(Value::as_str).is_some_and(|name| name != connection.name) {
        let message = format!("the import is into {}", connection.name);
        errors.push(error(line, "CONNECTION_NOT_FOUND", "connection", message));
    }
    errors
}

/// What is kept of the password's hash; it is taken out of the row.
fn hash(object: &mut JsonObject, line: i64, is_full: bool) -> Result<Option<String>, Vec<RowError>> {
    let kept = match (object.remove("password_hash"), object.remove("custom_password_hash")) {
        (Some(Value::String(hash)), _) => imported::password_hash(&hash, is_full),
        (_, Some(Value::Object(custom))) => imported::custom_password_hash(&custom),
        _ => return Ok(None),
    };
    kept.map(Some).map_err(|mistake| vec![error(line, mistake.code, mistake.path, mistake.message)])
}

/// What the directory refuses, with Auth0's word for it.
fn told(mistake: &Error, line: i64) -> RowError {
    let message = mistake.to_string();
    match mistake {
        Error::Field { field, .. } => {
            let code = match *field {
                "email" => "FORMAT",
                "phone_number" | "user_id" => "PATTERN",
                "username" if message.contains("characters") => "MAX_LENGTH",
                "name" | "nickname" | "given_name" | "family_name" if message.ends_with(" 0 given") => "MIN_LENGTH",
                "name" | "nickname" | "given_name" | "family_name" => "MAX_LENGTH",
                "picture" => "FORMAT",
                _ => "NOT_PASSED",
            };
            error(line, code, field, message)
        }
        Error::TooLarge(_) => error(line, "MAX_LENGTH", message.split(':').next().unwrap_or_default(), &message),
        _ => error(line, "NOT_PASSED", "", message),
    }
}

fn error(line: i64, code: &str, path: &str, message: impl Into<String>) -> RowError {
    // PostgreSQL keeps no NUL, and nobody reads a message without end.
    let short = |text: &str| -> String { text.chars().filter(|char| *char != '\0').take(1_000).collect() };
    RowError { code: code.to_owned(), message: short(&message.into()), path: short(path), line }
}

/// What is shown of a row.
fn said(object: &JsonObject) -> JsonObject {
    let mut said = object.clone();
    for secret in SECRETS {
        if let Some(value) = said.get_mut(secret) {
            *value = Value::String("*****".to_owned());
        }
    }
    if serde_json::to_string(&said).is_ok_and(|text| text.len() <= LARGEST && !text.contains("\\u0000")) {
        return said;
    }
    // The names alone, and who it was.
    let short = |name: &String, value: &Value| match (name.as_str(), value) {
        ("email" | "user_id" | "username", Value::String(text)) if !text.contains('\0') => {
            Value::String(text.chars().take(400).collect())
        }
        _ => Value::Null,
    };
    let known = |name: &String| PROPERTIES.iter().any(|(property, _)| property == name);
    said.iter().filter(|(name, _)| known(name)).map(|(name, value)| (name.clone(), short(name, value))).collect()
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
