//! Which passwords a connection accepts: Auth0's five policies, as its password-sheriff defines them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::PasswordRule;

/// The strength that a database connection asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

impl PasswordPolicy {
    /// All of them, the weakest first.
    pub const ALL: [PasswordPolicy; 5] = [Self::None, Self::Low, Self::Fair, Self::Good, Self::Excellent];

    /// The length that it asks for where the connection says nothing else.
    pub fn min_length(self) -> u32 {
        match self {
            Self::None => 1,
            Self::Low => 6,
            Self::Fair | Self::Good => 8,
            Self::Excellent => 10,
        }
    }
}

/// A policy, and the length that the connection wants instead of the policy's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PasswordStrength {
    /// The policy.
    pub policy: PasswordPolicy,
    /// `password_complexity_options.min_length`.
    pub min_length: Option<u32>,
}

impl From<PasswordPolicy> for PasswordStrength {
    fn from(policy: PasswordPolicy) -> Self {
        Self { policy, min_length: None }
    }
}

impl PasswordStrength {
    /// Every demand, and whether `password` meets it.
    pub fn check(self, password: &str) -> Vec<PasswordRule> {
        let mut rules = vec![length(self.min_length.unwrap_or(self.policy.min_length()), password)];
        match self.policy {
            PasswordPolicy::None | PasswordPolicy::Low => {}
            PasswordPolicy::Fair => rules.push(contains(password)),
            PasswordPolicy::Good => rules.push(contains_three(password)),
            PasswordPolicy::Excellent => rules.extend([contains_three(password), identical(password)]),
        }
        rules
    }

    /// Whether `password` meets every demand.
    pub fn accepts(self, password: &str) -> bool {
        self.check(password).iter().all(|rule| rule.is_met)
    }

    /// `description` of Auth0's `PasswordStrengthError`: every rule, and whether the password meets it.
    pub fn description(self, password: &str) -> Value {
        let rules = self.check(password);
        let verified = rules.iter().all(|rule| rule.is_met);
        json!({ "rules": rules.iter().map(PasswordRule::to_json).collect::<Vec<_>>(), "verified": verified })
    }

    /// `policy` of the same error: the rules as a list of lines.
    pub fn policy_text(self) -> String {
        PasswordRule::list(&self.check(""))
    }

    /// The rules for the person who chooses a password, a line each.
    pub fn policy_lines(self) -> Vec<String> {
        let line = |rule: &PasswordRule| {
            let items: Vec<String> = rule.items.iter().map(PasswordRule::text).collect();
            if items.is_empty() { rule.text() } else { format!("{} {}", rule.text(), items.join(", ")) }
        };
        self.check("").iter().map(line).collect()
    }
}

fn length(least: u32, password: &str) -> PasswordRule {
    let given = password.chars().count();
    let is_met = given > 0 && u32::try_from(given).is_ok_and(|given| given >= least);
    if least <= 1 {
        return PasswordRule::new("nonEmpty", "Non-empty password required", is_met);
    }
    PasswordRule::new("lengthAtLeast", "At least %d characters in length", is_met).with(vec![Value::from(least)])
}

fn contains(password: &str) -> PasswordRule {
    let [lower, upper, number, _] = classes(password);
    let items = vec![lower, upper, number];
    let is_met = items.iter().all(|item| item.is_met);
    PasswordRule::new("shouldContain", "Should contain:", is_met).of(items)
}

fn contains_three(password: &str) -> PasswordRule {
    let items = Vec::from(classes(password));
    let is_met = items.iter().filter(|item| item.is_met).count() >= 3;
    PasswordRule::new("containsAtLeast", "Contain at least %d of the following %d types of characters:", is_met)
        .with(vec![Value::from(3), Value::from(4)])
        .of(items)
}

fn identical(password: &str) -> PasswordRule {
    let chars: Vec<char> = password.chars().collect();
    let is_met = !chars.windows(3).any(|three| three[0] == three[1] && three[1] == three[2]);
    let message = "No more than %d identical characters in a row (e.g., \"%s\" not allowed)";
    PasswordRule::new("identicalChars", message, is_met).with(vec![Value::from(2), Value::from("aaa")])
}

/// OWASP's special characters.
const SPECIAL: &str = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

