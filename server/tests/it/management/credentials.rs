//! /api/v2/clients/{client_id}/credentials

use directory::DEFAULT_TENANT;
use http::StatusCode;
use model::SigningAlgorithm;
use protocol::jwt::{Kind, sign};
use protocol::keys::SigningKey;
use serde_json::{Value, json};

use super::program::Program;
use crate::test_app::{Ask, URL};

const ALL: [&str; 8] = [
    "create:clients",
    "update:clients",
    "read:clients",
    "read:client_credentials",
    "create:client_credentials",
    "update:client_credentials",
    "delete:client_credentials",
    "update:client_keys",
];

/// A key pair of an application.
struct Pair {
    key: SigningKey,
    pem: String,
}

impl Pair {
    fn new() -> Self {
        let pair = rcgen::KeyPair::generate().unwrap();
        let key = SigningKey::from_pkcs8(SigningAlgorithm::ES256, &pair.serialize_der()).unwrap();
        Self { key, pem: pair.public_key_pem() }
    }

    fn body(&self, name: &str) -> Value {
        json!({ "credential_type": "public_key", "pem": self.pem, "alg": "ES256", "name": name })
    }

    /// Whether the token endpoint believes what the key signed.
    async fn is_believed(&self, program: &Program, client: &str, jti: &str) -> bool {
        let now = program.app.clock.now().0 / 1000;
        let claims =
            json!({ "iss": client, "sub": client, "aud": format!("{URL}/"), "jti": jti, "iat": now, "exp": now + 60 });
        let assertion = sign(&self.key, Kind::ClientAssertion, claims.as_object().unwrap()).unwrap();
        let fields = [
            ("grant_type", "client_credentials"),
            ("audience", "urn:none"),
            ("client_assertion_type", protocol::client_assertion::TYPE),
            ("client_assertion", assertion.as_str()),
        ];
        // There is no such API: whoever is told so was believed to be the application.
        program.app.send(Ask::form("/oauth/token", &fields)).await.status != StatusCode::UNAUTHORIZED
    }
}

