//! /api/v2/refresh-tokens and /api/v2/users/{id}/refresh-tokens

use serde_json::json;

use super::people::{ids, log_in, with_ada, works};
use super::program::path;
use crate::test_app::escape;

const SCOPES: [&str; 3] = ["read:refresh_tokens", "update:refresh_tokens", "delete:refresh_tokens"];

#[tokio::test]
async fn a_refresh_token_is_read_noted_and_revoked() {
    let (program, ada) = with_ada(&SCOPES).await;
    let token = log_in(&program).await;
    let list = program.get(&format!("refresh-tokens?user_id={}", escape(&ada))).await;
    let found = &list["refresh_tokens"][0];
    let id = found["id"].as_str().unwrap();
    assert_eq!((&found["user_id"], &found["client_id"]), (&json!(ada), &json!("shop")));
    assert_eq!((&found["resource_servers"], &found["rotating"]), (&json!([]), &json!(false)));
    assert_eq!(found["device"]["initial_user_agent"], "Firefox/127.0 (Windows NT 10.0)");
    assert!(!list.to_string().contains(&token), "never the token");
    assert_eq!(&program.get(&format!("refresh-tokens/{id}")).await, found);
    let noted = json!({ "refresh_token_metadata": { "seat": "4" } });
    let answer = program.ask("PATCH", &format!("refresh-tokens/{id}"), Some(noted)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["refresh_token_metadata"]), (200, &json!({ "seat": "4" })));
    assert_eq!(program.get(&format!("refresh-tokens/{id}")).await, answer.json());
    for _ in 0..2 {
        assert_eq!(program.ask("DELETE", &format!("refresh-tokens/{id}"), None).await.status, 202);
    }
    assert!(!works(&program, &token).await);
    assert_eq!(program.ask("GET", &format!("refresh-tokens/{id}"), None).await.status, 404);
    assert_eq!(program.ask("GET", "refresh-tokens", None).await.status, 400, "of whom?");
}

#[tokio::test]
async fn the_refresh_tokens_of_a_user_come_in_parts() {
    let (program, ada) = with_ada(&SCOPES).await;
    for _ in 0..3 {
        log_in(&program).await;
    }
    let route = format!("{}/refresh-tokens", path(&ada));
    let first = program.get(&format!("{route}?take=2")).await;
    let rest = program.get(&format!("{route}?take=2&from={}", first["next"].as_str().unwrap())).await;
    let all = program.get(&route).await;
    assert!(rest.get("next").is_none());
    assert_eq!([ids(&first["tokens"]), ids(&rest["tokens"])].concat(), ids(&all["tokens"]));
    let elsewhere = program.get(&format!("refresh-tokens?user_id={}&client_id=tool", escape(&ada))).await;
    assert_eq!(elsewhere, json!({ "refresh_tokens": [] }));
    let fields = program.get(&format!("refresh-tokens?user_id={}&fields=id", escape(&ada))).await;
    assert_eq!(fields["refresh_tokens"][0].as_object().unwrap().len(), 1);
    assert_eq!(program.ask("GET", "refresh-tokens?user_id=auth0%7Cnobody", None).await.status, 404);
}

#[tokio::test]
async fn many_are_revoked_by_id_by_user_or_by_application() {
    let (program, ada) = with_ada(&SCOPES).await;
    let tokens = [log_in(&program).await, log_in(&program).await];
    let list = program.get(&format!("{}/refresh-tokens", path(&ada))).await;
    let id = ids(&list["tokens"])[0];
    for wrong in [
        json!({}),
        json!({ "ids": [] }),
        json!({ "ids": [id], "user_id": ada }),
        json!({ "audience": "https://api" }),
        json!({ "user_id": "" }),
        json!({ "ids": "x" }),
        json!({ "shoe": 1 }),
    ] {
        let answer = program.ask("POST", "refresh-tokens/revoke", Some(wrong.clone())).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errorCode"]), (400, &json!("invalid_body")), "{wrong}");
    }
    let revoke = async |body| assert_eq!(program.ask("POST", "refresh-tokens/revoke", Some(body)).await.status, 202);
    revoke(json!({ "ids": [id, "unheard of"] })).await;
    let left = [works(&program, &tokens[0]).await, works(&program, &tokens[1]).await];
    assert_eq!(left.iter().filter(|works| **works).count(), 1, "one of two");
    revoke(json!({ "user_id": ada, "audience": "https://other" })).await;
    revoke(json!({ "client_id": "tool" })).await;
    assert_eq!(program.get(&format!("{}/refresh-tokens", path(&ada))).await["tokens"].as_array().unwrap().len(), 1);
    revoke(json!({ "user_id": ada, "client_id": "shop" })).await;
    assert_eq!(program.get(&format!("{}/refresh-tokens", path(&ada))).await, json!({ "tokens": [] }));
    let token = log_in(&program).await;
    assert_eq!(program.ask("DELETE", &format!("{}/refresh-tokens", path(&ada)), None).await.status, 202);
    assert!(!works(&program, &token).await);
    assert_eq!(program.ask("DELETE", "users/auth0%7Cnobody/refresh-tokens", None).await.status, 404);
}
