//! Addresses of pages.

use leptos::prelude::*;
use model::UserId;

use crate::effect::effect;

const LAST: &str = "roster-last-users";

/// The address of a user's page.
pub fn user_path(id: &UserId) -> String {
    format!("/users/{}", encode(id.as_str()))
}

/// Where the list of users was left, so that a page about one of them leads back there.
#[derive(Clone, Copy, Debug)]
pub struct LastUsersUrl(RwSignal<String>);

impl LastUsersUrl {
    /// The one of this visit.
    pub fn from_context() -> Self {
        use_context::<Self>().unwrap_or_else(|| Self(RwSignal::new("/users".to_owned())))
    }

    /// `/users` and the query of the list as it was last seen.
    pub fn get(self) -> String {
        self.0.get()
    }

    /// The same, without tracking it.
    pub fn get_untracked(self) -> String {
        self.0.get_untracked()
    }

    pub(crate) fn set(self, url: String) {
        if let Ok(Some(storage)) = window().session_storage() {
            let _ = storage.set_item(LAST, &url);
        }
        self.0.set(url);
    }
}

pub(crate) fn provide_last_users_url() {
    let last = RwSignal::new("/users".to_owned());
    provide_context(LastUsersUrl(last));
    // After a reload the tab still knows.
    effect(move || {
        let kept = window().session_storage().ok().flatten().and_then(|storage| storage.get_item(LAST).ok().flatten());
        if let Some(url) = kept.filter(|url| url == "/users" || url.starts_with("/users?")) {
            last.set(url);
        }
    });
}

/// Percent-encodes everything but unreserved characters (RFC 3986 §2.3).
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                encoded.push(char::from(b"0123456789ABCDEF"[usize::from(digit)]));
            }
        }
    }
    encoded
}

/// Undoes [`encode`], and reads `+` as a space as forms write it. What is no escape stays as it is.
pub(crate) fn decode(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => decoded.push(b' '),
            b'%' => {
                let mut ahead = bytes.clone();
                match (ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                    (Some(high), Some(low)) => {
                        decoded.push(high << 4 | low);
                        bytes = ahead;
                    }
                    _ => decoded.push(byte),
                }
            }
            _ => decoded.push(byte),
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_with_a_bar_is_one_part_of_a_path() {
        assert_eq!(user_path(&UserId::from("auth0|6f/ö")), "/users/auth0%7C6f%2F%C3%B6");
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        for text in ["", "a b", "50%", "%zz", "ä|😀&=?#+", "100 % \u{0}"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(decode("a+b%20c%2Bd%"), "a b c+d%");
        assert_eq!(decode("%ff%4"), "\u{fffd}%4");
    }
}
