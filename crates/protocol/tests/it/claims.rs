use model::{Identity, JsonObject, SigningAlgorithm, Timestamp, TokenDialect, UserProfile};
use proptest::prelude::*;
use protocol::Scope;
use protocol::claims::{AccessToken, CLAIMS, IdToken, SCOPES, hash_of, machine_subject, profile};
use serde_json::json;

fn user() -> UserProfile {
    UserProfile {
        user_id: "auth0|1".into(),
        email: Some("ada@a.example".to_owned()),
        email_verified: Some(true),
        username: Some("ada".to_owned()),
        phone_number: Some("+49123".to_owned()),
        name: Some("Ada".to_owned()),
        given_name: Some("Ada".to_owned()),
        family_name: Some("Lovelace".to_owned()),
        nickname: Some("ada".to_owned()),
        picture: Some("https://a.example/p.png".to_owned()),
        created_at: Timestamp(0),
        updated_at: Timestamp(1_674_673_227_084),
        identities: vec![Identity { connection: "db".to_owned(), ..Identity::default() }],
        app_metadata: json!({ "role": "secret" }).as_object().cloned(),
        user_metadata: json!({ "colour": "secret" }).as_object().cloned(),
        last_ip: Some("192.0.2.1".to_owned()),
        attributes: json!({ "iss": "https://evil.example/", "locale": "secret" }).as_object().cloned().unwrap(),
        ..UserProfile::default()
    }
}

