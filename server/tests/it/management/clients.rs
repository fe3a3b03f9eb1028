//! /api/v2/clients

use serde_json::{Value, json};

use super::program::Program;
use crate::test_app::Ask;

const ALL: [&str; 6] =
    ["read:clients", "read:client_keys", "create:clients", "update:clients", "update:client_keys", "delete:clients"];

/// What a change or a creation answers.
async fn done(program: &Program, method: &str, path: &str, body: Value) -> Value {
    let answer = program.ask(method, path, Some(body)).await;
    assert!(answer.status.is_success(), "{method} {path}: {}", answer.body);
    answer.json()
}

async fn made(program: &Program, body: Value) -> String {
    done(program, "POST", "clients", body).await["client_id"].as_str().unwrap().to_owned()
}

/// Whether the secret is the application's.
async fn is_secret(program: &Program, id: &str, secret: &str) -> bool {
    program.app.directory.check_client_secret("default", id, secret).await.unwrap()
}

#[tokio::test]
async fn an_application_is_made_read_changed_and_deleted() {
    let program = Program::new(&ALL).await;
    let body = json!({
        "name": "Shop", "description": "Sells", "app_type": "regular_web", "callbacks": ["https://shop.example/cb"],
        "allowed_logout_urls": ["https://shop.example/"], "web_origins": ["https://shop.example"],
        "grant_types": ["authorization_code", "refresh_token"], "token_endpoint_auth_method": "client_secret_basic",
        "jwt_configuration": { "alg": "RS256", "lifetime_in_seconds": 600 }, "client_metadata": { "team": "a", "x": "y" },
        "refresh_token": { "rotation_type": "rotating", "expiration_type": "expiring", "leeway": 5, "token_lifetime": 1000,
            "idle_token_lifetime": 500, "infinite_token_lifetime": false, "infinite_idle_token_lifetime": false },
        "oidc_logout": { "backchannel_logout_urls": ["https://shop.example/out"], "backchannel_logout_initiators": { "mode": "all" } },
        "initiate_login_uri": "https://shop.example/login", "oidc_conformant": true, "sso_disabled": false,
    });
    let answer = program.ask("POST", "clients", Some(body.clone())).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let made = answer.json();
    let id = made["client_id"].as_str().unwrap();
    assert!(is_secret(&program, id, made["client_secret"].as_str().unwrap()).await);
    for (name, value) in body.as_object().unwrap() {
        match name.as_str() {
            "jwt_configuration" => {
                assert_eq!(made[name], json!({ "alg": "RS256", "lifetime_in_seconds": 600, "secret_encoded": false }));
            }
            name => assert_eq!(&made[name], value, "{name}"),
        }
    }
    assert_eq!((&made["global"], &made["is_first_party"]), (&json!(false), &json!(true)));
    let read = program.get(&format!("clients/{id}")).await;
    assert!(read.get("client_secret").is_none(), "it was shown once");
    assert_eq!(read["signing_keys"], json!([]));
    let change = json!({
        "name": "Shop 2", "client_metadata": { "team": null, "x": "", "z": "1" }, "refresh_token": { "leeway": 7 },
        "initiate_login_uri": null, "callbacks": null, "jwt_configuration": { "lifetime_in_seconds": 60 },
    });
    let changed = done(&program, "PATCH", &format!("clients/{id}"), change).await;
    assert_eq!((&changed["name"], &changed["client_metadata"]), (&json!("Shop 2"), &json!({ "z": "1" })));
    assert_eq!(
        (&changed["refresh_token"]["leeway"], &changed["refresh_token"]["token_lifetime"]),
        (&json!(7), &json!(1000))
    );
    assert_eq!((&changed["jwt_configuration"]["lifetime_in_seconds"], &changed["callbacks"]), (&json!(60), &json!([])));
    assert!(changed.get("initiate_login_uri").is_none() && changed.get("client_secret").is_none());
    assert_eq!(program.get(&format!("clients/{id}")).await, changed, "what was answered is what was stored");
    let rotated = program.ask("POST", &format!("clients/{id}/rotate-secret"), None).await;
    assert_eq!(rotated.status, 200, "{}", rotated.body);
    assert!(!is_secret(&program, id, made["client_secret"].as_str().unwrap()).await);
    assert!(is_secret(&program, id, rotated.json()["client_secret"].as_str().unwrap()).await);
    for _ in 0..2 {
        assert_eq!(program.ask("DELETE", &format!("clients/{id}"), None).await.status, 204);
    }
    let gone = program.ask("GET", &format!("clients/{id}"), None).await;
    let expected = json!({ "statusCode": 404, "error": "Not Found", "message": "The client does not exist.", "errorCode": "inexistent_client" });
    assert_eq!((gone.status.as_u16(), gone.json()), (404, expected));
}

