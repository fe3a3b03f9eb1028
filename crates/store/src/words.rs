//! The words of a user that a search finds.
//!
//! One row for each word and user; a search for `love` is the range from `love` to `lovf` of the key. So a prefix is
//! found on every engine by an ordinary index, without an extension, and counting can stop early.

use model::UserProfile;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::{Conn, Result};

/// Longer words are cut: nobody searches for more, and keys must stay small.
const MAX_WORD: usize = 40;
/// More words than this are not kept for one user, nor looked at in one search.
const MAX_WORDS: usize = 32;
/// Nor more bytes: indexes carry them beside the longest email and id, and PostgreSQL's entries hold 2,704 bytes.
const MAX_BYTES: usize = 320;

/// Splits a text into words: letters and digits, without accents and case.
pub fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut bytes = 0;
    for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word: String = word.chars().take(MAX_WORD).collect();
        if words.contains(&word) {
            continue;
        }
        bytes += word.len() + 1;
        if bytes > MAX_BYTES || words.len() == MAX_WORDS {
            break;
        }
        words.push(word);
    }
    words
}

/// Lower case, without accents, compatibility forms made one (`ﬁ` is `fi`).
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).nfc().collect()
}

/// The words of name, nickname, email, user name and phone number.
pub fn of(user: &UserProfile) -> Vec<String> {
    let fields = [
        &user.name,
        &user.given_name,
        &user.family_name,
        &user.nickname,
        &user.email,
        &user.username,
        &user.phone_number,
    ];
    let text: Vec<&str> = fields.into_iter().flatten().map(String::as_str).collect();
    split(&text.join(" "))
}

/// The least text that is greater than every text that begins with `prefix`; `None` where there is none.
pub(crate) fn after_prefix(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        // Skips the surrogates, which are no characters.
        let next = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(last as u32 + 1) };
        if let Some(next) = next {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

/// Adds what `after` has and `before` has not, removes the rest.
pub(crate) async fn replace(
    conn: &mut Conn,
    tenant: &str,
    user_id: &str,
    before: &[String],
    after: &[String],
) -> Result<()> {
    const INSERT: &str = "INSERT INTO user_words (tenant, word, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    const DELETE: &str = "DELETE FROM user_words WHERE tenant = $1 AND word = $2 AND user_id = $3";
    let added = after.iter().filter(|word| !before.contains(word)).map(|word| (INSERT, word));
    let gone = before.iter().filter(|word| !after.contains(word)).map(|word| (DELETE, word));
    for (sql, word) in added.chain(gone) {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(word).bind(user_id).execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_case_and_accents() {
        assert_eq!(
            split("Zoë O'Brien-ŁUKASZ ada@Example.com"),
            ["zoe", "o", "brien", "łukasz", "ada", "example", "com"]
        );
        assert_eq!(split("ﬁn fin"), ["fin"]);
        assert_eq!(split(" ,;\u{202e}"), Vec::<String>::new());
    }

    #[test]
    fn the_end_of_a_prefix_is_found() {
        assert_eq!(after_prefix("love").as_deref(), Some("lovf"));
        assert_eq!(after_prefix("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(after_prefix("\u{d7ff}").as_deref(), Some("\u{e000}"));
        assert_eq!(after_prefix(""), None);
    }
}
