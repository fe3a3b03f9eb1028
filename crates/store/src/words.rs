//! The words of a user that a search finds.
//!
//! One row for each word and user; a search for `love` is the range from `love` to `lovf` of the key. So a prefix is
//! found on every engine by an ordinary index, without an extension, and counting can stop early. A row tells which orders of
//! a list its word begins: whoever has it there stands together in that order.

use model::UserProfile;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::users::name_sort;
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

/// A word of a user, as the table has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) word: String,
    /// Whether the name that lists are sorted by begins with it.
    pub(crate) begins_name: bool,
    /// Whether the email does.
    pub(crate) begins_email: bool,
}

/// What the table has of a user.
pub(crate) fn entries(user: &UserProfile) -> Vec<Entry> {
    let (name, email) = (name_sort(user), user.email.as_deref().unwrap_or(""));
    let entry =
        |word: String| Entry { begins_name: name.starts_with(&word), begins_email: email.starts_with(&word), word };
    of(user).into_iter().map(entry).collect()
}

/// Adds what `after` has and `before` has not, removes the rest. Either is the same user, or nobody.
pub(crate) async fn replace(
    conn: &mut Conn,
    tenant: &str,
    before: Option<&UserProfile>,
    after: Option<&UserProfile>,
) -> Result<()> {
    const SAVE: &str = "INSERT INTO user_words (tenant, word, user_id, begins_name, begins_email) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, word, user_id) \
        DO UPDATE SET begins_name = EXCLUDED.begins_name, begins_email = EXCLUDED.begins_email";
    const DELETE: &str = "DELETE FROM user_words WHERE tenant = $1 AND word = $2 AND user_id = $3";
    let Some(user_id) = after.or(before).map(|user| user.user_id.as_str()) else { return Ok(()) };
    let (old, new) = (before.map(entries).unwrap_or_default(), after.map(entries).unwrap_or_default());
    for entry in new.iter().filter(|entry| !old.contains(entry)) {
        on!(conn, link => sqlx::query(SAVE).bind(tenant).bind(&entry.word).bind(user_id).bind(entry.begins_name)
            .bind(entry.begins_email).execute(link).await.map(|_| ()))?;
    }
    for entry in old.iter().filter(|old| new.iter().all(|new| new.word != old.word)) {
        on!(conn, link => sqlx::query(DELETE).bind(tenant).bind(&entry.word).bind(user_id)
            .execute(link).await.map(|_| ()))?;
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
