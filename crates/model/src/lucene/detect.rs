//! Telling a query from the words of a person who looks for somebody.

use super::words::is_in_name;

/// Whether a text is meant as a query: it has the name of a field with its colon, an operator beside other words, quotes or
/// brackets. Everything else is words.
pub fn is_query(text: &str) -> bool {
    let is_alone = text.split_whitespace().nth(1).is_none();
    text.contains(['"', '(', ')', '[', ']', '{', '}'])
        || text.split_whitespace().any(|word| begins_with_field(word) || (!is_alone && is_operator(word)))
}

fn is_operator(word: &str) -> bool {
    matches!(word, "AND" | "OR" | "NOT" | "&&" | "||")
}

/// A time, `10:30`, is none, and neither is an id with an address in it.
fn begins_with_field(word: &str) -> bool {
    let Some((name, _)) = word.trim_start_matches(['+', '-', '!']).split_once(':') else { return false };
    is_field_name(name) && name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | '*'))
}

/// Whether a query can name a field so.
pub fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_in_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_operators_quotes_and_brackets_make_a_query() {
        for text in [
            "email:ada@example.com",
            "ada blocked:true",
            "-blocked:true",
            "ada AND grace",
            "NOT ada",
            "ada || grace",
            "\"Ada Lovelace\"",
            "(ada",
            "created_at:[2026-01-01 TO *]",
            "user_metadata.plan:gold",
            "_exists_:username",
            "*:*",
            "email:",
        ] {
            assert!(is_query(text), "{text}");
        }
    }

    #[test]
    fn what_people_type_to_find_somebody_is_words() {
        for text in [
            "",
            "ada",
            "Ada Lovelace",
            "ada@example.com",
            "auth0|65f0c0ffee",
            "oidc|https://id.example.com:443|7",
            "+49 30 1234",
            "O'Brien-Smith",
            "AND",
            "OR ",
            "ANDERSON",
            "ada or grace",
            "10:30",
            "ada*",
            ":",
        ] {
            assert!(!is_query(text), "{text}");
        }
    }
}