async fn ok(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

async fn application(program: &Program) -> String {
    let body = json!({ "name": "Signer", "app_type": "non_interactive" });
    ok(program, "POST", "clients", Some(body), 201).await["client_id"].as_str().unwrap().to_owned()
}

fn methods(ids: &[&str]) -> Value {
    let credentials: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    json!({ "client_authentication_methods": { "private_key_jwt": { "credentials": credentials } }, "token_endpoint_auth_method": null })
}

/// The rotation that auth0-deploy-cli does.
#[tokio::test]
async fn a_key_counts_from_when_it_is_named_until_it_is_not() {
    let program = Program::new(&ALL).await;
    let id = application(&program).await;
    let (path, keys) = (format!("clients/{id}"), format!("clients/{id}/credentials"));
    let (old, new) = (Pair::new(), Pair::new());
    let first = ok(&program, "POST", &keys, Some(old.body("old")), 201).await;
    assert_eq!(
        (&first["name"], &first["credential_type"], &first["alg"]),
        (&json!("old"), &json!("public_key"), &json!("ES256"))
    );
    assert!(first.get("pem").is_none() && first["created_at"].is_string());
    assert!(!old.is_believed(&program, &id, "1").await, "it is registered and no more");
    let first = first["id"].as_str().unwrap();
    let client = ok(&program, "PATCH", &path, Some(methods(&[first])), 200).await;
    assert!(client.get("token_endpoint_auth_method").is_none() && client.get("client_secret").is_none());
    assert_eq!(client["client_authentication_methods"]["private_key_jwt"]["credentials"], json!([{ "id": first }]));
    assert!(old.is_believed(&program, &id, "2").await);
    let second = ok(&program, "POST", &keys, Some(new.body("new")), 201).await;
    let second = second["id"].as_str().unwrap();
    assert_eq!(program.ask("DELETE", &format!("{keys}/{first}"), None).await.status, 400, "it authenticates with it");
    ok(&program, "PATCH", &path, Some(methods(&[second])), 200).await;
    assert!(!old.is_believed(&program, &id, "3").await && new.is_believed(&program, &id, "4").await);
    ok(&program, "DELETE", &format!("{keys}/{first}"), None, 204).await;
    ok(&program, "DELETE", &format!("{keys}/{first}"), None, 204).await;
    assert_eq!(ok(&program, "GET", &keys, None, 200).await.as_array().unwrap().len(), 1);
    assert_eq!(ok(&program, "GET", &format!("{keys}/{second}"), None, 200).await["name"], "new");
    assert_eq!(ok(&program, "GET", &format!("{keys}/{first}"), None, 404).await["errorCode"], "inexistent_credential");
    let back = json!({ "client_authentication_methods": null, "token_endpoint_auth_method": "client_secret_post" });
    assert!(ok(&program, "PATCH", &path, Some(back), 200).await["client_secret"].is_string());
    assert!(!new.is_believed(&program, &id, "5").await);
    ok(&program, "DELETE", &format!("{keys}/{second}"), None, 204).await;
}

#[tokio::test]
async fn a_key_that_ended_is_believed_no_more() {
    let program = Program::new(&ALL).await;
    let id = application(&program).await;
    let (path, keys, pair) = (format!("clients/{id}"), format!("clients/{id}/credentials"), Pair::new());
    let key = ok(&program, "POST", &keys, Some(pair.body("k")), 201).await["id"].as_str().unwrap().to_owned();
    ok(&program, "PATCH", &path, Some(methods(&[&key])), 200).await;
    let one = format!("{keys}/{key}");
    let end = program.app.clock.now().plus_days(1);
    let changed = ok(&program, "PATCH", &one, Some(json!({ "expires_at": end })), 201).await;
    assert_eq!(changed["expires_at"], json!(end));
    assert!(pair.is_believed(&program, &id, "1").await);
    program.app.clock.advance(86_400_000);
    assert!(!pair.is_believed(&program, &id, "2").await);
    let past = program.ask("PATCH", &one, Some(json!({ "expires_at": end }))).await;
    assert!(past.status == 400 && past.body.contains("future"), "{}", past.body);
    let stored = program.app.directory.find_client(DEFAULT_TENANT, &id).await.unwrap().unwrap();
    assert_eq!(stored.public_keys[0].expires_at, Some(end));
}

#[tokio::test]
async fn an_application_is_made_with_its_key() {
    let program = Program::new(&ALL).await;
    let pair = Pair::new();
    let body = json!({
        "name": "Signer", "app_type": "non_interactive",
        "client_authentication_methods": { "private_key_jwt": { "credentials": [pair.body("first")] } },
    });
    let made = ok(&program, "POST", "clients", Some(body), 201).await;
    let id = made["client_id"].as_str().unwrap();
    assert!(made.get("client_secret").is_none() && pair.is_believed(&program, id, "1").await);
    let read = program.get(&format!("clients/{id}")).await;
    assert!(read.get("client_authentication_methods").is_some(), "read:client_credentials shows it");
}

#[tokio::test]
async fn what_is_no_key_is_refused() {
    let program = Program::new(&ALL).await;
    let id = application(&program).await;
    let (keys, pair) = (format!("clients/{id}/credentials"), Pair::new());
    for (body, part) in [
        (json!({ "credential_type": "public_key" }), "pem"),
        (json!({ "credential_type": "x509_cert", "pem": pair.pem }), "No enum match for: x509_cert"),
        (json!({ "credential_type": "public_key", "pem": "x" }), "public_keys"),
        (json!({ "credential_type": "public_key", "pem": pair.pem, "alg": "RS384" }), "No enum match for: RS384"),
        (
            json!({ "credential_type": "public_key", "pem": pair.pem, "alg": "ES256", "expires_at": "soon" }),
            "expires_at",
        ),
        (
            json!({ "credential_type": "public_key", "pem": pair.pem, "alg": "ES256", "expires_at": "2020-01-01T00:00:00.000Z" }),
            "future",
        ),
        (json!({ "credential_type": "public_key", "pem": pair.pem, "alg": "ES256", "kid": "a b" }), "id of a key"),
    ] {
        let answer = program.ask("POST", &keys, Some(body.clone())).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
        assert!(answer.body.contains(part), "{body}: {}", answer.body);
    }
    ok(&program, "POST", &keys, Some(pair.body("k")), 201).await;
    ok(&program, "POST", &keys, Some(pair.body("again")), 409).await;
    let unknown = program.ask("PATCH", &format!("clients/{id}"), Some(methods(&["cred_none"]))).await;
    assert!(unknown.status == 400 && unknown.body.contains("cred_none"), "{}", unknown.body);
    ok(&program, "GET", "clients/nobody/credentials", None, 404).await;
}
