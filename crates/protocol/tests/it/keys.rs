use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{ClientPublicKey, SigningAlgorithm};
use protocol::keys::{KeyMistake, SigningKey, VerificationKey};
use serde_json::{Value, json};

use crate::forging::{key, pem};

const ALL: [SigningAlgorithm; 3] = [SigningAlgorithm::RS256, SigningAlgorithm::ES256, SigningAlgorithm::EdDSA];

#[test]
fn a_key_survives_its_storage() {
    for algorithm in ALL {
        let original = key(algorithm);
        let again = SigningKey::from_pkcs8(algorithm, &original.to_pkcs8().unwrap()).unwrap();
        assert_eq!(again.kid(), original.kid());
        assert_eq!(again.public_jwk(), original.public_jwk());
        assert_eq!(again.algorithm(), algorithm);
    }
}

#[test]
fn a_public_key_shows_nothing_private() {
    for algorithm in ALL {
        let key = key(algorithm);
        let names: Vec<&str> = key.public_jwk().as_object().unwrap().keys().map(String::as_str).collect();
        let expected = match algorithm {
            SigningAlgorithm::RS256 => vec!["alg", "e", "kid", "kty", "n", "use"],
            SigningAlgorithm::ES256 => vec!["alg", "crv", "kid", "kty", "use", "x", "y"],
            SigningAlgorithm::EdDSA => vec!["alg", "crv", "kid", "kty", "use", "x"],
        };
        let mut sorted = names;
        sorted.sort_unstable();
        assert_eq!(sorted, expected);
        assert_eq!(key.public_jwk()["kid"], key.kid());
        assert_eq!(key.public_jwk()["use"], "sig");
        let private = key.to_pkcs8().unwrap();
        let shown = format!("{key:?}");
        assert!(!shown.contains(&URL_SAFE_NO_PAD.encode(&private)), "{shown}");
    }
}

/// RFC 8037, appendices A.1 and A.3.
#[test]
fn the_id_is_the_thumbprint_of_the_rfc() {
    let mut pkcs8 = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    pkcs8.extend(URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap());
    let key = SigningKey::from_pkcs8(SigningAlgorithm::EdDSA, &pkcs8).unwrap();
    assert_eq!(key.public_jwk()["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn bytes_that_are_no_key_of_that_algorithm_are_refused() {
    for algorithm in ALL {
        for other in ALL.into_iter().filter(|other| *other != algorithm) {
            let der = key(other).to_pkcs8().unwrap();
            assert_eq!(SigningKey::from_pkcs8(algorithm, &der).unwrap_err(), KeyMistake::Format);
        }
        let mut der = key(algorithm).to_pkcs8().unwrap();
        der.truncate(der.len() - 1);
        for bad in [der, Vec::new(), vec![0; 100]] {
            assert_eq!(SigningKey::from_pkcs8(algorithm, &bad).unwrap_err(), KeyMistake::Format);
        }
    }
}

/// S-203: the key says what it is for.
#[test]
fn a_verification_key_has_one_asymmetric_algorithm() {
    let good = key(SigningAlgorithm::ES256).public_jwk().clone();
    assert!(VerificationKey::from_jwk(&good).is_ok());
    let changed = |name: &str, value: Value| {
        let mut jwk = good.clone();
        jwk[name] = value;
        jwk
    };
    for bad in [
        changed("alg", json!("HS256")),
        changed("alg", json!("none")),
        changed("alg", json!("RS256")),
        changed("alg", Value::Null),
        changed("kid", Value::Null),
        changed("x", json!("!")),
        json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "HS256", "kid": "1" }),
        json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "RS256", "kid": "1" }),
        json!({}),
        json!([]),
        Value::Null,
    ] {
        assert!(VerificationKey::from_jwk(&bad).is_err(), "{bad}");
    }
}

#[test]
fn an_application_registers_public_keys_of_its_algorithm() {
    let registered = |algorithm, alg: &str| ClientPublicKey {
        name: "key".to_owned(),
        pem: pem(&key(algorithm)),
        alg: alg.to_owned(),
        ..ClientPublicKey::default()
    };
    for (algorithm, alg, is_good) in [
        (SigningAlgorithm::RS256, "RS256", true),
        (SigningAlgorithm::RS256, "PS256", true),
        (SigningAlgorithm::ES256, "ES256", true),
        (SigningAlgorithm::EdDSA, "EdDSA", true),
        (SigningAlgorithm::RS256, "ES256", false),
        (SigningAlgorithm::ES256, "RS256", false),
        (SigningAlgorithm::EdDSA, "ES256", false),
        (SigningAlgorithm::RS256, "HS256", false),
        (SigningAlgorithm::RS256, "none", false),
        (SigningAlgorithm::RS256, "", false),
    ] {
        assert_eq!(VerificationKey::from_pem(&registered(algorithm, alg)).is_ok(), is_good, "{algorithm:?} {alg}");
    }
    let broken = ClientPublicKey { pem: "-----BEGIN PUBLIC KEY-----\nAAAA".to_owned(), ..registered(ALL[0], "RS256") };
    assert!(VerificationKey::from_pem(&broken).is_err());
}
