//! POST /dbconnections/signup and /dbconnections/change_password

use directory::{Actor, DEFAULT_TENANT};
use model::{AppType, Client, ConnectionOptions, Mail, MailKind};
use serde_json::{Value, json};

use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD, TestApp, URL};

const SENT: &str = "We've just sent you an email to reset your password.";

async fn shop() -> TestApp {
    let app = TestApp::new().await;
    let client = Client {
        client_id: "shop".to_owned(),
        name: "The Shop".to_owned(),
        web_origins: vec!["https://shop.example.com".to_owned()],
        ..Client::of_kind(AppType::Spa)
    };
    let mut tx = app.db.begin().await.unwrap();
    store::clients::insert(&mut tx, DEFAULT_TENANT, &client, None).await.unwrap();
    let connection = store::connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    store::connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, "shop").await.unwrap();
    tx.commit().await.unwrap();
    app
}

async fn set_options(app: &TestApp, change: impl FnOnce(ConnectionOptions) -> ConnectionOptions) {
    let mut tx = app.db.begin().await.unwrap();
    let connection = store::connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    let options = change(connection.options);
    store::connections::save_options(&mut tx, DEFAULT_TENANT, &connection.id, &options).await.unwrap();
    tx.commit().await.unwrap();
}

/// As `auth0.js` sends it, from another origin.
async fn send(app: &TestApp, endpoint: &str, body: &Value) -> Answer {
    let ask = Ask::post(&format!("/dbconnections/{endpoint}"), "application/json", body.to_string());
    let ask = ask.without("sec-fetch-site").header("sec-fetch-site", "cross-site");
    let answer = app.send(ask.header("origin", "https://shop.example.com").header("auth0-client", "e30")).await;
    app.clock.advance(1);
    answer
}

fn new(email: &str) -> Value {
    json!({ "client_id": "shop", "email": email, "password": PASSWORD, "connection": CONNECTION })
}

async fn mails(app: &TestApp) -> Vec<Mail> {
    let (mails, actor) = (app.directory.mails(), Actor::operator(DEFAULT_TENANT));
    let mut all = Vec::new();
    for row in mails.list(&actor, None).await.unwrap().mails {
        all.push(mails.get(&actor, &row.id).await.unwrap());
    }
    all
}

