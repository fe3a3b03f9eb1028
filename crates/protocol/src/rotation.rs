//! Rotating refresh tokens.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The token that follows `spent`: the same whenever it is asked for with the same salt, so that a lost answer can be
/// given again (S-164), and not to be found from what a database holds, which is the salt and hashes.
pub fn successor(salt: &str, spent: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, salt.as_bytes());
    URL_SAFE_NO_PAD.encode(hmac::sign(&key, spent.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_successor_follows_from_both_the_salt_and_the_token() {
        let token = successor("salt", "token");
        assert_eq!(token.len(), 43);
        assert_eq!(token, successor("salt", "token"));
        assert_ne!(token, successor("salt", "other"));
        assert_ne!(token, successor("other", "token"));
    }
}
