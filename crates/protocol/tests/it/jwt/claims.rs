use model::{JsonObject, SigningAlgorithm};
use protocol::jwt::{self, Expected, Kind, TokenMistake};
use serde_json::{Value, json};

use super::{ACCESS, API, ISSUER, NOW, claims, header, keys, verify};
use crate::forging::{key, token, token_of_texts};

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn without(name: &str) -> Value {
    let mut claims = claims();
    claims.as_object_mut().unwrap().remove(name);
    claims
}

fn verify_claims(claims: &Value) -> Result<JsonObject, TokenMistake> {
    verify(&token(&key(SigningAlgorithm::EdDSA), &header(SigningAlgorithm::EdDSA), claims))
}

#[test]
fn another_issuer_is_refused() {
    for iss in [
        json!("https://id.example"),
        json!("https://ID.example/"),
        json!("https://id.example/other/"),
        json!("https://evil.example/"),
        json!([ISSUER]),
        json!(1),
        Value::Null,
    ] {
        assert_eq!(verify_claims(&with("iss", iss.clone())), Err(TokenMistake::Issuer), "{iss}");
    }
    assert_eq!(verify_claims(&without("iss")), Err(TokenMistake::Issuer));
}

#[test]
fn another_audience_is_refused() {
    for aud in [
        json!("https://api.example"),
        json!("https://api.example/v2"),
        json!(["https://other.example/"]),
        json!([]),
        json!([[API]]),
        json!({ "0": API }),
        json!(""),
        Value::Null,
    ] {
        assert_eq!(verify_claims(&with("aud", aud.clone())), Err(TokenMistake::Audience), "{aud}");
    }
    assert_eq!(verify_claims(&without("aud")), Err(TokenMistake::Audience));
    assert!(verify_claims(&with("aud", json!(["https://other.example/", API]))).is_ok());
}

/// S-204
#[test]
fn times_are_checked_with_a_minute_of_leeway() {
    for (name, offset, result) in [
        ("exp", -59, Ok(())),
        ("exp", -60, Err(TokenMistake::Expired)),
        ("exp", -61, Err(TokenMistake::Expired)),
        ("nbf", 59, Ok(())),
        ("nbf", 60, Ok(())),
        ("nbf", 61, Err(TokenMistake::NotYet)),
        ("iat", 59, Ok(())),
        ("iat", 61, Err(TokenMistake::NotYet)),
        ("iat", -1_000_000, Ok(())),
    ] {
        assert_eq!(verify_claims(&with(name, json!(NOW + offset))).map(|_| ()), result, "{name} {offset}");
    }
}

/// S-204
#[test]
fn times_that_are_none_are_refused() {
    assert_eq!(verify_claims(&without("exp")), Err(TokenMistake::Claim));
    for name in ["exp", "nbf", "iat"] {
        for value in [json!("1900000000"), json!(null), json!(true), json!([NOW]), json!(1e300), json!(-1e300)] {
            assert_eq!(verify_claims(&with(name, value.clone())), Err(TokenMistake::Claim), "{name} {value}");
        }
    }
    assert!(verify_claims(&with("exp", json!(NOW as f64 + 10.5))).is_ok());
    for value in [i64::MIN, i64::MAX] {
        let token = token(&key(SigningAlgorithm::EdDSA), &header(SigningAlgorithm::EdDSA), &with("exp", json!(value)));
        for now in [i64::MIN, 0, i64::MAX] {
            let _ = jwt::verify(&token, &keys(), &ACCESS, now);
        }
    }
}

/// S-243: the hint of a logout may be old; it must be ours.
#[test]
fn an_expired_token_is_taken_where_it_may_be() {
    let expected = Expected { kind: Kind::IdToken, audiences: &[], may_be_expired: true, ..ACCESS };
    let mut header = header(SigningAlgorithm::ES256);
    header["typ"] = json!("JWT");
    let old = with("exp", json!(NOW - 1_000_000));
    let check = |claims: &Value| {
        jwt::verify(&token(&key(SigningAlgorithm::ES256), &header, claims), &keys(), &expected, NOW).map(|_| ())
    };
    assert_eq!(check(&old), Ok(()));
    let mut other = old;
    other["iss"] = json!("https://evil.example/");
    assert_eq!(check(&other), Err(TokenMistake::Issuer));
    assert_eq!(check(&without("exp")), Err(TokenMistake::Claim));
}

#[test]
fn claims_that_are_no_object_are_refused() {
    for claims in [json!([]), json!("x"), json!(null), json!(1)] {
        assert_eq!(verify_claims(&claims), Err(TokenMistake::Malformed), "{claims}");
    }
}

/// RFC 7519 §4: two readers could read two tokens.
#[test]
fn a_claim_that_stands_twice_is_refused() {
    let twice = claims().to_string().replacen('{', "{\"sub\":\"auth0|2\",", 1);
    assert_eq!(twice.matches("sub").count(), 2);
    let key = key(SigningAlgorithm::EdDSA);
    let forged = token_of_texts(&key, &header(SigningAlgorithm::EdDSA).to_string(), &twice);
    assert_eq!(verify(&forged), Err(TokenMistake::Malformed));
    let twice = header(SigningAlgorithm::EdDSA).to_string().replacen('{', "{\"alg\":\"none\",", 1);
    let forged = token_of_texts(&key, &twice, &claims().to_string());
    assert_eq!(verify(&forged), Err(TokenMistake::Malformed));
}
