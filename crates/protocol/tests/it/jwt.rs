//! Forged tokens, and what a token says (`jwt/claims.rs`).

mod claims;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{JsonObject, SigningAlgorithm};
use proptest::prelude::*;
use protocol::jwt::{self, Expected, Kind, TokenMistake};
use protocol::keys::VerificationKey;
use serde_json::{Value, json};

use crate::forging::{key, pem, public_der, signed, token};

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://id.example/";
const API: &str = "https://api.example/";

const ACCESS: Expected<'static> =
    Expected { kind: Kind::AccessToken, issuer: ISSUER, audiences: &[API], may_be_expired: false };

const ALL: [SigningAlgorithm; 3] = [SigningAlgorithm::RS256, SigningAlgorithm::ES256, SigningAlgorithm::EdDSA];

fn claims() -> Value {
    json!({ "iss": ISSUER, "sub": "auth0|1", "aud": API, "iat": NOW, "exp": NOW + 100 })
}

fn header(algorithm: SigningAlgorithm) -> Value {
    json!({ "alg": algorithm, "typ": "at+jwt", "kid": key(algorithm).kid() })
}

fn keys() -> Vec<VerificationKey> {
    ALL.map(|algorithm| key(algorithm).verification_key().unwrap()).to_vec()
}

fn verify(token: &str) -> Result<JsonObject, TokenMistake> {
    jwt::verify(token, &keys(), &ACCESS, NOW)
}

#[test]
fn what_we_sign_we_believe() {
    for algorithm in ALL {
        let signed = jwt::sign(&key(algorithm), Kind::AccessToken, claims().as_object().unwrap()).unwrap();
        assert_eq!(verify(&signed).unwrap(), *claims().as_object().unwrap());
        let header = jsonwebtoken::decode_header(&signed).unwrap();
        assert_eq!((header.typ.as_deref(), header.kid.as_deref()), (Some("at+jwt"), Some(key(algorithm).kid())));
        assert_eq!(verify(&token(&key(algorithm), &self::header(algorithm), &claims())).map(|_| ()), Ok(()));
    }
}

/// S-203
#[test]
fn an_unsigned_token_is_refused() {
    for alg in ["none", "None", "NONE", "nOnE", ""] {
        for typ in ["at+jwt", "JWT"] {
            let header = json!({ "alg": alg, "typ": typ, "kid": key(SigningAlgorithm::RS256).kid() });
            let forged = signed(&header, &claims(), |_| Vec::new());
            assert_eq!(verify(&forged), Err(TokenMistake::Malformed), "{forged}");
        }
    }
    let good = jwt::sign(&key(SigningAlgorithm::RS256), Kind::AccessToken, claims().as_object().unwrap()).unwrap();
    let (message, _) = good.rsplit_once('.').unwrap();
    for forged in [message.to_owned(), format!("{message}."), format!("{message}.AAAA")] {
        assert!(verify(&forged).is_err());
    }
}

/// S-203, N-028: the public key is no secret.
#[test]
fn hmac_with_the_public_key_is_refused() {
    for algorithm in ALL {
        let key = key(algorithm);
        let jwk = key.public_jwk();
        let decoded = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap_or_default()).unwrap();
        let secrets = [
            pem(&key).into_bytes(),
            pem(&key).trim_end().as_bytes().to_vec(),
            public_der(&key),
            jwk.to_string().into_bytes(),
            decoded("n"),
            decoded("x"),
            Vec::new(),
        ];
        for secret in secrets {
            let secret = hmac::Key::new(hmac::HMAC_SHA256, &secret);
            for alg in ["HS256", "HS384", "HS512"] {
                let header = json!({ "alg": alg, "typ": "at+jwt", "kid": key.kid() });
                let forged = signed(&header, &claims(), |message| hmac::sign(&secret, message).as_ref().to_vec());
                assert_eq!(verify(&forged), Err(TokenMistake::Signature), "{algorithm:?} {alg}");
            }
        }
    }
}