fn names(claims: &JsonObject) -> Vec<&str> {
    let mut names: Vec<&str> = claims.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn each_scope_gives_its_claims() {
    for (scope, expected) in [
        ("", vec!["sub"]),
        ("openid", vec!["sub"]),
        ("openid email", vec!["email", "email_verified", "sub"]),
        ("openid phone", vec!["phone_number", "phone_number_verified", "sub"]),
        ("openid profile", vec!["family_name", "given_name", "name", "nickname", "picture", "sub", "updated_at"]),
        ("openid name created_at", vec!["created_at", "name", "sub"]),
        ("openid identities", vec!["identities", "sub"]),
        ("openid offline_access read:users address", vec!["sub"]),
    ] {
        assert_eq!(names(&profile(&user(), &Scope::parse(scope).unwrap())), expected, "{scope}");
    }
}

/// Auth0's SDKs expect a text.
#[test]
fn updated_at_is_a_text_as_at_auth0() {
    let claims = profile(&user(), &Scope::parse("profile").unwrap());
    assert_eq!(claims["updated_at"], "2023-01-25T19:00:27.084Z");
}

#[test]
fn what_a_user_does_not_have_is_left_out() {
    let nobody = UserProfile { user_id: "auth0|2".into(), ..UserProfile::default() };
    let claims = profile(&nobody, &Scope::parse("openid profile email phone").unwrap());
    assert_eq!(names(&claims), ["sub", "updated_at"]);
    let unverified = UserProfile { email: Some("a@b.example".to_owned()), ..nobody };
    assert_eq!(profile(&unverified, &Scope::parse("email").unwrap())["email_verified"], false);
}

fn id_token<'a>(user: &'a UserProfile, scope: &'a Scope) -> IdToken<'a> {
    IdToken {
        issuer: "https://id.example/",
        client_id: "c",
        user,
        scope,
        issued_at: 1000,
        lifetime: 36_000,
        auth_time: Some(900),
        nonce: Some("n"),
        session_id: Some("s"),
        algorithm: SigningAlgorithm::RS256,
        access_token: Some("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
        code: Some("Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk"),
    }
}

/// S-244; the hashes are those of OpenID Connect Core, appendix A.
#[test]
fn an_id_token_says_whom_it_is_for_and_what_it_goes_with() {
    let (user, scope) = (user(), Scope::parse("openid").unwrap());
    let claims = id_token(&user, &scope).claims();
    assert_eq!(
        serde_json::Value::from(claims),
        json!({
            "iss": "https://id.example/", "aud": "c", "sub": "auth0|1", "iat": 1000, "exp": 37_000, "auth_time": 900,
            "nonce": "n", "sid": "s", "at_hash": "77QmUPtjPfzWtF2AnpK9RQ", "c_hash": "LDktKdoQak3Pk0cnXxCltA",
        })
    );
    assert_eq!(hash_of(SigningAlgorithm::EdDSA, "x").len(), 43, "half of SHA-512");
}

/// A profile cannot say who issued the token.
#[test]
fn the_users_own_attributes_change_no_claim() {
    let (user, scope) = (user(), Scope::parse("openid profile email phone identities created_at").unwrap());
    let claims = id_token(&user, &scope).claims();
    assert_eq!(claims["iss"], "https://id.example/");
    assert!(!serde_json::Value::from(claims.clone()).to_string().contains("secret"));
    let undeclared: Vec<_> =
        claims.keys().filter(|name| !CLAIMS.contains(&name.as_str()) && !name.ends_with("_hash")).collect();
    assert!(undeclared.is_empty(), "discovery does not name {undeclared:?}");
}

/// S-117: each scope that discovery names does something.
#[test]
fn each_scope_that_is_named_gives_a_claim() {
    for scope in SCOPES.into_iter().filter(|scope| !["openid", "offline_access"].contains(scope)) {
        assert!(profile(&user(), &Scope::from_iter([scope])).len() > 1, "{scope}");
    }
}

/// S-201
#[test]
fn an_access_token_has_the_claims_of_rfc_9068() {
    let scope = Scope::parse("openid read:orders").unwrap();
    let token = AccessToken {
        dialect: TokenDialect::Rfc9068Profile,
        issuer: "https://id.example/",
        subject: "auth0|1",
        audiences: &["https://api", "https://id.example/userinfo"],
        client_id: "c",
        scope: &scope,
        issued_at: 1000,
        lifetime: 7200,
        jti: "j",
        grant: None,
        session_id: None,
        auth_time: None,
        permissions: None,
    };
    assert_eq!(
        serde_json::Value::from(token.claims()),
        json!({
            "iss": "https://id.example/", "sub": "auth0|1", "aud": ["https://api", "https://id.example/userinfo"],
            "iat": 1000, "exp": 8200, "jti": "j", "client_id": "c", "azp": "c", "scope": "openid read:orders",
        })
    );
    let machine = AccessToken {
        subject: &machine_subject("c"),
        audiences: &["https://api"],
        scope: &Scope::default(),
        grant: Some("client-credentials"),
        permissions: Some(&["read:orders".to_owned()]),
        ..token
    };
    assert_eq!(
        serde_json::Value::from(machine.claims()),
        json!({
            "iss": "https://id.example/", "sub": "c@clients", "aud": "https://api", "iat": 1000, "exp": 8200, "jti": "j",
            "client_id": "c", "azp": "c", "gty": "client-credentials", "permissions": ["read:orders"],
        })
    );
    let auth0s = AccessToken { dialect: TokenDialect::AccessToken, ..token };
    assert_eq!(
        serde_json::Value::from(auth0s.claims()),
        json!({
            "iss": "https://id.example/", "sub": "auth0|1", "aud": ["https://api", "https://id.example/userinfo"],
            "iat": 1000, "exp": 8200, "jti": "j", "azp": "c", "scope": "openid read:orders",
        })
    );
}

proptest! {
    /// S-202
    #[test]
    fn a_machine_is_never_a_user(client_id in "[A-Za-z0-9]{32}", provider in "[a-z0-9-]{1,20}", id in "\\S{0,40}") {
        prop_assert_ne!(machine_subject(&client_id), format!("{provider}|{id}"));
    }

    #[test]
    fn no_scope_shows_more_than_its_claims(scopes in proptest::collection::vec(prop::sample::select(SCOPES.to_vec()), 0..6)) {
        let (user, scope) = (user(), Scope::from_iter(&scopes));
        let all = profile(&user, &Scope::from_iter(SCOPES));
        for (name, value) in profile(&user, &scope) {
            prop_assert_eq!(&all[&name], &value);
            prop_assert!(name == "sub" || scopes.iter().any(|one| profile(&user, &Scope::from_iter([one])).contains_key(&name)));
        }
    }
}
