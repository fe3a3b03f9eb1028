//! /api/v2/users/{id}/identities: several accounts of one user.

use serde_json::{Value, json};

use super::people::{goes_on, log_in, session, try_log_in, with_ada, works};
use super::program::{Program, path};
use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD};

const SCOPES: [&str; 4] = ["read:users", "update:users", "delete:users", "read:logs"];
const OTHER: &str = "Another-Horse-9";

/// Ada's second account, with metadata and a password of its own.
async fn second(program: &Program) -> String {
    let more =
        json!({ "password": OTHER, "given_name": "Ada", "user_metadata": { "a": 1 }, "app_metadata": { "b": 2 } });
    program.user("lovelace@example.com", more).await
}

async fn link(program: &Program, user: &str, body: Value) -> Answer {
    program.ask("POST", &format!("{}/identities", path(user)), Some(body)).await
}

fn named(id: &str) -> Value {
    json!({ "provider": "auth0", "user_id": id.strip_prefix("auth0|").unwrap() })
}

/// Whom the password logs in.
async fn who(program: &Program, name: &str, password: &str) -> Option<String> {
    let answer = try_log_in(program, name, password).await;
    let token = answer.json()["id_token"].as_str()?.split('.').nth(1)?.to_owned();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, token).ok()?;
    let claims: Value = serde_json::from_slice(&bytes).ok()?;
    Some(claims["sub"].as_str()?.to_owned())
}

#[tokio::test]
async fn whoever_logs_in_with_a_linked_account_is_the_user_it_was_linked_to() {
    let (program, ada) = with_ada(&SCOPES).await;
    let other = second(&program).await;
    let (_, hers) = session(&program, &ada).await;
    let (_, others) = session(&program, &other).await;
    let mut body = named(&other);
    body["connection_id"] = program.get("logs?q=type:sapi").await[0]["connection_id"].clone();
    let answer = link(&program, &ada, body).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let linked = answer.json();
    assert_eq!((linked[0]["user_id"].as_str(), linked[1]["user_id"].as_str()), (Some(&ada[6..]), Some(&other[6..])));
    assert_eq!(linked[0]["profileData"]["email"], "ada@example.com");
    let profile = &linked[1]["profileData"];
    assert_eq!((&profile["email"], &profile["given_name"]), (&json!("lovelace@example.com"), &json!("Ada")));
    assert!(profile.get("user_metadata").is_none() && profile.get("app_metadata").is_none(), "{profile}");
    assert!(!linked.to_string().contains("$argon2"));
    let user = program.get(&path(&ada)).await;
    assert_eq!((&user["email"], user["identities"].as_array().unwrap().len()), (&json!("ada@example.com"), 2));
    assert!(user.get("user_metadata").is_none() && user["identities"][0].get("profileData").is_none());
    assert_eq!(program.ask("GET", &path(&other), None).await.status, 404, "it is no user any more");
    assert!(goes_on(&program, &hers).await && !goes_on(&program, &others).await);
    assert_eq!(who(&program, "ada@example.com", PASSWORD).await.as_ref(), Some(&ada));
    assert_eq!(who(&program, "lovelace@example.com", OTHER).await.as_ref(), Some(&ada));
    for (name, password) in [("lovelace@example.com", PASSWORD), ("ada@example.com", OTHER)] {
        assert_eq!(who(&program, name, password).await, None, "each account keeps its own password");
    }
    let found = program.get(&format!("users?q=identities.user_id:{}", &other[6..])).await;
    assert_eq!(found[0]["user_id"], ada.as_str());
    let taken = json!({ "connection": CONNECTION, "email": "lovelace@example.com", "password": PASSWORD });
    assert_eq!(program.ask("POST", "users", Some(taken)).await.status, 409, "the address is taken");
    let events = program.get(&format!("{}/logs?fields=description,details", path(&ada))).await;
    let event = events.as_array().unwrap().iter().find(|it| it["description"] == "Link a User Account").unwrap();
    assert_eq!(event["details"]["linked"]["user_id"], other.as_str());
}