/// S-203: a token brings no key of its own, and no duty that we do not know.
#[test]
fn headers_that_bring_keys_or_duties_are_refused() {
    let mine = key(SigningAlgorithm::ES256).public_jwk().clone();
    for (name, value) in [
        ("jku", json!("https://evil.example/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("jwk", mine),
        ("x5c", json!(["MIIB"])),
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("zip", json!("DEF")),
        ("enc", json!("A128GCM")),
    ] {
        for algorithm in ALL {
            let mut header = header(algorithm);
            header[name] = value.clone();
            let forged = token(&key(algorithm), &header, &claims());
            assert_eq!(verify(&forged), Err(TokenMistake::Header), "{name}");
            assert_eq!(jwt::peek(&forged), None, "{name}");
        }
    }
    let mut header = header(SigningAlgorithm::ES256);
    header["jwk"] = json!({ "kty": "nonsense" });
    assert!(verify(&token(&key(SigningAlgorithm::ES256), &header, &claims())).is_err());
}

/// S-203: an id is looked for among the keys and means nothing else.
#[test]
fn a_key_id_is_no_path_and_no_query() {
    for kid in [
        json!("../../../../dev/null"),
        json!("/etc/passwd"),
        json!("' OR 1=1 --"),
        json!("https://evil.example/key"),
        json!(""),
        json!(format!("{}/", key(SigningAlgorithm::ES256).kid())),
        json!(key(SigningAlgorithm::ES256).kid().to_uppercase()),
        Value::Null,
    ] {
        let mut header = header(SigningAlgorithm::ES256);
        header["kid"] = kid.clone();
        let forged = token(&key(SigningAlgorithm::ES256), &header, &claims());
        assert_eq!(verify(&forged), Err(TokenMistake::UnknownKey), "{kid}");
    }
    let none = jwt::verify(
        &token(&key(SigningAlgorithm::ES256), &header(SigningAlgorithm::ES256), &claims()),
        &[],
        &ACCESS,
        NOW,
    );
    assert_eq!(none, Err(TokenMistake::UnknownKey));
}

/// S-203: the key decides about the algorithm.
#[test]
fn another_keys_id_or_algorithm_is_refused() {
    for algorithm in ALL {
        for other in ALL.into_iter().filter(|other| *other != algorithm) {
            let mut header = header(algorithm);
            header["kid"] = json!(key(other).kid());
            assert_eq!(verify(&token(&key(algorithm), &header, &claims())), Err(TokenMistake::Signature));
            let mut header = self::header(algorithm);
            header["alg"] = json!(other);
            assert_eq!(verify(&token(&key(algorithm), &header, &claims())), Err(TokenMistake::Signature));
        }
    }
    for alg in ["RS384", "RS512", "PS256"] {
        let mut header = header(SigningAlgorithm::RS256);
        header["alg"] = json!(alg);
        assert_eq!(verify(&token(&key(SigningAlgorithm::RS256), &header, &claims())), Err(TokenMistake::Signature));
    }
}

/// S-203: an ID token is no access token, and the other way round.
#[test]
fn a_token_of_another_kind_is_refused() {
    for (typ, access, id) in [
        (json!("at+jwt"), true, false),
        (json!("AT+JWT"), true, false),
        (json!("application/at+jwt"), true, false),
        (json!("JWT"), false, true),
        (json!("jwt"), false, true),
        (json!("client-authentication+jwt"), false, false),
        (json!("logout+jwt"), false, false),
        (json!("dpop+jwt"), false, false),
        (json!("at+jwt "), false, false),
        (json!(""), false, false),
        (Value::Null, false, false),
    ] {
        let mut header = header(SigningAlgorithm::EdDSA);
        header["typ"] = typ.clone();
        let token = token(&key(SigningAlgorithm::EdDSA), &header, &claims());
        let id_expected = Expected { kind: Kind::IdToken, ..ACCESS };
        assert_eq!(verify(&token).is_ok(), access, "{typ}");
        assert_eq!(jwt::verify(&token, &keys(), &id_expected, NOW).is_ok(), id, "{typ}");
    }
}

/// S-205
#[test]
fn a_token_is_good_whole_or_not_at_all() {
    for algorithm in ALL {
        let good = token(&key(algorithm), &header(algorithm), &claims());
        let part = |n: usize| good.split('.').nth(n).unwrap().to_owned();
        let (head, body, signature) = (part(0), part(1), part(2));
        for bad in [
            good[..good.len() - 1].to_owned(),
            format!("{good}A"),
            format!("{good}="),
            format!("{good}.A"),
            format!("{good} "),
            format!(" {good}"),
            format!("{head}.{body}."),
            format!(".{body}.{signature}"),
            format!("{head}..{signature}"),
            format!("{body}.{head}.{signature}"),
            good.to_uppercase(),
            good.replace('.', ".."),
            String::new(),
            "..".to_owned(),
            ".".repeat(10_000),
            "é.é.é".to_owned(),
            "A".repeat(1_000_000),
        ] {
            assert!(verify(&bad).is_err(), "{}", &bad.chars().take(80).collect::<String>());
        }
    }
}

#[test]
fn peeking_gives_claims_and_no_more() {
    let forged = signed(&json!({ "alg": "RS256" }), &claims(), |_| vec![0]);
    assert_eq!(jwt::peek(&forged).unwrap()["sub"], "auth0|1");
    for bad in ["", "a.b.c", "..", &"x".repeat(100_000)] {
        assert_eq!(jwt::peek(bad), None);
    }
}

proptest! {
    /// S-203, S-205
    #[test]
    fn one_changed_character_is_refused(at in any::<prop::sample::Index>(), with in "[A-Za-z0-9_.-]") {
        let good = token(&key(SigningAlgorithm::ES256), &header(SigningAlgorithm::ES256), &claims());
        let at = at.index(good.len());
        let mut bad = good.clone();
        bad.replace_range(at..=at, &with);
        prop_assert_eq!(verify(&bad).is_ok(), bad == good);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}", head in "\\PC{0,50}", body in "\\PC{0,50}") {
        let _ = (verify(&text), jwt::peek(&text));
        let encoded = format!("{}.{}.AAAA", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(body));
        let _ = (verify(&encoded), jwt::peek(&encoded));
    }
}
