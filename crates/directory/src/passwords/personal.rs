//! Passwords that say who chose them.

use model::UserProfile;
use serde_json::Value;

/// What is shorter would be found in too many good passwords.
const SHORTEST: usize = 3;

/// Whether the password contains a part of the user's name, user name, nickname or email, whatever its case.
pub(super) fn contains(password: &str, user: &UserProfile) -> bool {
    let password = password.to_lowercase();
    known(user).iter().flat_map(|text| parts(text)).any(|part| password.contains(&part))
}

fn known(user: &UserProfile) -> Vec<&str> {
    let metadata = |key: &str| user.user_metadata.as_ref()?.get(key).and_then(Value::as_str);
    let own = [&user.name, &user.username, &user.nickname, &user.email].into_iter().filter_map(Option::as_deref);
    own.chain(["name", "first", "last"].into_iter().filter_map(metadata)).collect()
}

/// The words of a text; of an email address those before the `@`.
fn parts(text: &str) -> Vec<String> {
    let text = text.rsplit_once('@').map_or(text, |(local, _)| local).to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= SHORTEST);
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_what_is_known_is_found() {
        let metadata = serde_json::json!({ "first": "Augusta", "last": "King", "name": ["x"], "other": "Countess" });
        let user = UserProfile {
            name: Some("Ada Lovelace".to_owned()),
            nickname: Some("enchantress".to_owned()),
            username: Some("al".to_owned()),
            email: Some("a.byron+x@analytical.example".to_owned()),
            user_metadata: metadata.as_object().cloned(),
            ..UserProfile::default()
        };
        for password in ["xADA1!xx", "my-LoveLace", "EnchantressX", "ByRon1815", "augusta", "kingdom"] {
            assert!(contains(password, &user), "{password}");
        }
        for password in ["al-is-fine", "analytical", "Countess-9", "a.b.x", "example"] {
            assert!(!contains(password, &user), "{password}");
        }
        assert!(!contains("anything", &UserProfile::default()));
    }
}
