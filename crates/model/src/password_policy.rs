//! Which passwords a connection accepts: Auth0's five policies.

use serde::{Deserialize, Serialize};

/// The strength that a database connection asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PasswordPolicy {
    /// At least one character.
    None,
    /// At least 6 characters.
    Low,
    /// At least 8, with lower case, upper case and a number.
    Fair,
    /// At least 8, with three of lower case, upper case, numbers and special characters.
    #[default]
    Good,
    /// At least 10, three of the four kinds, no character more than twice in a row.
    Excellent,
}

/// One demand of a policy on a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRule {
    /// The demand, in Auth0's words.
    pub text: &'static str,
    /// Whether the password meets it.
    pub is_met: bool,
}

const SPECIAL: &str = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

impl PasswordPolicy {
    /// Every demand, and whether `password` meets it.
    pub fn check(self, password: &str) -> Vec<PasswordRule> {
        let length = password.chars().count();
        let classes = Classes::of(password);
        let rule = |text, is_met| PasswordRule { text, is_met };
        match self {
            Self::None => vec![rule("At least 1 character in length", length >= 1)],
            Self::Low => vec![rule("At least 6 characters in length", length >= 6)],
            Self::Fair => vec![
                rule("At least 8 characters in length", length >= 8),
                rule("Lower case letters (a-z)", classes.lower),
                rule("Upper case letters (A-Z)", classes.upper),
                rule("Numbers (i.e. 0-9)", classes.digit),
            ],
            Self::Good => vec![rule("At least 8 characters in length", length >= 8), rule(THREE, classes.count() >= 3)],
            Self::Excellent => vec![
                rule("At least 10 characters in length", length >= 10),
                rule(THREE, classes.count() >= 3),
                rule("No more than 2 identical characters in a row (e.g., \"aaa\" not allowed)", !repeats(password)),
            ],
        }
    }

    /// Whether `password` meets every demand.
    pub fn accepts(self, password: &str) -> bool {
        self.check(password).iter().all(|rule| rule.is_met)
    }
}

const THREE: &str = "At least 3 of: lower case letters (a-z), upper case letters (A-Z), numbers (i.e. 0-9), \
                     special characters (e.g. !@#$%^&*)";

struct Classes {
    lower: bool,
    upper: bool,
    digit: bool,
    special: bool,
}

impl Classes {
    fn of(password: &str) -> Self {
        Self {
            lower: password.chars().any(|c| c.is_ascii_lowercase()),
            upper: password.chars().any(|c| c.is_ascii_uppercase()),
            digit: password.chars().any(|c| c.is_ascii_digit()),
            special: password.chars().any(|c| SPECIAL.contains(c)),
        }
    }

    fn count(&self) -> usize {
        [self.lower, self.upper, self.digit, self.special].into_iter().filter(|is_there| *is_there).count()
    }
}

fn repeats(password: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    chars.windows(3).any(|three| three[0] == three[1] && three[1] == three[2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_policy_asks_what_auth0s_does() {
        let cases = [
            (PasswordPolicy::None, "a", ""),
            (PasswordPolicy::Low, "aaaaaa", "aaaaa"),
            (PasswordPolicy::Fair, "abcdeF1x", "abcdefgh1"),
            (PasswordPolicy::Good, "abcdef1!", "abcdefg1"),
            (PasswordPolicy::Excellent, "abcdefg1!x", "aaabcdefg1!"),
        ];
        for (policy, strong, weak) in cases {
            assert!(policy.accepts(strong), "{policy:?} {strong}");
            assert!(!policy.accepts(weak), "{policy:?} {weak}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(!PasswordPolicy::Low.accepts("ééééé"));
        assert!(PasswordPolicy::Low.accepts("éééééé"));
    }
}
