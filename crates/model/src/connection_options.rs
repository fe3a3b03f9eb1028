//! Settings of a database connection, named as in Auth0's `options`.

use serde::{Deserialize, Serialize};

use crate::{FieldMistake, PasswordPolicy, PasswordStrength};

/// Settings of a database connection, named as in Auth0's `options`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectionOptions {
    /// Which passwords are accepted.
    #[serde(rename = "passwordPolicy")]
    pub password_policy: PasswordPolicy,
    /// What differs from the policy.
    pub password_complexity_options: PasswordComplexityOptions,
    /// Whether old passwords may come back.
    pub password_history: PasswordHistory,
    /// Words that are no passwords.
    pub password_dictionary: PasswordDictionary,
    /// Whether a password may contain what is known of its user.
    pub password_no_personal_info: PasswordNoPersonalInfo,
    /// Whether users have a user name beside their email.
    pub requires_username: bool,
    /// What user names look like.
    pub validation: Validation,
    /// Whether nobody can sign up on their own.
    pub disable_signup: bool,
    /// Whether users cannot reset their password on their own.
    pub disable_self_service_change_password: bool,
    /// Whether too many wrong passwords block a login.
    pub brute_force_protection: bool,
}

impl Default for ConnectionOptions {
    fn default() -> Self {
        Self {
            password_policy: PasswordPolicy::default(),
            password_complexity_options: PasswordComplexityOptions::default(),
            password_history: PasswordHistory::default(),
            password_dictionary: PasswordDictionary::default(),
            password_no_personal_info: PasswordNoPersonalInfo::default(),
            requires_username: false,
            validation: Validation::default(),
            disable_signup: false,
            disable_self_service_change_password: false,
            brute_force_protection: true,
        }
    }
}

/// What differs from the policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordComplexityOptions {
    /// 1 to 128, in place of the policy's own length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u32>,
}

/// Whether old passwords may come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordHistory {
    /// Whether they may not.
    pub enable: bool,
    /// How many are remembered: 0 to 24.
    pub size: u32,
}

impl Default for PasswordHistory {
    fn default() -> Self {
        Self { enable: false, size: 5 }
    }
}

/// Words that are no passwords.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordDictionary {
    /// Whether the 10,000 most common passwords, and `dictionary`, are refused.
    pub enable: bool,
    /// Words of the connection's own, at most 50 characters each.
    pub dictionary: Vec<String>,
}

/// Whether a password may contain what is known of its user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordNoPersonalInfo {
    /// Whether it may not.
    pub enable: bool,
}

/// What identifiers look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validation {
    /// User names.
    pub username: UsernameLength,
}

/// How long user names are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsernameLength {
    /// At least so many characters, 1 or more.
    pub min: u32,
    /// At most so many, 128 or fewer.
    pub max: u32,
}

impl Default for UsernameLength {
    fn default() -> Self {
        Self { min: 1, max: 15 }
    }
}

/// The longest length that a connection can ask for.
const LONGEST: u32 = 128;
/// The most passwords that are remembered.
const MOST_HISTORY: u32 = 24;
/// The most words of a connection's own dictionary.
const MOST_WORDS: usize = 2_000;
/// The longest word.
const LONGEST_WORD: usize = 50;

impl ConnectionOptions {
    /// What is asked of a password by itself.
    pub fn password_strength(&self) -> PasswordStrength {
        PasswordStrength { policy: self.password_policy, min_length: self.password_complexity_options.min_length }
    }

    /// How many old passwords are remembered.
    pub fn remembered_passwords(&self) -> u32 {
        if self.password_history.enable { self.password_history.size } else { 0 }
    }

    /// Everything that is out of its bounds, by the field's name.
    pub fn mistakes(&self) -> Vec<FieldMistake> {
        let mut mistakes = Vec::new();
        let mut note = |field: &str, message: Option<String>| {
            mistakes.extend(message.map(|message| FieldMistake { field: field.to_owned(), message }));
        };
        note("min_length", self.password_complexity_options.min_length.and_then(|length| outside(length, 1, LONGEST)));
        note("history_size", outside(self.password_history.size, 0, MOST_HISTORY));
        note("dictionary", word_mistake(&self.password_dictionary.dictionary));
        let UsernameLength { min, max } = self.validation.username;
        note("username_min", outside(min, 1, LONGEST));
        let is_crossed = max < min && (1..=LONGEST).contains(&max);
        let crossed = is_crossed.then(|| format!("At least as much as the least, which is {min}"));
        note("username_max", outside(max, 1, LONGEST).or(crossed));
        mistakes
    }
}

fn outside(value: u32, least: u32, most: u32) -> Option<String> {
    (!(least..=most).contains(&value)).then(|| format!("{least} to {most}, {value} given"))
}

fn word_mistake(words: &[String]) -> Option<String> {
    if words.len() > MOST_WORDS {
        return Some(format!("At most {MOST_WORDS} words, {} given", words.len()));
    }
    words.iter().find_map(|word| {
        let length = word.chars().count();
        if word.trim().is_empty() {
            return Some("A word may not be empty".to_owned());
        }
        if word.contains('\0') {
            return Some("A word may not contain a NUL".to_owned());
        }
        (length > LONGEST_WORD).then(|| {
            let start: String = word.chars().take(20).collect();
            format!("A word has at most {LONGEST_WORD} characters, \u{201c}{start}\u{2026}\u{201d} has {length}")
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn options_of_an_older_roster_and_of_auth0_are_read() {
        for text in ["{}", r#"{"passwordPolicy":"good","requires_username":false}"#] {
            let options: ConnectionOptions = serde_json::from_str(text).unwrap();
            assert_eq!(options, ConnectionOptions::default());
        }
        let auth0 = json!({
            "mfa": { "active": true }, "passwordPolicy": "excellent", "strategy_version": 2,
            "password_complexity_options": { "min_length": 12 }, "password_history": { "enable": true },
            "password_dictionary": { "enable": true, "dictionary": ["roster"] },
            "password_no_personal_info": { "enable": true }, "requires_username": true,
            "validation": { "username": { "min": 3, "max": 20 } }, "brute_force_protection": false,
        });
        let options: ConnectionOptions = serde_json::from_value(auth0).unwrap();
        assert_eq!(options.password_strength().min_length, Some(12));
        assert_eq!((options.remembered_passwords(), options.validation.username.max), (5, 20));
        assert!(!options.brute_force_protection && options.mistakes().is_empty());
    }

    #[test]
    fn what_is_out_of_its_bounds_is_named() {
        let wrong = ConnectionOptions {
            password_complexity_options: PasswordComplexityOptions { min_length: Some(129) },
            password_history: PasswordHistory { enable: true, size: 25 },
            password_dictionary: PasswordDictionary { enable: true, dictionary: vec!["x".repeat(51)] },
            validation: Validation { username: UsernameLength { min: 0, max: 129 } },
            ..ConnectionOptions::default()
        };
        let fields: Vec<String> = wrong.mistakes().into_iter().map(|mistake| mistake.field).collect();
        assert_eq!(fields, ["min_length", "history_size", "dictionary", "username_min", "username_max"]);
        let crossed = ConnectionOptions {
            validation: Validation { username: UsernameLength { min: 9, max: 8 } },
            ..ConnectionOptions::default()
        };
        assert_eq!(crossed.mistakes()[0].field, "username_max");
    }
}