/// G-6
#[tokio::test]
async fn an_unlinked_account_is_a_user_again_with_its_password_and_no_metadata() {
    let (program, ada) = with_ada(&SCOPES).await;
    let other = second(&program).await;
    assert_eq!(link(&program, &ada, named(&other)).await.status, 201);
    let (token, (_, secret)) = (log_in(&program).await, session(&program, &ada).await);
    let route = format!("{}/identities/auth0", path(&ada));
    let main = program.ask("DELETE", &format!("{route}/{}", &ada[6..]), None).await;
    assert_eq!((main.status.as_u16(), &main.json()["message"]), (400, &json!("Main identity cannot be removed.")));
    let answer = program.ask("DELETE", &format!("{route}/{}", &other[6..]), None).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let left = json!([{ "connection": CONNECTION, "provider": "auth0", "user_id": &ada[6..], "isSocial": false }]);
    assert_eq!(answer.json(), left);
    assert!(!goes_on(&program, &secret).await && !works(&program, &token).await, "who came with it must not stay");
    let user = program.get(&path(&other)).await;
    assert_eq!((&user["email"], &user["given_name"]), (&json!("lovelace@example.com"), &json!("Ada")));
    assert!(user.get("user_metadata").is_none() && user.get("app_metadata").is_none(), "{user}");
    assert_eq!(who(&program, "lovelace@example.com", OTHER).await.as_ref(), Some(&other));
    assert_eq!(who(&program, "ada@example.com", PASSWORD).await.as_ref(), Some(&ada));
    assert_eq!(program.ask("DELETE", &format!("{route}/{}", &other[6..]), None).await.status, 400, "no more");
    assert_eq!(program.get("users").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_forgotten_password_is_that_of_the_account_whose_address_was_typed() {
    let (program, ada) = with_ada(&SCOPES).await;
    let other = second(&program).await;
    assert_eq!(link(&program, &ada, named(&other)).await.status, 201);
    let change = json!({ "client_id": "shop", "email": "lovelace@example.com", "connection": CONNECTION });
    let ask = Ask::post("/dbconnections/change_password", "application/json", change.to_string());
    assert_eq!(program.app.send(ask.without("sec-fetch-site")).await.status, 200);
    let (mails, operator) = (program.app.directory.mails(), directory::Actor::operator("default"));
    let row = mails.list(&operator, None).await.unwrap().mails.remove(0);
    assert_eq!(row.recipient, "lovelace@example.com");
    let text = mails.get(&operator, &row.id).await.unwrap().text;
    let ticket = text.split("ticket=").nth(1).unwrap()[..32].to_owned();
    program.app.clock.advance(1_000);
    let accounts = program.app.directory.accounts();
    accounts.reset_password("default", &ticket, "A-Third-Horse-9", &directory::Origin::default()).await.unwrap();
    program.app.clock.advance(1_000);
    assert_eq!(who(&program, "lovelace@example.com", OTHER).await, None);
    assert_eq!(who(&program, "lovelace@example.com", "A-Third-Horse-9").await.as_ref(), Some(&ada));
    assert_eq!(who(&program, "ada@example.com", PASSWORD).await.as_ref(), Some(&ada), "the other one stays");
    let again = accounts.reset_password("default", &ticket, "A-Fourth-Horse-9", &directory::Origin::default()).await;
    assert!(again.is_err(), "once");
}

#[tokio::test]
async fn with_a_user_their_accounts_go() {
    let (program, ada) = with_ada(&SCOPES).await;
    let other = second(&program).await;
    assert_eq!(link(&program, &ada, named(&other)).await.status, 201);
    assert_eq!(program.ask("DELETE", &path(&ada), None).await.status, 204);
    assert_eq!(who(&program, "lovelace@example.com", OTHER).await, None);
    let again = second(&program).await;
    assert_eq!(who(&program, "lovelace@example.com", OTHER).await, Some(again), "the address is free");
}

/// N-042: a token that was used, or is older than the account is by itself, links nothing.
#[tokio::test]
async fn an_id_token_names_the_account_too() {
    let (program, ada) = with_ada(&SCOPES).await;
    let other = second(&program).await;
    let token = try_log_in(&program, "lovelace@example.com", OTHER).await.json()["id_token"].clone();
    let bad = link(&program, &ada, json!({ "link_with": "x.y.z" })).await;
    assert_eq!((bad.status.as_u16(), &bad.json()["errorCode"]), (400, &json!("invalid_body")));
    let access = json!({ "link_with": program.token });
    assert_eq!(link(&program, &ada, access).await.status, 400, "an access token is no ID token");
    let with_token = json!({ "link_with": token });
    assert_eq!(link(&program, &ada, with_token.clone()).await.status, 201);
    assert_eq!(who(&program, "lovelace@example.com", OTHER).await.as_ref(), Some(&ada));
    assert_eq!(link(&program, &ada, with_token.clone()).await.status, 409, "it is linked");
    let route = format!("{}/identities/auth0/{}", path(&ada), &other[6..]);
    assert_eq!(program.ask("DELETE", &route, None).await.status, 200);
    assert_eq!(link(&program, &ada, with_token).await.status, 400, "from before it was a user again");
    let token = try_log_in(&program, "lovelace@example.com", OTHER).await.json()["id_token"].clone();
    assert_eq!(link(&program, &ada, json!({ "link_with": token })).await.status, 201);
}

#[tokio::test]
async fn what_cannot_be_linked_is_refused_and_nothing_changes() {
    let (program, ada) = with_ada(&SCOPES).await;
    let other = second(&program).await;
    let third = program.user("third@example.com", json!({})).await;
    assert_eq!(link(&program, &ada, named(&other)).await.status, 201);
    let before = program.get("users").await;
    let mut elsewhere = named(&third);
    elsewhere["connection_id"] = json!("con_0000000000000000");
    for (user, body, status, part) in [
        (&ada, named(&other), 409, "Specified identity already exists."),
        (&ada, named(&ada), 400, "must be invoked with two different accounts"),
        (&third, named(&ada), 400, "unlink them first"),
        (&ada, json!({ "provider": "auth0", "user_id": "nobody" }), 404, "does not exist"),
        (&ada, json!({ "provider": "github", "user_id": 7 }), 404, "does not exist"),
        (&ada, json!({ "provider": "auth0" }), 400, "Missing required property"),
        (&ada, json!({ "link_with": "x", "provider": "auth0" }), 400, "stands alone"),
        (&ada, elsewhere, 400, "of another connection"),
        (&"auth0|nobody".to_owned(), named(&third), 404, "The user does not exist."),
    ] {
        let answer = link(&program, user, body.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.body);
        assert!(answer.json()["message"].as_str().unwrap().contains(part), "{}", answer.body);
    }
    assert_eq!(program.get("users").await, before);
}
