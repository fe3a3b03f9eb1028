//! /api/v2/sessions, /api/v2/users/{id}/sessions and revoke-access

use serde_json::json;

use super::people::{goes_on, ids, log_in, session, with_ada, works};
use super::program::path;
use crate::test_app::escape;

const SCOPES: [&str; 7] = [
    "read:sessions",
    "update:sessions",
    "delete:sessions",
    "read:refresh_tokens",
    "delete:refresh_tokens",
    "read:logs",
    "read:users",
];

#[tokio::test]
async fn a_session_is_read_noted_and_ended() {
    let (program, ada) = with_ada(&SCOPES).await;
    let (id, secret) = session(&program, &ada).await;
    let found = program.get(&format!("sessions/{id}")).await;
    assert_eq!((&found["id"], &found["user_id"]), (&json!(id), &json!(ada)));
    assert_eq!(found["clients"], json!([{ "client_id": "shop" }]));
    assert_eq!(found["device"], json!({ "initial_ip": "203.0.113.7", "initial_user_agent": "Firefox" }));
    assert_eq!(found["authentication"]["methods"][0]["name"], "pwd");
    assert!(found["expires_at"].is_string() && found["session_metadata"].is_null());
    let noted = json!({ "session_metadata": { "desk": "4" } });
    let answer = program.ask("PATCH", &format!("sessions/{id}"), Some(noted)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["session_metadata"]), (200, &json!({ "desk": "4" })));
    assert_eq!(program.get(&format!("sessions/{id}")).await, answer.json());
    let many: serde_json::Map<_, _> = (0..26).map(|number| (number.to_string(), json!("x"))).collect();
    for wrong in [json!({ "a": "x".repeat(256) }), json!({ "a": 1 }), json!({ "a": "\u{0}" }), json!(many), json!("x")]
    {
        let body = json!({ "session_metadata": wrong });
        assert_eq!(program.ask("PATCH", &format!("sessions/{id}"), Some(body)).await.status, 400, "{wrong}");
    }
    let cleared = program.ask("PATCH", &format!("sessions/{id}"), Some(json!({ "session_metadata": null }))).await;
    assert!(cleared.json()["session_metadata"].is_null(), "{}", cleared.body);
    assert!(goes_on(&program, &secret).await);
    program.app.clock.advance(1_000);
    for _ in 0..2 {
        assert_eq!(program.ask("DELETE", &format!("sessions/{id}"), None).await.status, 202, "gone is gone");
    }
    assert!(!goes_on(&program, &secret).await);
    let gone = program.ask("GET", &format!("sessions/{id}"), None).await;
    assert_eq!((gone.status.as_u16(), &gone.json()["errorCode"]), (404, &json!("inexistent_session")));
    assert_eq!(program.ask("POST", &format!("sessions/{id}/revoke"), None).await.status, 404);
    let events = program.get(&format!("{}/logs?fields=description", path(&ada))).await;
    assert_eq!(events[0]["description"], "Delete a session");
}

#[tokio::test]
async fn the_sessions_of_a_user_are_listed_in_parts_and_ended_together() {
    let (program, ada) = with_ada(&SCOPES).await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(session(&program, &ada).await);
    }
    let list = format!("{}/sessions", path(&ada));
    let first = program.get(&format!("{list}?take=2&include_totals=true")).await;
    assert!(first.get("total").is_none() && first["sessions"].as_array().unwrap().len() == 2, "{first}");
    let next = escape(first["next"].as_str().unwrap());
    let rest = program.get(&format!("{list}?take=2&from={next}")).await;
    assert!(rest.get("next").is_none());
    let mut found = [ids(&first["sessions"]), ids(&rest["sessions"])].concat();
    let mut want: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    found.sort_unstable();
    want.sort_unstable();
    assert_eq!(found, want);
    let tokens = log_in(&program).await;
    assert_eq!(program.ask("DELETE", &list, None).await.status, 202);
    for (_, secret) in &all {
        assert!(!goes_on(&program, secret).await);
    }
    assert!(works(&program, &tokens).await, "refresh tokens stay");
    assert_eq!(program.get(&list).await, json!({ "sessions": [] }));
    for method in ["GET", "DELETE"] {
        let nobody = program.ask(method, "users/auth0%7Cnobody/sessions", None).await;
        assert_eq!((nobody.status.as_u16(), &nobody.json()["errorCode"]), (404, &json!("inexistent_user")));
    }
}

#[tokio::test]
async fn access_is_revoked_as_far_as_it_is_said() {
    let (program, ada) = with_ada(&SCOPES).await;
    let route = format!("{}/revoke-access", path(&ada));
    let revoke = async |body| {
        let answer = program.ask("POST", &route, body).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (202, ""));
    };
    let ((one, one_secret), (_, other_secret)) = (session(&program, &ada).await, session(&program, &ada).await);
    let token = log_in(&program).await;
    revoke(Some(json!({ "session_id": one }))).await;
    assert!(!goes_on(&program, &one_secret).await && goes_on(&program, &other_secret).await);
    assert!(works(&program, &token).await, "it is of another login");
    let token = log_in(&program).await;
    revoke(Some(json!({ "preserve_refresh_tokens": true }))).await;
    assert!(!goes_on(&program, &other_secret).await && works(&program, &token).await);
    let (token, (_, secret)) = (log_in(&program).await, session(&program, &ada).await);
    revoke(None).await;
    assert!(!works(&program, &token).await && !goes_on(&program, &secret).await);
    let grace = program.user("grace@example.com", json!({})).await;
    let (hers, secret) = session(&program, &grace).await;
    revoke(Some(json!({ "session_id": hers }))).await;
    assert!(goes_on(&program, &secret).await, "somebody else's session is no session of ada");
    let wrong = program.ask("POST", &route, Some(json!({ "preserve_refresh_tokens": "no" }))).await;
    assert_eq!(wrong.status, 400);
}