fn classes(password: &str) -> [PasswordRule; 4] {
    let has = |is_one: fn(char) -> bool| password.chars().any(is_one);
    [
        PasswordRule::new("lowerCase", "lower case letters (a-z)", has(|c| c.is_ascii_lowercase())),
        PasswordRule::new("upperCase", "upper case letters (A-Z)", has(|c| c.is_ascii_uppercase())),
        PasswordRule::new("numbers", "numbers (i.e. 0-9)", has(|c| c.is_ascii_digit())),
        PasswordRule::new("specialCharacters", "special characters (e.g. !@#$%^&*)", has(|c| SPECIAL.contains(c))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(policy: PasswordPolicy, password: &str) -> bool {
        PasswordStrength::from(policy).accepts(password)
    }

    /// The cases of password-sheriff's own tests.
    #[test]
    fn each_policy_asks_what_auth0s_does() {
        use PasswordPolicy::{Excellent, Fair, Good, Low, None};
        let cases: [(PasswordPolicy, &[&str], &[&str]); 5] = [
            (None, &["a", "hello", " "], &[""]),
            (Low, &["aaaaaa", "hello1", "      "], &["", "hello", "aaaaa"]),
            (
                Fair,
                &["helloO01", "abcdeF1x", "HELLOo12"],
                &["", "hello", "abcdefgh1", "ABCDEFG1", "abcdefgH", "hellO1"],
            ),
            (
                Good,
                &["helloO01", "hello!01", "HELLO!01", "abcdefG!", "abc def1"],
                &["", "helloO1", "abcdefg1", "HELLOWORLD1"],
            ),
            (
                Excellent,
                &["someP@ssw0rd", "abcdefg1!x", "aabbccdd1!", "helloO!!01"],
                &["", "someP@ss0", "aaabcdefg1!", "abcdefghi1", "abcdefg1!!!"],
            ),
        ];
        for (policy, strong, weak) in cases {
            for password in strong {
                assert!(accepts(policy, password), "{policy:?} {password}");
            }
            for password in weak {
                assert!(!accepts(policy, password), "{policy:?} {password}");
            }
        }
    }

    #[test]
    fn every_special_character_counts_and_no_other_sign_does() {
        for sign in SPECIAL.chars() {
            assert!(accepts(PasswordPolicy::Good, &format!("abcdefG{sign}")), "{sign:?}");
        }
        for sign in "éЖ¡€\t\u{a0}1".chars() {
            let is_met = classes(&sign.to_string())[3].is_met;
            assert!(!is_met, "{sign:?}");
        }
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(!accepts(PasswordPolicy::Low, "ééééé"));
        assert!(accepts(PasswordPolicy::Low, "éééééé"));
    }

    #[test]
    fn a_connections_own_length_takes_the_place_of_the_policys() {
        let of = |policy, least| PasswordStrength { policy, min_length: Some(least) };
        assert!(of(PasswordPolicy::Good, 4).accepts("aB1!"));
        assert!(!of(PasswordPolicy::None, 12).accepts("hello world"));
        assert!(of(PasswordPolicy::None, 12).accepts("hello worlds"));
        assert!(!of(PasswordPolicy::None, 1).accepts(""));
        assert_eq!(of(PasswordPolicy::Excellent, 15).check("")[0].text(), "At least 15 characters in length");
    }

    #[test]
    fn the_description_is_auth0s() {
        let description = PasswordStrength::from(PasswordPolicy::Excellent).description("aaab1");
        assert_eq!(
            description,
            json!({ "verified": false, "rules": [
                { "message": "At least %d characters in length", "format": [10], "code": "lengthAtLeast", "verified": false },
                {
                    "message": "Contain at least %d of the following %d types of characters:",
                    "code": "containsAtLeast", "format": [3, 4], "verified": false,
                    "items": [
                        { "message": "lower case letters (a-z)", "code": "lowerCase", "verified": true },
                        { "message": "upper case letters (A-Z)", "code": "upperCase", "verified": false },
                        { "message": "numbers (i.e. 0-9)", "code": "numbers", "verified": true },
                        { "message": "special characters (e.g. !@#$%^&*)", "code": "specialCharacters", "verified": false },
                    ],
                },
                {
                    "message": "No more than %d identical characters in a row (e.g., \"%s\" not allowed)",
                    "format": [2, "aaa"], "code": "identicalChars", "verified": false,
                },
            ] })
        );
        assert_eq!(PasswordStrength::from(PasswordPolicy::Fair).description("abcdeF1x")["verified"], true);
    }

    #[test]
    fn the_policy_is_told_as_auth0_tells_it() {
        let text = |policy| PasswordStrength::from(policy).policy_text();
        assert_eq!(text(PasswordPolicy::None), "* Non-empty password required");
        assert_eq!(
            text(PasswordPolicy::Fair),
            "* At least 8 characters in length\n* Should contain:\n * lower case letters (a-z)\n * upper case letters \
             (A-Z)\n * numbers (i.e. 0-9)"
        );
        assert!(text(PasswordPolicy::Excellent).ends_with(
            "\n * special characters (e.g. !@#$%^&*)\n* No more than 2 identical characters in a row (e.g., \"aaa\" not \
             allowed)"
        ));
    }
}
