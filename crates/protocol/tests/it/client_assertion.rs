use aws_lc_rs::hmac;
use model::{ClientPublicKey, SigningAlgorithm};
use protocol::client_assertion::{self, Assertion};
use protocol::jwt::TokenMistake;
use serde_json::{Value, json};

use crate::forging::{key, pem, signed, token};

const NOW: i64 = 1_800_000_000;
const CLIENT: &str = "abcdefghijklmnopqrstuvwxyz012345";
const AUDIENCES: [&str; 2] = ["https://id.example/", "https://id.example/oauth/token"];

fn registered(algorithm: SigningAlgorithm, alg: &str) -> ClientPublicKey {
    ClientPublicKey {
        name: "key".to_owned(),
        pem: pem(&key(algorithm)),
        alg: alg.to_owned(),
        ..ClientPublicKey::default()
    }
}

fn public_keys() -> Vec<ClientPublicKey> {
    vec![
        ClientPublicKey {
            name: "broken".to_owned(),
            pem: "x".to_owned(),
            alg: "RS256".to_owned(),
            ..ClientPublicKey::default()
        },
        registered(SigningAlgorithm::RS256, "RS256"),
        registered(SigningAlgorithm::ES256, "ES256"),
    ]
}

fn claims() -> Value {
    json!({ "iss": CLIENT, "sub": CLIENT, "aud": AUDIENCES[1], "iat": NOW, "exp": NOW + 60, "jti": "j1" })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn verify(assertion: &str) -> Result<Assertion, TokenMistake> {
    client_assertion::verify(assertion, CLIENT, &public_keys(), &AUDIENCES, NOW)
}

fn verify_claims(claims: &Value) -> Result<Assertion, TokenMistake> {
    verify(&token(&key(SigningAlgorithm::ES256), &json!({ "alg": "ES256" }), claims))
}

#[test]
fn an_assertion_by_a_registered_key_is_good() {
    for (algorithm, header) in [
        (SigningAlgorithm::RS256, json!({ "alg": "RS256", "typ": "JWT", "kid": "whatever" })),
        (SigningAlgorithm::ES256, json!({ "alg": "ES256" })),
        (SigningAlgorithm::ES256, json!({ "alg": "ES256", "typ": "client-authentication+jwt" })),
    ] {
        let assertion = token(&key(algorithm), &header, &claims());
        assert_eq!(client_assertion::client_of(&assertion).as_deref(), Some(CLIENT));
        let good = verify(&assertion).unwrap();
        assert_eq!(good.jti, "j1");
        assert_eq!(good.expires_at, NOW + 120, "until then it must be kept, leeway included");
    }
    for alg in ["PS256", "EdDSA"] {
        let algorithm = if alg == "PS256" { SigningAlgorithm::RS256 } else { SigningAlgorithm::EdDSA };
        let assertion = token(&key(algorithm), &json!({ "alg": alg }), &claims());
        let keys = [registered(algorithm, alg)];
        assert!(client_assertion::verify(&assertion, CLIENT, &keys, &AUDIENCES, NOW).is_ok(), "{alg}");
    }
}

/// S-112: what it is for is our issuer or the endpoint.
#[test]
fn an_assertion_for_somebody_else_is_refused() {
    for aud in [json!("https://evil.example/"), json!([]), json!(CLIENT), Value::Null] {
        assert_eq!(verify_claims(&with("aud", aud.clone())), Err(TokenMistake::Audience), "{aud}");
    }
    assert!(verify_claims(&with("aud", json!(AUDIENCES[0]))).is_ok());
    assert!(verify_claims(&with("aud", json!(AUDIENCES))).is_ok());
    let assertion = token(&key(SigningAlgorithm::ES256), &json!({ "alg": "ES256" }), &claims());
    let nowhere = client_assertion::verify(&assertion, CLIENT, &public_keys(), &[], NOW);
    assert_eq!(nowhere, Err(TokenMistake::Audience));
}

/// RFC 7523 §3: both are the client.
#[test]
fn an_assertion_of_another_client_is_refused() {
    assert_eq!(verify_claims(&with("iss", json!("other"))), Err(TokenMistake::Issuer));
    assert_eq!(verify_claims(&with("sub", json!("other"))), Err(TokenMistake::Claim));
    assert_eq!(verify_claims(&with("sub", Value::Null)), Err(TokenMistake::Claim));
    let assertion = token(&key(SigningAlgorithm::ES256), &json!({ "alg": "ES256" }), &claims());
    assert!(client_assertion::verify(&assertion, "other", &public_keys(), &AUDIENCES, NOW).is_err());
}

/// S-112, S-204
#[test]
fn an_assertion_lives_for_five_minutes_at_most() {
    for (name, offset, result) in [
        ("exp", 300, Ok(())),
        ("exp", 359, Ok(())),
        ("exp", 361, Err(TokenMistake::Claim)),
        ("exp", 86_400, Err(TokenMistake::Claim)),
        ("exp", -59, Ok(())),
        ("exp", -61, Err(TokenMistake::Expired)),
        ("iat", 61, Err(TokenMistake::NotYet)),
        ("nbf", 61, Err(TokenMistake::NotYet)),
    ] {
        assert_eq!(verify_claims(&with(name, json!(NOW + offset))).map(|_| ()), result, "{name} {offset}");
    }
    assert_eq!(verify_claims(&with("exp", Value::Null)), Err(TokenMistake::Claim));
    assert_eq!(verify_claims(&with("exp", json!(i64::MAX))), Err(TokenMistake::Claim));
}

/// S-112, N-027: without an id it could be used again.
#[test]
fn an_assertion_without_an_id_is_refused() {
    for jti in [Value::Null, json!(""), json!(1), json!("x".repeat(256))] {
        assert_eq!(verify_claims(&with("jti", jti.clone())), Err(TokenMistake::Claim), "{jti}");
    }
}

/// N-028, S-203
#[test]
fn forged_assertions_are_refused() {
    let secret = hmac::Key::new(hmac::HMAC_SHA256, registered(SigningAlgorithm::RS256, "RS256").pem.as_bytes());
    let mac = |message: &[u8]| hmac::sign(&secret, message).as_ref().to_vec();
    let stranger = key(SigningAlgorithm::EdDSA);
    for forged in [
        signed(&json!({ "alg": "HS256" }), &claims(), mac),
        signed(&json!({ "alg": "RS256" }), &claims(), mac),
        signed(&json!({ "alg": "none" }), &claims(), |_| Vec::new()),
        token(&stranger, &json!({ "alg": "EdDSA" }), &claims()),
        token(&stranger, &json!({ "alg": "EdDSA", "jwk": stranger.public_jwk() }), &claims()),
        token(&key(SigningAlgorithm::ES256), &json!({ "alg": "ES256", "jku": "https://evil.example/" }), &claims()),
        token(&key(SigningAlgorithm::ES256), &json!({ "alg": "ES256", "typ": "at+jwt" }), &claims()),
        token(&key(SigningAlgorithm::RS256), &json!({ "alg": "PS256" }), &claims()),
    ] {
        assert!(verify(&forged).is_err(), "{forged}");
    }
    // An application whose method is `private_key_jwt` and that has no key yet is nobody.
    let good = token(&key(SigningAlgorithm::ES256), &json!({ "alg": "ES256" }), &claims());
    assert!(client_assertion::verify(&good, CLIENT, &[], &AUDIENCES, NOW).is_err());
}

#[test]
fn nonsense_belongs_to_nobody() {
    for text in ["", "a", "a.b.c", "..."] {
        assert_eq!(client_assertion::client_of(text), None, "{text}");
        assert!(verify(text).is_err());
    }
}
