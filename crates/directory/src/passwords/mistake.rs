//! Why a password is not accepted, in Auth0's words.

use std::fmt;

use model::{PasswordRule, PasswordStrength};
use serde_json::{Value, json};

/// Why a connection does not accept a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordMistake {
    /// It does not meet the policy.
    Weak {
        /// What the connection asks for.
        strength: PasswordStrength,
        /// Each demand, and whether it is met.
        rules: Vec<PasswordRule>,
    },
    /// It stands in a dictionary.
    Common,
    /// It contains what is known of its user.
    Personal,
    /// The user had it before.
    Used,
}

impl PasswordMistake {
    /// Auth0's name of the error.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Weak { .. } => "PasswordStrengthError",
            Self::Common => "PasswordDictionaryError",
            Self::Personal => "PasswordNoUserInfoError",
            Self::Used => "PasswordHistoryError",
        }
    }

    /// Auth0's words.
    pub fn message(&self) -> &'static str {
        match self {
            Self::Weak { .. } => "Password is too weak",
            Self::Common => "Password is too common",
            Self::Personal => "Password contains user information",
            Self::Used => "Password has previously been used",
        }
    }

    /// The whole error as /dbconnections/signup answers it, with status 400. SDKs look for `code` and `name`.
    pub fn to_json(&self) -> Value {
        let mut error = json!({
            "name": self.name(), "message": self.message(), "code": "invalid_password",
            "description": self.message(), "statusCode": 400,
        });
        if let Self::Weak { strength, rules } = self {
            let rules: Vec<Value> = rules.iter().map(PasswordRule::to_json).collect();
            error["description"] = json!({ "rules": rules, "verified": false });
            error["policy"] = strength.policy_text().into();
        }
        error
    }
}

/// For the person who chose the password.
impl fmt::Display for PasswordMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Weak { rules, .. } = self else { return f.write_str(self.message()) };
        let unmet = rules.iter().filter(|rule| !rule.is_met).map(|rule| match rule.items.as_slice() {
            [] => rule.text(),
            items => {
                let items: Vec<String> = items.iter().filter(|item| !item.is_met).map(PasswordRule::text).collect();
                format!("{} {}", rule.text(), items.join(", "))
            }
        });
        write!(f, "{}. Missing: {}", self.message(), unmet.collect::<Vec<_>>().join("; "))
    }
}

#[cfg(test)]
mod tests {
    use model::PasswordPolicy;

    use super::*;

    fn weak(password: &str) -> PasswordMistake {
        let strength = PasswordStrength::from(PasswordPolicy::Good);
        PasswordMistake::Weak { strength, rules: strength.check(password) }
    }

    #[test]
    fn a_weak_password_is_told_to_programs_as_auth0_does() {
        let error = weak("abc").to_json();
        assert_eq!(error["name"], "PasswordStrengthError");
        assert_eq!(error["code"], "invalid_password");
        assert_eq!(error["description"]["rules"][0]["format"][0], 8);
        assert_eq!(error["description"]["verified"], false);
        assert!(
            error["policy"].as_str().is_some_and(|text| text.starts_with("* At least 8 characters in length\n* C"))
        );
        let used = PasswordMistake::Used.to_json();
        assert_eq!(used["description"], "Password has previously been used");
        assert_eq!(used.get("policy"), None);
    }

    #[test]
    fn people_are_told_what_is_missing() {
        assert_eq!(
            weak("abcdefgh").to_string(),
            "Password is too weak. Missing: Contain at least 3 of the following 4 types of characters: upper case letters \
             (A-Z), numbers (i.e. 0-9), special characters (e.g. !@#$%^&*)"
        );
        assert_eq!(PasswordMistake::Common.to_string(), "Password is too common");
    }
}
