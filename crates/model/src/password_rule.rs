//! One demand on a password, in the words and the structure of Auth0 (password-sheriff's `explain` and `missing`).

use serde_json::{Value, json};

/// One demand on a password, and whether it is met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRule {
    /// Auth0's name of the demand, for instance `lengthAtLeast`.
    pub code: &'static str,
    /// Auth0's words; each `%d` and `%s` stands for one of `format`.
    pub message: &'static str,
    /// What the words leave open.
    pub format: Vec<Value>,
    /// Whether the password meets it.
    pub is_met: bool,
    /// What it consists of.
    pub items: Vec<PasswordRule>,
}

impl PasswordRule {
    pub(crate) fn new(code: &'static str, message: &'static str, is_met: bool) -> Self {
        Self { code, message, format: Vec::new(), is_met, items: Vec::new() }
    }

    pub(crate) fn with(self, format: Vec<Value>) -> Self {
        Self { format, ..self }
    }

    pub(crate) fn of(self, items: Vec<PasswordRule>) -> Self {
        Self { items, ..self }
    }

    /// The demand in words.
    pub fn text(&self) -> String {
        let mut text = self.message.to_owned();
        for value in &self.format {
            let (place, value) = match value {
                Value::String(value) => ("%s", value.clone()),
                value => ("%d", value.to_string()),
            };
            text = text.replacen(place, &value, 1);
        }
        text
    }

    /// As it stands in `description.rules` of Auth0's `PasswordStrengthError`.
    pub fn to_json(&self) -> Value {
        let mut rule = json!({ "message": self.message, "code": self.code, "verified": self.is_met });
        if !self.format.is_empty() {
            rule["format"] = Value::from(self.format.clone());
        }
        if !self.items.is_empty() {
            rule["items"] = self.items.iter().map(Self::to_json).collect();
        }
        rule
    }

    /// The rules as a list of lines, as in `policy` of the same error.
    pub fn list(rules: &[PasswordRule]) -> String {
        let mut lines = Vec::new();
        for rule in rules {
            lines.push(format!("* {}", rule.text()));
            lines.extend(rule.items.iter().map(|item| format!(" * {}", item.text())));
        }
        lines.join("\n")
    }
}
