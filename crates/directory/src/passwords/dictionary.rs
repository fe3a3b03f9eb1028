//! Passwords that everybody thinks of.

use zxcvbn::matching::patterns::MatchPattern;
use zxcvbn::zxcvbn;

/// How many words of zxcvbn's list of passwords, which begins with the most common, are refused.
const WORDS: u64 = 10_000;
/// The longest of them.
const LONGEST: usize = 18;

/// Whether the password is one of these words, whatever its case.
pub(super) fn has(words: &[String], password: &str) -> bool {
    let password = password.to_lowercase();
    words.iter().any(|word| word.trim().to_lowercase() == password)
}

/// Whether the password is, as a whole and whatever its case, one of the 10,000 most common, or as easy to guess:
/// zxcvbn needs no more guesses for a word than its place in the list, and for two words together more than 10,000.
pub(super) fn is_common(password: &str) -> bool {
    // What is longer cannot be one of them, and is not worth zxcvbn's effort.
    if password.chars().count() > LONGEST {
        return false;
    }
    let found = zxcvbn(&password.to_lowercase(), &[]);
    // Letters without a pattern are weak when they are few, but that is for the policy to say.
    let is_pattern = found.sequence().iter().any(|part| !matches!(part.pattern, MatchPattern::BruteForce));
    is_pattern && found.guesses() <= WORDS + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_found_whatever_pattern_it_has() {
        // Plain, with signs for letters, backwards, a pattern of keys, repeated, a year, the last ones of the 10,000.
        for word in
            ["password", "PaSsWoRd", "p455w0rd", "nogard", "1qaz2wsx", "11111111", "martin1", "st0n3", "sherlock"]
        {
            assert!(is_common(word), "{word}");
        }
    }

    #[test]
    fn a_word_in_a_longer_password_is_none() {
        for password in ["password-of-mine", "xpassword", "passwordpasswordpassword", "qz", "xw7", "correct horse", ""]
        {
            assert!(!is_common(password), "{password}");
        }
    }
}
