//! Where to go after signing in.

/// Where to go when nothing else was asked for.
pub(crate) const HOME: &str = "/users";

/// The longest path that is kept.
const MAX: usize = 2048;

/// S-410: `next` where it is a path on this server and nothing else, otherwise the first page.
pub(crate) fn checked(next: &str) -> &str {
    let mut bytes = next.bytes();
    let is_path = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/'));
    let is_clean = next.len() <= MAX && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_clean { next } else { HOME }
}

/// `/sign-in`, and back to `path` from there.
pub(crate) fn sign_in_then(path: &str) -> String {
    if checked(path) == HOME {
        return "/sign-in".to_owned();
    }
    let escaped: String = path
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("/sign-in?next={escaped}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_survives_the_query() {
        assert_eq!(sign_in_then("/users/auth0%7C1?a=b&c"), "/sign-in?next=/users/auth0%257C1%3Fa%3Db%26c");
        assert_eq!(sign_in_then("//evil.example"), "/sign-in");
        assert_eq!(sign_in_then("/users"), "/sign-in");
    }
}
