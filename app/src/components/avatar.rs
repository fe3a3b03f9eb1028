//! Pictures made of initials, so that no third party learns whom an administrator looks at.

use leptos::prelude::*;

/// How many colours `style/_avatar.scss` has.
const COLOURS: u32 = 12;

/// Initials on a colour that follows from the id.
#[component]
pub fn Avatar(
    /// What the user is called.
    #[prop(into)]
    name: String,
    /// The user's id.
    #[prop(into)]
    id: String,
    /// For the head of a page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = format!("avatar avatar-{}{}", avatar_colour(&id), if large { " avatar-large" } else { "" });
    view! {
        <span class=class aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

/// The number of the colour for an id.
pub fn avatar_colour(id: &str) -> u32 {
    // FNV-1a: the same on server and browser, and spread well enough for twelve colours.
    id.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619)) % COLOURS
}

/// At most two letters: of the first and the last word, or of the part before an `@`. The style makes capitals of them:
/// the tables for that would be 12 kB of WASM.
pub fn initials(name: &str) -> String {
    let name = name.split_once('@').map_or(name, |(local, _)| local);
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    let letters: String = first.into_iter().chain(last).collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_the_first_and_the_last_word() {
        let cases = [
            ("Ada Lovelace", "AL"),
            ("Ada King, Countess of Lovelace", "AL"),
            ("ada", "a"),
            ("ada.lovelace@example.com", "al"),
            ("ada@example.com", "a"),
            ("Ævar Þórsson", "ÆÞ"),
            ("李 小龍", "李小"),
            ("  ", "?"),
            ("😀", "?"),
            ("", "?"),
        ];
        for (name, expected) in cases {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_colour_follows_from_the_id_and_there_are_twelve() {
        assert_eq!(avatar_colour("auth0|1"), avatar_colour("auth0|1"));
        let seen: std::collections::BTreeSet<u32> = (0..500).map(|n| avatar_colour(&format!("auth0|{n}"))).collect();
        assert_eq!(seen.len(), COLOURS as usize);
    }
}
