//! /api/v2/users: the life of a user.

use serde_json::json;

use super::program::{Program, path};
use crate::test_app::{Ask, CONNECTION, PASSWORD};

const ALL: [&str; 4] = ["read:users", "create:users", "update:users", "delete:users"];

#[tokio::test]
async fn a_user_is_created_read_changed_and_deleted() {
    let program = Program::new(&ALL).await;
    let more =
        json!({ "given_name": "Ada", "user_metadata": { "plan": "gold" }, "user_id": "ada-1", "blocked": false });
    let id = program.user("Ada@Example.com", more).await;
    assert_eq!(id, "auth0|ada-1");
    let user = program.get(&path(&id)).await;
    assert_eq!(
        (&user["email"], &user["name"], &user["nickname"]),
        (&json!("ada@example.com"), &json!("ada@example.com"), &json!("ada"))
    );
    assert_eq!((&user["given_name"], &user["blocked"]), (&json!("Ada"), &json!(false)));
    assert!(user.get("last_login").is_none() && user.get("app_metadata").is_none(), "{user}");
    let change = json!({
        "user_metadata": { "plan": null, "colour": { "a": 1 } }, "app_metadata": { "seats": 3 }, "name": "Ada L", "given_name": null,
    });
    let changed = program.ask("PATCH", &path(&id), Some(change)).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let user = changed.json();
    assert_eq!(
        (&user["user_metadata"], &user["app_metadata"]),
        (&json!({ "colour": { "a": 1 } }), &json!({ "seats": 3 }))
    );
    assert!(user["name"] == "Ada L" && user.get("given_name").is_none(), "{user}");
    assert_eq!(program.get(&path(&id)).await, user, "what was answered is what was stored");
    assert_eq!(program.ask("DELETE", &path(&id), None).await.status, 204);
    assert_eq!(program.ask("DELETE", &path(&id), None).await.status, 204, "it is deleted already");
    let gone = program.ask("GET", &path(&id), None).await;
    assert_eq!((gone.status.as_u16(), &gone.json()["errorCode"]), (404, &json!("inexistent_user")));
    assert_eq!(gone.json()["message"], "The user does not exist.");
}

