//! /api/v2/tickets: links that programs bring to users themselves.

use directory::DEFAULT_TENANT;
use serde_json::{Value, json};

use super::people::{try_log_in, with_ada};
use super::program::{Program, path};
use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD, URL};

const NEW: &str = "Another-Horse-9";
const SCOPES: [&str; 4] = ["create:user_tickets", "read:users", "update:users", "read:logs"];

async fn ticket(program: &Program, kind: &str, body: Value) -> String {
    let answer = program.ask("POST", &format!("tickets/{kind}"), Some(body)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let url = answer.json()["ticket"].as_str().unwrap().to_owned();
    let link = url.strip_prefix(URL).unwrap().strip_suffix('#').unwrap();
    link.to_owned()
}

/// Opens the link and sends its form, as one browser.
async fn fill(program: &Program, link: &str, action: &str, fields: &[(&str, &str)]) -> (Answer, Answer) {
    let page = program.app.send(Ask::get(link)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let (token, cookie, ticket) =
        (page.hidden("form_token"), page.cookie("roster-flow").unwrap(), page.hidden("ticket"));
    let all = [&[("form_token", token.as_str()), ("ticket", ticket.as_str())], fields].concat();
    let answer = program.app.send(Ask::form(action, &all).cookie(&cookie)).await;
    (page, answer)
}

async fn reset(program: &Program, link: &str) -> (Answer, Answer) {
    fill(program, link, "/u/reset-password/new", &[("password", NEW), ("repeat", NEW)]).await
}

/// S-361, S-366
#[tokio::test]
async fn an_address_is_confirmed_and_the_browser_sent_where_the_program_said() {
    let (program, ada) = with_ada(&SCOPES).await;
    let change = json!({ "email_verified": false });
    assert_eq!(program.ask("PATCH", &path(&ada), Some(change)).await.status, 200);
    let mails = program.app.directory.mails();
    let operator = directory::Actor::operator(DEFAULT_TENANT);
    let before = mails.list(&operator, None).await.unwrap().mails.len();
    let result = "https://shop.example.com/done?a=1";
    let body = json!({ "user_id": ada, "result_url": result, "includeEmailInRedirect": true });
    let link = ticket(&program, "email-verification", body).await;
    assert_eq!(mails.list(&operator, None).await.unwrap().mails.len(), before, "no mail is written");
    let (page, done) = fill(&program, &link, "/u/verify-email", &[]).await;
    assert!(page.header("content-security-policy").contains("form-action 'self' https://shop.example.com"));
    assert_eq!(done.status, 303, "{}", done.body);
    let expected = "https://shop.example.com/done?a=1&email=ada%40example.com&success=true&message=";
    assert!(done.location().starts_with(expected) && done.location().ends_with("&code=success"), "{}", done.location());
    assert_eq!(done.header("referrer-policy"), "no-referrer");
    assert_eq!(program.get(&path(&ada)).await["email_verified"], true);
    assert_eq!(program.app.send(Ask::get(&link)).await.status, 400, "once");
    let events = program.get(&format!("{}/logs?fields=description", path(&ada))).await;
    let told = events.as_array().unwrap().iter().any(|it| it["description"] == "Create an email verification ticket");
    assert!(told, "{events}");
}

#[tokio::test]
async fn a_new_password_shows_whose_address_it_is_only_if_the_program_says_so() {
    for (marks, by_email) in [(false, false), (true, true)] {
        let (program, ada) = with_ada(&SCOPES).await;
        program.ask("PATCH", &path(&ada), Some(json!({ "email_verified": false }))).await;
        let mut conn = program.app.db.read().await.unwrap();
        let connection = store::connections::find(&mut conn, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
        drop(conn);
        let whose = match by_email {
            true => json!({ "connection_id": connection.id, "email": "Ada@example.com" }),
            false => json!({ "user_id": ada, "identity": { "provider": "auth0", "user_id": &ada[6..] } }),
        };
        let mut body = whose.as_object().unwrap().clone();
        body.insert("mark_email_as_verified".to_owned(), json!(marks));
        body.insert("client_id".to_owned(), json!("shop"));
        let link = ticket(&program, "password-change", json!(body)).await;
        let (_, done) = reset(&program, &link).await;
        assert_eq!(done.status, 200, "{}", done.body);
        assert_eq!(program.get(&path(&ada)).await["email_verified"], marks);
        assert_eq!(try_log_in(&program, "ada@example.com", NEW).await.status, 200);
        assert_ne!(try_log_in(&program, "ada@example.com", PASSWORD).await.status, 200);
    }
}

/// S-367
#[tokio::test]
async fn a_link_works_as_long_as_was_said() {
    let (mut program, ada) = with_ada(&SCOPES).await;
    let short = ticket(&program, "password-change", json!({ "user_id": ada, "ttl_sec": 60 })).await;
    let usual = ticket(&program, "password-change", json!({ "user_id": ada, "ttl_sec": 0 })).await;
    program.app.clock.advance(60_000);
    assert_eq!(program.app.send(Ask::get(&short)).await.status, 400);
    program.app.clock.advance(431_939_000);
    let result = "https://shop.example.com/done";
    assert_eq!(program.app.send(Ask::get(&usual)).await.status, 200);
    program.app.clock.advance(1_000);
    assert_eq!(program.app.send(Ask::get(&usual)).await.status, 400);
    program.renew().await;
    let link = ticket(&program, "password-change", json!({ "user_id": ada, "result_url": result })).await;
    let (_, done) = reset(&program, &link).await;
    assert!(done.location().starts_with("https://shop.example.com/done?success=true&message="), "{}", done.location());
}

#[tokio::test]
async fn what_cannot_be_is_refused_in_auth0s_form() {
    let (program, ada) = with_ada(&SCOPES).await;
    for (kind, body, status, code) in [
        ("email-verification", json!({}), 400, "invalid_body"),
        ("email-verification", json!({ "user_id": "auth0|nobody" }), 404, "inexistent_user"),
        ("email-verification", json!({ "user_id": ada, "client_id": "nothing" }), 404, "inexistent_client"),
        ("email-verification", json!({ "user_id": ada, "organization_id": "org_1" }), 400, "operation_not_supported"),
        ("email-verification", json!({ "user_id": ada, "result_url": "javascript:alert(1)" }), 400, "invalid_body"),
        ("email-verification", json!({ "user_id": ada, "result_url": "https://a;script-src" }), 400, "invalid_body"),
        ("email-verification", json!({ "user_id": ada, "ttl_sec": -1 }), 400, "invalid_body"),
        ("email-verification", json!({ "user_id": ada, "ttl_sec": i64::MAX }), 400, "invalid_body"),
        ("email-verification", json!({ "user_id": ada, "ttl_sec": 1.5 }), 400, "invalid_body"),
        (
            "email-verification",
            json!({ "user_id": ada, "result_url": "https://a.example", "client_id": "shop" }),
            400,
            "invalid_body",
        ),
        (
            "email-verification",
            json!({ "user_id": ada, "identity": { "provider": "github", "user_id": "1" } }),
            400,
            "invalid_body",
        ),
        ("password-change", json!({}), 400, "invalid_body"),
        ("password-change", json!({ "user_id": ada, "email": "a@b.c" }), 400, "invalid_body"),
        ("password-change", json!({ "email": "a@b.c" }), 400, "invalid_body"),
        ("password-change", json!({ "connection_id": "con_x", "email": "a@b.c" }), 404, "inexistent_connection"),
    ] {
        let answer = program.ask("POST", &format!("tickets/{kind}"), Some(body.clone())).await;
        let got = (answer.status.as_u16(), answer.json()["errorCode"].clone());
        assert_eq!(got, (status, json!(code)), "{body}: {}", answer.body);
    }
}