#[tokio::test]
async fn a_sign_up_is_answered_as_auth0_answers_it() {
    let app = shop().await;
    let mut body = new("Ada@Example.com");
    body["user_metadata"] = json!({ "plan": "gold" });
    body["given_name"] = "Ada".into();
    let answer = send(&app, "signup", &body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let user = answer.json();
    assert_eq!(user["_id"].as_str().map(str::len), Some(24));
    assert_eq!((&user["email"], &user["email_verified"]), (&json!("ada@example.com"), &json!(false)));
    assert_eq!((&user["user_metadata"]["plan"], &user["given_name"]), (&json!("gold"), &json!("Ada")));
    assert!(!answer.body.contains(PASSWORD));
    assert_eq!(mails(&app).await[0].row.kind, MailKind::VerifyEmail);
    assert_eq!(answer.header("access-control-allow-origin"), "https://shop.example.com");
}

/// N-062 and the shapes that real SDKs read.
#[tokio::test]
async fn what_is_wrong_is_told_in_the_old_shape() {
    let app = shop().await;
    send(&app, "signup", &new("ada@example.com")).await;
    let taken = send(&app, "signup", &new("ADA@example.com")).await;
    assert_eq!(taken.status, 400);
    let expected = json!({
        "name": "BadRequestError", "code": "invalid_signup", "description": "Invalid sign up", "statusCode": 400,
    });
    assert_eq!(taken.json(), expected);

    let mut weak = new("bob@example.com");
    weak["password"] = "short".into();
    let weak = send(&app, "signup", &weak).await.json();
    assert_eq!((&weak["name"], &weak["code"]), (&json!("PasswordStrengthError"), &json!("invalid_password")));
    assert_eq!(weak["message"], "Password is too weak");
    assert_eq!(weak["description"]["verified"], false);
    assert_eq!(weak["description"]["rules"][0]["code"], "lengthAtLeast");
    assert!(weak["policy"].as_str().unwrap().starts_with("* At least 8 characters in length\n"));

    set_options(&app, |options| ConnectionOptions { requires_username: true, ..options }).await;
    let named = |email: &str| {
        let mut body = new(email);
        body["username"] = "bob".into();
        body
    };
    assert_eq!(send(&app, "signup", &named("bob@example.com")).await.json()["username"], "bob");
    assert_eq!(send(&app, "signup", &named("other@example.com")).await.json()["code"], "username_exists");

    set_options(&app, |options| ConnectionOptions { disable_signup: true, ..options }).await;
    let closed = send(&app, "signup", &new("eve@example.com")).await;
    assert_eq!((closed.status.as_u16(), closed.json()), (400, json!({ "error": "public signup is disabled" })));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_brings_nothing_down() {
    let app = shop().await;
    for (name, value) in [
        ("client_id", json!("nobody")),
        ("client_id", json!(null)),
        ("connection", json!("x\0")),
        ("connection", json!(["a"])),
        ("email", json!("ada")),
        ("email", json!({ "$ne": "" })),
        ("email", json!("a@b.c\r\nBcc: eve@example.com")),
        ("name", json!("a\r\nBcc: eve@example.com")),
        ("password", json!("")),
        ("picture", json!("javascript:alert(1)")),
        ("user_metadata", json!({ "a": { "b": 1 } })),
        ("user_metadata", json!({ "a": "\0" })),
    ] {
        let mut body = new("ada@example.com");
        body[name] = value.clone();
        let answer = send(&app, "signup", &body).await;
        assert_eq!(answer.status, 400, "{name} {value}: {}", answer.body);
        assert!(answer.header("content-type").starts_with("application/json"), "{name}");
    }
    for body in ["", "[]", "{", "null", r#"{"email":"a","email":"b"}"#] {
        for path in ["/dbconnections/signup", "/dbconnections/change_password"] {
            let answer = app.send(Ask::post(path, "application/json", body)).await;
            assert_eq!(answer.status, 400, "{path} {body}");
            assert_eq!(app.send(Ask::post(path, "text/plain", body)).await.status, 400);
        }
    }
    assert!(mails(&app).await.is_empty());
}

/// N-060, N-062, S-331
#[tokio::test]
async fn a_change_of_password_is_answered_alike_whoever_asks() {
    let app = shop().await;
    send(&app, "signup", &new("ada@example.com")).await;
    let before = mails(&app).await.len();
    for body in [
        json!({ "client_id": "shop", "email": "nobody@example.com", "connection": CONNECTION }),
        json!({ "client_id": "shop", "email": "ada@example.com", "connection": "x" }),
        json!({ "email": "no address", "connection": CONNECTION }),
    ] {
        let answer = send(&app, "change_password", &body).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, SENT), "{body}");
        assert!(answer.header("content-type").starts_with("text/html"));
    }
    assert_eq!(mails(&app).await.len(), before);
    let body = json!({ "client_id": "shop", "email": "ADA@example.com", "connection": CONNECTION });
    let ask = Ask::post("/dbconnections/change_password", "application/json", body.to_string());
    let answer = app.send(ask.header("host", "evil.example").header("x-forwarded-host", "evil.example")).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, SENT));
    let mail = mails(&app).await.remove(0);
    assert_eq!((mail.row.kind, mail.row.recipient.as_str()), (MailKind::ResetEmail, "ada@example.com"));
    assert!(mail.text.contains(&format!("{URL}/u/reset-password/new?ticket=")) && !mail.text.contains("evil"));
}

#[tokio::test]
async fn forms_are_taken_as_well() {
    let app = shop().await;
    let fields =
        [("client_id", "shop"), ("email", "ada@example.com"), ("password", PASSWORD), ("connection", CONNECTION)];
    let answer = app.send(Ask::form("/dbconnections/signup", &fields)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer = app.send(Ask::form("/dbconnections/change_password", &fields)).await;
    assert_eq!(answer.body, SENT);
}

/// N-058, S-364
#[tokio::test]
async fn nobody_says_of_their_own_address_that_it_is_verified() {
    let app = shop().await;
    let mut body = new("ada@example.com");
    for (name, value) in [
        ("email_verified", json!(true)),
        ("phone_number", json!("+4915112345678")),
        ("phone_verified", json!(true)),
        ("blocked", json!(false)),
        ("app_metadata", json!({ "role": "admin" })),
        ("user_metadata", json!({ "email_verified": "true" })),
    ] {
        body[name] = value;
    }
    let made = send(&app, "signup", &body).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(made.json()["email_verified"], false);
    let (users, operator) = (app.directory.users(), Actor::operator(DEFAULT_TENANT));
    let id = model::UserId::new("auth0", made.json()["_id"].as_str().unwrap());
    let user = users.get(&operator, &id).await.unwrap();
    assert_eq!((user.email_verified, user.phone_number, user.phone_verified), (Some(false), None, None));
    assert_eq!((user.app_metadata, user.blocked), (None, None));

    // Another address is another question.
    let user = users.change_email(&operator, &id, "ada@example.org", true).await.unwrap();
    assert_eq!(user.email_verified, Some(true));
    let user = users.change_email(&operator, &id, "ada@example.net", false).await.unwrap();
    assert_eq!(user.email_verified, Some(false));
}
