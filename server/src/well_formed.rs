//! Refuses addresses that cannot be read in one way only.

use axum::extract::Request;
use axum::response::Response;
use model::{Failure, FailureKind};

use crate::{ServerState, failures};

/// The answer to an address that cannot be read. S-624: what is percent-encoded must be UTF-8 without NUL.
pub(crate) fn refusal(state: &ServerState, request: &Request) -> Option<Response> {
    if request.uri().path_and_query().is_none_or(|target| is_readable(target.as_str())) {
        return None;
    }
    let message = "This address has percent-encoded bytes that are not text.";
    Some(failures::answer(state, request, &Failure::new(FailureKind::Invalid, message)))
}

/// Whether what is percent-encoded in `target` is text.
pub(crate) fn is_readable(target: &str) -> bool {
    if !target.contains('%') {
        return !target.contains('\0');
    }
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => (high << 4 | low, after),
                _ => return false,
            },
            (b'%', _) => return false,
            (byte, after) => (*byte, after),
        };
        bytes.push(byte);
        rest = after;
    }
    !bytes.contains(&0) && std::str::from_utf8(&bytes).is_ok()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_is_readable() {
        for target in ["/users/auth0%7C1?q=%C3%A9%20", "/users?q=a+b", "/users?q=%F0%9F%98%80"] {
            assert!(is_readable(target), "{target}");
        }
        for target in ["/%c0%af", "/%00", "/users?q=%ff", "/%", "/%4", "/%zz", "/%ED%A0%80"] {
            assert!(!is_readable(target), "{target}");
        }
    }
}
