//! Scopes (RFC 6749 §3.3).

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::OAuthError;

/// More than any client asks for.
const MOST: usize = 200;

/// A set of scopes, in the order in which they were asked for. As text: with a space between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(Vec<String>);

impl Scope {
    /// Reads scopes with spaces between; one that stands twice counts once.
    ///
    /// # Errors
    /// `invalid_scope` for a character that no scope may have, or more than 200 scopes.
    pub fn parse(text: &str) -> Result<Self, OAuthError> {
        let mut scope = Self::default();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if !word.bytes().all(is_scope_byte) {
                return Err(OAuthError::invalid_scope(
                    "scope: printable ASCII with spaces between, without quotes and backslashes, please",
                ));
            }
            scope.insert(word);
            if scope.0.len() > MOST {
                return Err(OAuthError::invalid_scope(format!("scope: more than {MOST}")));
            }
        }
        Ok(scope)
    }

    /// Adds one, unless it is there.
    pub fn insert(&mut self, scope: &str) {
        if !self.contains(scope) {
            self.0.push(scope.to_owned());
        }
    }

    /// Whether `scope` is among them.
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|has| has == scope)
    }

    /// Those that `other` has too, in this one's order: what is asked for never grows (S-113).
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        self.iter().filter(|scope| other.contains(scope)).collect()
    }

    /// Those that `other` does not have.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.iter().filter(|scope| !other.contains(scope)).collect()
    }

    /// These, then those of `other`.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.iter().chain(other.iter()).collect()
    }

    /// Whether `other` has all of them.
    pub fn is_subset_of(&self, other: &Self) -> bool {
        self.iter().all(|scope| other.contains(scope))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<T: AsRef<str>> FromIterator<T> for Scope {
    fn from_iter<I: IntoIterator<Item = T>>(scopes: I) -> Self {
        let mut scope = Self::default();
        scopes.into_iter().for_each(|one| scope.insert(one.as_ref()));
        scope
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl Serialize for Scope {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// RFC 6749 §3.3: `%x21 / %x23-5B / %x5D-7E`.
fn is_scope_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && byte != b'"' && byte != b'\\'
}