/// What deploy tools do: every field of an answer that may be written is written back.
#[tokio::test]
async fn what_was_read_can_be_written_back_and_written_anew() {
    let program = Program::new(&ALL).await;
    for body in [
        json!({ "name": "A" }),
        json!({ "name": "B", "app_type": "spa", "oidc_logout": { "backchannel_logout_urls": ["https://b.example/out"] } }),
        json!({ "name": "C", "app_type": "native", "allowed_clients": [], "addons": {}, "mobile": {}, "sso": false, "encryption_key": null }),
    ] {
        let id = made(&program, body).await;
        let read = program.get(&format!("clients/{id}")).await;
        let mut writable = read.clone();
        for name in ["client_id", "tenant", "global", "callback_url_template", "signing_keys"] {
            writable.as_object_mut().unwrap().remove(name);
        }
        assert_eq!(done(&program, "PATCH", &format!("clients/{id}"), writable.clone()).await, read);
        let copy = made(&program, writable).await;
        let mut copied = program.get(&format!("clients/{copy}")).await;
        copied["client_id"] = read["client_id"].clone();
        assert_eq!(copied, read);
    }
}

#[tokio::test]
async fn a_kind_has_what_it_has_at_first() {
    let program = Program::new(&ALL).await;
    for (body, method, grants) in [
        (
            json!({ "name": "A" }),
            "client_secret_post",
            vec!["authorization_code", "refresh_token", "client_credentials"],
        ),
        (
            json!({ "name": "A", "token_endpoint_auth_method": "none" }),
            "none",
            vec!["authorization_code", "refresh_token"],
        ),
        (json!({ "name": "A", "app_type": "spa" }), "none", vec!["authorization_code", "refresh_token"]),
        (json!({ "name": "A", "app_type": "non_interactive" }), "client_secret_post", vec!["client_credentials"]),
    ] {
        let made = done(&program, "POST", "clients", body.clone()).await;
        assert_eq!(
            (&made["token_endpoint_auth_method"], &made["grant_types"]),
            (&json!(method), &json!(grants)),
            "{body}"
        );
        assert_eq!(made.get("client_secret").is_some(), method != "none");
    }
}

