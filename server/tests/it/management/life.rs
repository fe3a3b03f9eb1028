//! Each route needs a good token and one of its scopes, and no other scope does (S-203).

use directory::DEFAULT_TENANT;
use model::ClientGrant;
use serde_json::{Value, json};

use super::people::with_ada;
use super::program::Program;
use crate::test_app::{Ask, URL, escape};

/// Method, path, body, the scopes of which one is enough, and the status with each of them. `ADA` stands for her id.
type Line = (&'static str, &'static str, Option<Value>, &'static str, u16);

fn lines() -> Vec<Line> {
    let link = || Some(json!({ "user_id": "auth0|nobody" }));
    vec![
        ("GET", "logs", None, "read:logs,read:logs_users", 200),
        ("GET", "logs?take=5", None, "read:logs,read:logs_users", 200),
        ("GET", "logs/900", None, "read:logs,read:logs_users", 404),
        ("GET", "users/ADA/logs", None, "read:logs,read:logs_users", 200),
        ("POST", "users/ADA/identities", Some(json!({ "provider": "auth0", "user_id": "x" })), "update:users", 404),
        ("DELETE", "users/ADA/identities/auth0/x", None, "update:users", 400),
        ("GET", "stats/active-users", None, "read:stats", 200),
        ("GET", "stats/daily", None, "read:stats", 200),
        ("GET", "sessions/x", None, "read:sessions", 404),
        ("PATCH", "sessions/x", Some(json!({ "session_metadata": {} })), "update:sessions", 404),
        ("DELETE", "sessions/x", None, "delete:sessions", 202),
        ("POST", "sessions/x/revoke", None, "delete:sessions,delete:refresh_tokens", 404),
        ("GET", "users/ADA/sessions", None, "read:sessions", 200),
        ("DELETE", "users/ADA/sessions", None, "delete:sessions", 202),
        ("GET", "refresh-tokens?user_id=ADA", None, "read:refresh_tokens", 200),
        ("GET", "refresh-tokens/x", None, "read:refresh_tokens", 404),
        ("PATCH", "refresh-tokens/x", Some(json!({ "refresh_token_metadata": {} })), "update:refresh_tokens", 404),
        ("DELETE", "refresh-tokens/x", None, "delete:refresh_tokens", 202),
        ("POST", "refresh-tokens/revoke", Some(json!({ "user_id": "x" })), "delete:refresh_tokens", 202),
        ("GET", "users/ADA/refresh-tokens", None, "read:refresh_tokens", 200),
        ("DELETE", "users/ADA/refresh-tokens", None, "delete:refresh_tokens", 202),
        ("POST", "users/ADA/revoke-access", None, "delete:sessions,delete:refresh_tokens", 202),
        ("GET", "device-credentials", None, "read:device_credentials", 200),
        ("POST", "device-credentials", Some(json!({})), "create:current_user_device_credentials", 403),
        ("DELETE", "device-credentials/dcr_x", None, "delete:device_credentials", 204),
        ("GET", "grants", None, "read:grants", 200),
        ("DELETE", "grants/x", None, "delete:grants", 204),
        ("DELETE", "grants?user_id=x", None, "delete:grants", 204),
        ("GET", "user-blocks?identifier=x", None, "read:users", 200),
        ("DELETE", "user-blocks?identifier=x", None, "update:users", 204),
        ("GET", "user-blocks/ADA", None, "read:users", 200),
        ("DELETE", "user-blocks/ADA", None, "update:users", 204),
        ("GET", "users/ADA/authentication-methods", None, "read:authentication_methods", 200),
        ("POST", "users/ADA/authentication-methods", Some(json!({})), "create:authentication_methods", 403),
        ("PUT", "users/ADA/authentication-methods", Some(json!([])), "update:authentication_methods", 200),
        ("DELETE", "users/ADA/authentication-methods", None, "delete:authentication_methods", 204),
        ("GET", "users/ADA/authentication-methods/x", None, "read:authentication_methods", 404),
        ("PATCH", "users/ADA/authentication-methods/x", Some(json!({})), "update:authentication_methods", 404),
        ("DELETE", "users/ADA/authentication-methods/x", None, "delete:authentication_methods", 404),
        ("DELETE", "users/ADA/authenticators", None, "delete:guardian_enrollments", 204),
        ("GET", "users/ADA/enrollments", None, "read:users", 200),
        ("DELETE", "users/ADA/multifactor/duo", None, "update:users", 204),
        ("POST", "users/ADA/multifactor/actions/invalidate-remember-browser", None, "update:users", 204),
        ("POST", "users/ADA/recovery-code-regeneration", None, "update:users", 404),
        ("GET", "users/ADA/organizations", None, "read:organizations", 200),
        ("POST", "jobs/users-imports", None, "create:users", 400),
        ("POST", "jobs/users-exports", Some(json!({})), "read:users", 200),
        ("POST", "jobs/verification-email", link(), "update:users", 404),
        ("GET", "jobs", None, "create:users,read:users", 200),
        ("GET", "jobs/job_x", None, "create:users,read:users", 404),
        ("GET", "jobs/job_x/errors", None, "create:users,read:users", 404),
        ("GET", "jobs/job_x/events", None, "create:users,read:users", 404),
        ("POST", "jobs/job_x/import", None, "create:users", 404),
        ("DELETE", "jobs/job_x", None, "create:users,read:users", 404),
        ("POST", "tickets/email-verification", link(), "create:user_tickets", 404),
        ("POST", "tickets/password-change", link(), "create:user_tickets", 404),
    ]
}

/// Lets the program have `scopes` alone, of those that its token has.
pub(super) async fn leave(program: &Program, scopes: &[&str]) {
    let grant = ClientGrant {
        id: "cgr_tool".to_owned(),
        client_id: "tool".to_owned(),
        audience: format!("{URL}/api/v2/"),
        scope: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
    };
    let mut tx = program.app.db.begin().await.unwrap();
    store::client_grants::save(&mut tx, DEFAULT_TENANT, &grant).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn each_route_of_a_users_life_needs_a_good_token_and_one_of_its_scopes() {
    let mut all: Vec<&str> = lines().iter().flat_map(|line| line.3.split(',')).collect();
    all.sort_unstable();
    all.dedup();
    let (program, ada) = with_ada(&all).await;
    for (method, path, body, scopes, status) in lines() {
        let path = path.replace("ADA", &escape(&ada));
        for header in [None, Some("Bearer x.y.z"), Some("Basic dG9vbDp0b29s")] {
            let ask = Ask::method(method, &format!("/api/v2/{path}"));
            let ask = header.into_iter().fold(ask, |ask, header| ask.header("authorization", header));
            assert_eq!(program.app.send(ask).await.status, 401, "{method} {path} {header:?}");
        }
        let others: Vec<&str> =
            all.iter().copied().filter(|scope| !scopes.split(',').any(|one| one == *scope)).collect();
        leave(&program, &others).await;
        let refused = program.ask(method, &path, body.clone()).await;
        assert_eq!(refused.status, 403, "{method} {path}: {}", refused.body);
        let error = refused.json();
        assert_eq!(error["errorCode"], "insufficient_scope", "{method} {path}");
        assert_eq!(error["message"], format!("Insufficient scope, expected any of: {scopes}"), "{method} {path}");
        for scope in scopes.split(',') {
            leave(&program, &[scope]).await;
            let answer = program.ask(method, &path, body.clone()).await;
            assert_eq!(answer.status.as_u16(), status, "{method} {path} {scope}: {}", answer.body);
            if status == 403 {
                assert_eq!(answer.json()["errorCode"], "feature_not_enabled", "{method} {path}");
            }
        }
    }
}

/// S-626
#[tokio::test]
async fn hostile_ids_and_parameters_are_the_clients_mistake() {
    let mut all: Vec<&str> = lines().iter().flat_map(|line| line.3.split(',')).collect();
    all.sort_unstable();
    all.dedup();
    let (program, _) = with_ada(&all).await;
    let odd = ["%00", "%27%20OR%201%3D1--", "%F0%9F%92%A9", "..%2F..", &"a".repeat(3_000)].map(str::to_owned);
    for (method, path, body, _, _) in lines() {
        for odd in &odd {
            let path = path.replace("ADA", odd).replace("/x", &format!("/{odd}")).replace("=x", &format!("={odd}"));
            let answer = program.ask(method, &path, body.clone()).await;
            assert!(answer.status.as_u16() < 500, "{method} {path}: {}", answer.body);
        }
        for body in ["", "{", "[1]", "null", "{\"user_id\":null}", "{\"ids\":[1]}", "{\"session_metadata\":\"\"}"] {
            let path = path.replace("ADA", "auth0%7Cx");
            let ask = Ask::method(method, &format!("/api/v2/{path}")).body("application/json", body.to_owned());
            let answer = program.app.send(ask.header("authorization", &format!("Bearer {}", program.token))).await;
            assert!(answer.status.as_u16() < 500, "{method} {path} {body}: {}", answer.body);
        }
    }
}