#[tokio::test]
async fn a_second_user_of_the_address_is_a_conflict_in_auth0s_words() {
    let program = Program::new(&ALL).await;
    program.user("ada@example.com", json!({})).await;
    let body = json!({ "connection": CONNECTION, "email": "ADA@example.com", "password": PASSWORD });
    let answer = program.ask("POST", "users", Some(body)).await;
    let expected = json!({ "statusCode": 409, "error": "Conflict", "message": "The user already exists.", "errorCode": "auth0_idp_error" });
    assert_eq!((answer.status.as_u16(), answer.json()), (409, expected));
    assert_eq!(program.get("users").await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bad_bodies_are_told_what_is_wrong_and_change_nothing() {
    let program = Program::new(&ALL).await;
    let id = program.user("ada@example.com", json!({})).await;
    let before = program.get(&path(&id)).await;
    for (body, part) in [
        (json!({ "logins_count": 3, "last_login": "x" }), "Additional properties not allowed: last_login,logins_count"),
        (json!({ "blocked": "yes" }), "Expected type boolean but found type string' on property blocked"),
        (json!({ "user_metadata": [] }), "Expected type object but found type array"),
        (json!({ "email": "b@example.com", "password": PASSWORD }), "simultaneously"),
        (json!({ "app_metadata": { "user_id": 1 } }), "user_id"),
        (json!({ "user_metadata": { "a.b": 1 } }), "a.b"),
        (json!({ "nickname": "" }), "1 to 300"),
        (json!({ "picture": "javascript:alert(1)" }), "http"),
        (json!({ "phone_number": "123" }), "plus sign"),
        (json!({ "email": "nobody" }), "email"),
        (json!({ "nickname": "ada", "connection": "Other" }), "no identity in the specified connection"),
        (json!([]), "Expected type object but found type array"),
    ] {
        let answer = program.ask("PATCH", &path(&id), Some(body.clone())).await;
        assert_eq!(answer.status, 400, "{body}: {}", answer.body);
        assert!(
            answer.json()["message"].as_str().unwrap().to_lowercase().contains(&part.to_lowercase()),
            "{}",
            answer.body
        );
    }
    for raw in ["", "{", "{\"a\":1,\"a\":2}", "\u{feff}{}", "{\"name\":\"\\ud800\"}"] {
        let ask = Ask::method("PATCH", &format!("/api/v2/{}", path(&id))).body("application/json", raw.to_owned());
        let answer = program.app.send(ask.header("authorization", &format!("Bearer {}", program.token))).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errorCode"]), (400, &json!("invalid_body")), "{raw}");
    }
    assert_eq!(program.get(&path(&id)).await, before);
    let answer = program.ask("POST", "users", Some(json!({ "email": "c@example.com" }))).await;
    assert!(answer.body.contains("Missing required property: connection"), "{}", answer.body);
    let answer = program
        .ask("POST", "users", Some(json!({ "connection": "none", "email": "c@example.com", "password": PASSWORD })))
        .await;
    assert_eq!((answer.status.as_u16(), &answer.json()["message"]), (400, &json!("Connection does not exist.")));
}

#[tokio::test]
async fn a_blocked_user_or_one_with_another_address_is_logged_in_no_more() {
    let program = Program::new(&ALL).await;
    let id = program.user("ada@example.com", json!({})).await;
    let begun = async || {
        let user = id.as_str().into();
        let sessions = program.app.directory.user_sessions();
        sessions.begin("default", &user, CONNECTION, "tool", &directory::Origin::default()).await.unwrap().secret
    };
    for change in [
        json!({ "blocked": true }),
        json!({ "blocked": false, "email": "lovelace@example.com" }),
        json!({ "password": "Another-Horse-9" }),
    ] {
        let secret = begun().await;
        let answer = program.ask("PATCH", &path(&id), Some(change.clone())).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(program.app.directory.user_sessions().resolve("default", &secret).await.unwrap().is_none(), "{change}");
    }
    let user = program.get(&path(&id)).await;
    assert_eq!((&user["email_verified"], &user["blocked"]), (&json!(false), &json!(false)));
    assert!(user["last_password_reset"].is_string());
}

/// S-203 and the scopes: each verb needs its own.
#[tokio::test]
async fn each_route_needs_a_good_token_and_its_scope() {
    let program = Program::new(&["read:logs"]).await;
    let body = json!({ "connection": CONNECTION, "email": "b@example.com", "password": PASSWORD });
    for (method, route, body, scope) in [
        ("GET", "users", None, "read:users"),
        ("POST", "users", Some(body), "create:users"),
        ("GET", "users/auth0%7C1", None, "read:users"),
        ("PATCH", "users/auth0%7C1", Some(json!({ "blocked": true })), "update:users"),
        ("DELETE", "users/auth0%7C1", None, "delete:users"),
        ("GET", "users-by-email?email=a@b.c", None, "read:users"),
    ] {
        let answer = program.ask(method, route, body).await;
        let (status, error) = (answer.status.as_u16(), answer.json());
        assert_eq!((status, &error["errorCode"]), (403, &json!("insufficient_scope")), "{method} {route}");
        assert_eq!(error["message"], format!("Insufficient scope, expected any of: {scope}"));
        for header in [None, Some("Bearer x.y.z"), Some("Bearer "), Some("Basic dG9vbDp0b29s")] {
            let ask = Ask::method(method, &format!("/api/v2/{route}"));
            let ask = header
                .map_or(Ask::method(method, &format!("/api/v2/{route}")), |value| ask.header("authorization", value));
            let answer = program.app.send(ask).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["error"]), (401, &json!("Unauthorized")), "{header:?}");
        }
    }
}
