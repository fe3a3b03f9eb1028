use proptest::prelude::*;
use protocol::pkce::{self, Challenge};

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn challenge() -> Challenge {
    Challenge::parse(Some(CHALLENGE), Some("S256")).unwrap().unwrap()
}

#[test]
fn the_example_of_the_rfc_verifies() {
    assert_eq!(Challenge::of(VERIFIER), challenge());
    assert_eq!(pkce::verify(Some(&challenge()), Some(VERIFIER)), Ok(()));
}

/// S-132
#[test]
fn other_methods_and_a_missing_one_are_refused() {
    for method in [None, Some("plain"), Some("s256"), Some("S512"), Some("S256 "), Some("")] {
        assert_eq!(Challenge::parse(Some(CHALLENGE), method).unwrap_err().code, "invalid_request", "{method:?}");
    }
    assert_eq!(Challenge::parse(None, Some("S256")).unwrap_err().code, "invalid_request");
    assert_eq!(Challenge::parse(None, None), Ok(None));
}

/// S-133
#[test]
fn a_challenge_is_43_characters_of_base64url() {
    let long = format!("{CHALLENGE}A");
    let padded = format!("{}=", &CHALLENGE[..42]);
    let spaced = format!(" {}", &CHALLENGE[..42]);
    let plus = format!("+{}", &CHALLENGE[..42]);
    let accent = format!("é{}", &CHALLENGE[..41]);
    for bad in [&CHALLENGE[..42], &long, &padded, &spaced, &plus, &accent, ""] {
        assert_eq!(Challenge::parse(Some(bad), Some("S256")).unwrap_err().code, "invalid_request", "{bad}");
    }
}

/// S-133
#[test]
fn a_verifier_has_43_to_128_unreserved_characters() {
    for bad in [
        "a".repeat(42),
        "a".repeat(129),
        format!("{}=", "a".repeat(43)),
        format!("{}+", "a".repeat(43)),
        format!("{} ", "a".repeat(43)),
        format!("{}é", "a".repeat(43)),
        format!("{}\n", "a".repeat(43)),
        String::new(),
    ] {
        // Even if the challenge was made from it.
        let error = pkce::verify(Some(&Challenge::of(&bad)), Some(&bad)).unwrap_err();
        assert_eq!((error.status, error.code), (400, "invalid_request"), "{bad}");
    }
    for good in ["a".repeat(43), "~".repeat(128), "-._~".repeat(20)] {
        assert_eq!(pkce::verify(Some(&Challenge::of(&good)), Some(&good)), Ok(()), "{good}");
    }
}

/// S-134, N-018, N-019
#[test]
fn one_of_the_two_without_the_other_is_refused() {
    for (challenge, verifier) in [(Some(challenge()), None), (None, Some(VERIFIER))] {
        let error = pkce::verify(challenge.as_ref(), verifier).unwrap_err();
        assert_eq!((error.status, error.code), (403, "invalid_grant"));
        assert_eq!(error.description, "Failed to verify code verifier");
    }
    assert_eq!(pkce::verify(None, None), Ok(()));
}

/// S-135
#[test]
fn the_verifier_of_another_code_is_refused() {
    let other = Challenge::of(&"b".repeat(43));
    assert_eq!(pkce::verify(Some(&other), Some(VERIFIER)).unwrap_err().code, "invalid_grant");
}

#[test]
fn a_challenge_is_stored_as_its_text() {
    let json = serde_json::to_string(&challenge()).unwrap();
    assert_eq!(json, format!("\"{CHALLENGE}\""));
    assert_eq!(serde_json::from_str::<Challenge>(&json).unwrap(), challenge());
}

proptest! {
    /// S-133
    #[test]
    fn each_verifier_that_is_allowed_fits_its_own_challenge_alone(
        verifier in "[A-Za-z0-9._~-]{43,128}",
        other in "[A-Za-z0-9._~-]{43,128}",
    ) {
        let challenge = Challenge::of(&verifier);
        let again = Challenge::parse(Some(challenge.as_str()), Some("S256")).unwrap();
        prop_assert_eq!(again.as_ref(), Some(&challenge));
        prop_assert!(pkce::verify(Some(&challenge), Some(&verifier)).is_ok());
        prop_assert_eq!(pkce::verify(Some(&challenge), Some(&other)).is_ok(), verifier == other);
    }

    /// S-133
    #[test]
    fn any_text_is_either_well_formed_or_refused(text in "\\PC{0,140}") {
        let is_unreserved = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
        let is_allowed = is_unreserved && (43..=128).contains(&text.len());
        prop_assert_eq!(pkce::verify(Some(&Challenge::of(&text)), Some(&text)).is_ok(), is_allowed);
        let _ = Challenge::parse(Some(&text), Some("S256"));
    }
}