#[tokio::test]
async fn lists_are_filtered_paged_and_counted() {
    let program = Program::new(&ALL).await;
    program.app.clock.advance(1_000);
    for (name, kind, is_first_party) in [("A", "spa", true), ("B", "native", true), ("C", "spa", false)] {
        made(&program, json!({ "name": name, "app_type": kind, "is_first_party": is_first_party })).await;
        program.app.clock.advance(1_000);
    }
    let names = async |query: &str| {
        let list = program.get(&format!("clients?{query}")).await;
        let clients = list.as_array().or_else(|| list["clients"].as_array()).unwrap();
        clients.iter().map(|client| client["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // The program itself was made before the clock was turned, and the first start makes one.
    let all = names("is_global=false").await;
    assert!(all.len() == 5 && all.ends_with(&["A".to_owned(), "B".to_owned(), "C".to_owned()]), "{all:?}");
    assert_eq!(names("app_type=spa").await.iter().filter(|name| ["A", "C"].contains(&name.as_str())).count(), 2);
    assert_eq!(names("app_type=spa,native&is_first_party=false").await, ["C"]);
    assert!(
        names("app_type=sso_integration").await.is_empty() && names("external_client_id=https://x").await.is_empty()
    );
    assert!(names("q=client_grant.organization_id%3Aorg_1").await.is_empty());
    assert_eq!(names("").await.len(), 6, "the one that stands for all is among them");
    let counted = program.get("clients?include_totals=true&per_page=2&page=1&fields=name&is_global=false").await;
    assert_eq!(
        (&counted["start"], &counted["limit"], &counted["length"], &counted["total"]),
        (&json!(2), &json!(2), &json!(2), &json!(5))
    );
    assert_eq!(counted["clients"][0], json!({ "name": "A" }));
    for per_page in [1, 2, 4] {
        let mut seen = Vec::new();
        for page in 0.. {
            let part = program.get(&format!("clients?include_totals=true&per_page={per_page}&page={page}")).await;
            assert_eq!(part["total"], 6);
            let clients = part["clients"].as_array().unwrap();
            if clients.is_empty() {
                break;
            }
            seen.extend(clients.iter().map(|client| client["name"].as_str().unwrap().to_owned()));
        }
        assert_eq!(seen[0], "All Applications");
        assert_eq!(seen[1..], all);
    }
    for take in [1, 2, 100] {
        let (mut seen, mut from) = (Vec::new(), String::new());
        loop {
            let part = program.get(&format!("clients?take={take}{from}")).await;
            assert!(part.get("total").is_none());
            seen.extend(
                part["clients"].as_array().unwrap().iter().map(|client| client["name"].as_str().unwrap().to_owned()),
            );
            let Some(next) = part["next"].as_str() else { break };
            from = format!("&from={next}");
        }
        seen.sort();
        assert_eq!(seen.len(), 6, "{take}: {seen:?}");
        seen.dedup();
        assert_eq!(seen.len(), 6);
    }
    for (query, part) in [
        ("q=name%3Ashop", "property q"),
        ("from=a%20b", "property from"),
        ("is_global=x", "is_global"),
        ("take=0", "take"),
    ] {
        let answer = program.ask("GET", &format!("clients?{query}"), None).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["errorCode"]),
            (400, &json!("invalid_query_string")),
            "{query}"
        );
        assert!(answer.body.contains(part), "{}", answer.body);
    }
}

/// auth0-deploy-cli ends without it.
#[tokio::test]
async fn one_client_is_global_and_cannot_be_used_or_changed() {
    let program = Program::new(&ALL).await;
    let found = program.get("clients?is_global=true&include_totals=true").await;
    let global = &found["clients"][0];
    assert_eq!(
        (&found["total"], &global["global"], &global["name"]),
        (&json!(1), &json!(true), &json!("All Applications"))
    );
    let path = format!("clients/{}", global["client_id"].as_str().unwrap());
    assert_eq!(&program.get(&path).await, global);
    assert_eq!(program.ask("PATCH", &path, Some(json!({ "custom_login_page_on": true }))).await.status, 200);
    for body in [json!({ "name": "Mine" }), json!({ "custom_login_page": "<html>", "custom_login_page_on": true })] {
        assert_eq!(program.ask("PATCH", &path, Some(body)).await.status, 400);
    }
    assert_eq!(program.ask("DELETE", &path, None).await.status, 400);
    assert_eq!(program.ask("POST", &format!("{path}/rotate-secret"), None).await.status, 404);
    assert_eq!(program.get("clients?is_global=true").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bad_bodies_are_told_what_is_wrong_and_change_nothing() {
    let program = Program::new(&ALL).await;
    let id = made(&program, json!({ "name": "Shop" })).await;
    let path = format!("clients/{id}");
    let before = program.get(&path).await;
    for (body, part) in [
        (json!({ "shoe": 1, "client_id": "x" }), "'Additional properties not allowed: client_id,shoe'"),
        (
            json!({ "callbacks": "https://a.example" }),
            "'Expected type array but found type string' on property callbacks",
        ),
        (json!({ "callbacks": [1] }), "'Expected type string but found type number' on property callbacks[0]"),
        (json!({ "app_type": "oag" }), "No enum match for: oag"),
        (json!({ "callbacks": ["javascript:alert(1)"] }), "on property callbacks"),
        (json!({ "name": "<b>" }), "on property name"),
        (json!({ "logo_uri": "http://a.example/x.png" }), "https"),
        (json!({ "grant_types": ["urn:none"] }), "on property grant_types"),
        (json!({ "oidc_conformant": false }), "'Only true is supported' on property oidc_conformant"),
        (json!({ "addons": { "samlp": {} } }), "on property addons"),
        (json!({ "jwt_configuration": { "alg": "HS256" } }), "No enum match for: HS256"),
        (json!({ "jwt_configuration": { "secret_encoded": true } }), "jwt_configuration.secret_encoded"),
        (
            json!({ "jwt_configuration": { "x": 1 } }),
            "'Additional properties not allowed: x' on property jwt_configuration",
        ),
        (
            json!({ "refresh_token": { "leeway": 1.5 } }),
            "'Expected type integer but found type number' on property refresh_token.leeway",
        ),
        (
            json!({ "refresh_token": { "expiration_type": "non-expiring", "infinite_token_lifetime": false } }),
            "infinite",
        ),
        (json!({ "refresh_token": { "token_lifetime": 0 } }), "token_lifetime"),
        (json!({ "client_metadata": { "a": 1 } }), "on property client_metadata"),
        (json!({ "client_secret": "mine" }), "rotate-secret"),
        (json!({ "organization_usage": "require" }), "organization_usage"),
        (json!([]), "Expected type object but found type array"),
    ] {
        let answer = program.ask("PATCH", &path, Some(body.clone())).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["errorCode"]),
            (400, &json!("invalid_body")),
            "{body}: {}",
            answer.body
        );
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert!(message.starts_with("Payload validation error: ") && message.contains(part), "{body}: {message}");
    }
    assert_eq!(program.get(&path).await, before);
    let answer = program.ask("POST", "clients", Some(json!({}))).await;
    assert!(answer.status == 400 && answer.body.contains("Missing required property: name"), "{}", answer.body);
    let ask =
        Ask::method("PATCH", &format!("/api/v2/{path}")).body("application/json", "{\"name\":\"a\",\"name\":\"b\"}");
    let answer = program.app.send(ask.header("authorization", &format!("Bearer {}", program.token))).await;
    assert_eq!(answer.status, 400);
}

#[tokio::test]
async fn refresh_tokens_end_as_auth0_says_it() {
    let program = Program::new(&ALL).await;
    let id = made(&program, json!({ "name": "Shop" })).await;
    for (body, infinite) in [
        (json!({ "expiration_type": "non-expiring", "rotation_type": "non-rotating" }), (true, true)),
        (json!({ "expiration_type": "expiring" }), (false, false)),
        (json!({ "infinite_token_lifetime": true }), (true, false)),
        (json!({ "expiration_type": "expiring", "infinite_idle_token_lifetime": false }), (true, false)),
    ] {
        let changed = done(&program, "PATCH", &format!("clients/{id}"), json!({ "refresh_token": body.clone() })).await;
        let settings = &changed["refresh_token"];
        assert_eq!(settings["infinite_token_lifetime"], infinite.0, "{body}: {settings}");
        assert_eq!(settings["infinite_idle_token_lifetime"], infinite.1, "{body}: {settings}");
        let expected = if infinite == (true, true) { "non-expiring" } else { "expiring" };
        assert_eq!(settings["expiration_type"], expected);
    }
}

/// What a scope shows: the kind and name for all, settings for who reads them, keys and secrets for who may.
#[tokio::test]
async fn a_scope_shows_what_it_is_for() {
    for (scope, has_settings, has_keys) in [
        ("read:client_summary", false, false),
        ("read:client_credentials", false, false),
        ("read:clients", true, false),
        ("read:client_keys", true, true),
    ] {
        let program = Program::new(&[scope]).await;
        for client in
            [program.get("clients/tool").await, program.get("clients?app_type=non_interactive").await[0].clone()]
        {
            assert_eq!((&client["client_id"], &client["name"]), (&json!("tool"), &json!("Tool")), "{scope}");
            assert_eq!(client.get("callbacks").is_some(), has_settings, "{scope}");
            assert_eq!(client.get("signing_keys").is_some(), has_keys, "{scope}");
            assert!(client.get("client_secret").is_none());
        }
    }
}

/// N-087: else whoever may rotate secrets would have the scopes of every program.
#[tokio::test]
async fn a_program_gets_no_secret_of_one_that_may_do_more() {
    let program =
        Program::new(&["create:clients", "update:client_keys", "update:clients", "create:client_credentials"]).await;
    let id = made(&program, json!({ "name": "Strong", "app_type": "non_interactive" })).await;
    let operator = directory::Actor::operator("default");
    let audience = format!("{}/api/v2/", crate::test_app::URL);
    let grants = program.app.directory.client_grants();
    grants.save(&operator, &id, &audience, &["update:clients".to_owned()]).await.unwrap();
    let rotate = format!("clients/{id}/rotate-secret");
    assert_eq!(program.ask("POST", &rotate, None).await.status, 200, "it may no more than the program itself");
    grants.save(&operator, &id, &audience, &["update:clients".to_owned(), "delete:users".to_owned()]).await.unwrap();
    let pem = rcgen::KeyPair::generate().unwrap().public_key_pem();
    for (method, path, body) in [
        ("POST", rotate, None),
        ("PATCH", format!("clients/{id}"), Some(json!({ "token_endpoint_auth_method": "none", "grant_types": [] }))),
        (
            "POST",
            format!("clients/{id}/credentials"),
            Some(json!({ "credential_type": "public_key", "pem": pem, "alg": "ES256" })),
        ),
    ] {
        let answer = program.ask(method, &path, body).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["errorCode"]),
            (403, &json!("operation_not_supported")),
            "{path}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn the_connections_of_an_application_are_told() {
    let program = Program::new(&["create:clients", "read:connections"]).await;
    let id = made(&program, json!({ "name": "Shop" })).await;
    let list = program.get(&format!("clients/{id}/connections")).await;
    assert_eq!(list["connections"][0]["name"], crate::test_app::CONNECTION);
    assert!(list["connections"][0].get("enabled_clients").is_none() && list.get("next").is_none());
    assert_eq!(program.get(&format!("clients/{id}/connections?strategy=samlp")).await, json!({ "connections": [] }));
    assert_eq!(program.ask("GET", "clients/nobody/connections", None).await.status, 404);
}
