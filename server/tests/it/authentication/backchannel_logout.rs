//! OpenID Connect Back-Channel Logout 1.0, against an application that listens.

use directory::{Actor, DEFAULT_TENANT, Origin};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{DecodingKey, Validation, decode, decode_header};
use model::{Client, OidcLogout};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::shop::{Shop, issuer};
use crate::test_app::Ask;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// An application that is told of logouts.
struct Receiver {
    listener: TcpListener,
    url: String,
}

impl Receiver {
    async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/logged-out", listener.local_addr().unwrap());
        Self { listener, url }
    }

    /// Answers one request; what was sent.
    async fn answer(&self, with: &str) -> String {
        let (mut stream, _) = self.listener.accept().await.unwrap();
        let mut sent = Vec::new();
        loop {
            let mut part = [0; 4096];
            let length = stream.read(&mut part).await.unwrap();
            sent.extend_from_slice(&part[..length]);
            let text = String::from_utf8_lossy(&sent).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let head = head.to_lowercase();
            let (_, length) = head.split_once("content-length: ").unwrap();
            if body.len() >= length.lines().next().unwrap().trim().parse().unwrap() {
                stream.write_all(with.as_bytes()).await.unwrap();
                return text;
            }
        }
    }

    /// Delivers what is due, answering each of `answers` in turn; what was sent.
    async fn tell(&self, shop: &Shop, answers: &[&str]) -> Vec<String> {
        let logouts = shop.app.directory.logouts();
        let receive = async {
            let mut sent = Vec::new();
            for answer in answers {
                sent.push(self.answer(answer).await);
            }
            sent
        };
        let (tried, sent) = tokio::join!(logouts.deliver_due(), receive);
        assert_eq!(tried.unwrap(), answers.len());
        sent
    }
}

/// The SPA and the web application want to be told.
async fn shop(receiver: &Receiver) -> Shop {
    let shop = Shop::open().await;
    for id in ["spa", "web"] {
        let client = shop.app.directory.find_client(DEFAULT_TENANT, id).await.unwrap().unwrap();
        let oidc_logout = OidcLogout { backchannel_logout_urls: vec![receiver.url.clone()] };
        shop.save(&Client { oidc_logout, ..client }).await;
    }
    shop
}

/// The claims of the token in a request, after every check that the specification demands (§2.6).
async fn believed(shop: &Shop, request: &str, client: &str) -> Value {
    assert!(request.starts_with("POST /logged-out HTTP/1.1\r\n"), "{request}");
    assert!(request.to_lowercase().contains("content-type: application/x-www-form-urlencoded"), "{request}");
    let (_, token) = request.split_once("\r\n\r\nlogout_token=").unwrap();
    let header = decode_header(token).unwrap();
    assert_eq!(header.typ.as_deref(), Some("logout+jwt"));
    let keys = shop.app.send(Ask::get("/.well-known/jwks.json")).await;
    let keys: JwkSet = serde_json::from_str(&keys.body).unwrap();
    let key = DecodingKey::from_jwk(keys.find(header.kid.as_deref().unwrap()).unwrap()).unwrap();
    let mut checks = Validation::new(header.alg);
    checks.set_audience(&[client]);
    checks.set_issuer(&[issuer()]);
    // The tests' clock is another one.
    checks.validate_exp = false;
    let claims = decode::<Value>(token, &key, &checks).unwrap().claims;
    let now = shop.app.clock.now().0 / 1000;
    assert_eq!((claims["iat"].as_i64(), claims["exp"].as_i64()), (Some(now), Some(now + 120)));
    assert_eq!(claims["events"], json!({ EVENT: {} }));
    assert!(claims.get("nonce").is_none() && claims["jti"].is_string());
    assert_eq!(claims["sub"], shop.user.as_str());
    claims
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

#[tokio::test]
async fn a_logout_is_told_to_every_application_of_the_session() {
    let receiver = Receiver::open().await;
    let shop = shop(&receiver).await;
    let session = shop.session().await;
    shop.app.directory.user_sessions().touch(DEFAULT_TENANT, &session.session.id, "web").await.unwrap();
    let cookie = format!("roster-login={}", session.secret);
    assert!(receiver.tell(&shop, &[]).await.is_empty(), "nobody was logged out");
    assert_eq!(shop.app.send(Ask::get("/v2/logout").cookie(&cookie)).await.status, 303);
    let mut told = Vec::new();
    for request in
        receiver.tell(&shop, &[OK, "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"]).await
    {
        let claims = believed(&shop, &request, audience(&request)).await;
        assert_eq!(claims["sid"], session.session.id.as_str());
        told.push(claims["aud"].as_str().unwrap().to_owned());
    }
    told.sort();
    assert_eq!(told, ["spa", "web"]);
    assert!(shop.has_event("oidc_backchannel_logout_succeeded").await);
    assert!(receiver.tell(&shop, &[]).await.is_empty(), "each once");
}

/// Whom an unchecked token is for.
fn audience(request: &str) -> &'static str {
    let (_, token) = request.split_once("logout_token=").unwrap();
    match super::shop::claims(&json!(token))["aud"].as_str() {
        Some("spa") => "spa",
        _ => "web",
    }
}

#[tokio::test]
async fn ending_a_session_blocking_deleting_and_signing_out_tell_too() {
    let operator = Actor::operator(DEFAULT_TENANT);
    for what in ["end", "block", "delete", "sign out", "password"] {
        let receiver = Receiver::open().await;
        let shop = shop(&receiver).await;
        let session = shop.session().await.session.id;
        let directory = &shop.app.directory;
        match what {
            "end" => directory.user_sessions().delete(&operator, &session).await.unwrap(),
            "block" => {
                let ending = directory.users().what_ends(&operator, &shop.user).await.unwrap();
                assert_eq!(ending.told, ["The spa"]);
                shop.block(true).await;
            }
            "delete" => directory.users().delete(&operator, &shop.user).await.unwrap(),
            "password" => {
                drop(directory.users().change_password(&operator, &shop.user, "Another-Horse-9").await.unwrap());
            }
            _ => drop(directory.access().sign_out_everywhere(&operator, &shop.user).await.unwrap()),
        }
        let sent = receiver.tell(&shop, &[OK]).await;
        assert_eq!(believed(&shop, &sent[0], "spa").await["sid"], session.as_str(), "{what}");
    }
}

#[tokio::test]
async fn an_application_with_refresh_tokens_alone_is_told_that_all_ended() {
    let receiver = Receiver::open().await;
    let shop = shop(&receiver).await;
    shop.login("", "openid offline_access").await;
    shop.block(true).await;
    let sent = receiver.tell(&shop, &[OK]).await;
    assert!(believed(&shop, &sent[0], "spa").await.get("sid").is_none());
}

/// Neither a refusal nor a redirect is followed; after the third try it is given up, and the log says so.
#[tokio::test]
async fn what_is_refused_is_tried_three_times() {
    let receiver = Receiver::open().await;
    let shop = shop(&receiver).await;
    shop.session().await;
    shop.block(true).await;
    let away = "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\n\r\n";
    let first = receiver.tell(&shop, &["HTTP/1.1 400 Bad Request\r\n\r\n"]).await;
    assert!(receiver.tell(&shop, &[]).await.is_empty(), "not at once again");
    shop.app.clock.advance(10_000);
    let second = receiver.tell(&shop, &[away]).await;
    let jti = async |sent: &[String]| {
        super::shop::claims(&json!(sent[0].split_once("logout_token=").unwrap().1))["jti"].clone()
    };
    assert_eq!(jti(&first).await, jti(&second).await, "it is the same logout");
    shop.app.clock.advance(60_000);
    receiver.tell(&shop, &["HELO\r\n"]).await;
    assert!(shop.has_event("oidc_backchannel_logout_failed").await);
    assert!(!shop.has_event("oidc_backchannel_logout_succeeded").await);
    shop.app.clock.advance(600_000);
    assert!(receiver.tell(&shop, &[]).await.is_empty());
}

/// S-601
#[tokio::test]
async fn an_address_inside_is_never_gone_to() {
    let shop = Shop::open().await;
    let client = shop.app.directory.find_client(DEFAULT_TENANT, "spa").await.unwrap().unwrap();
    let oidc_logout = OidcLogout { backchannel_logout_urls: vec!["https://169.254.169.254/".to_owned()] };
    shop.save(&Client { oidc_logout, ..client }).await;
    shop.session().await;
    shop.block(true).await;
    for pause in [10_000, 60_000, 0] {
        assert_eq!(shop.app.directory.logouts().deliver_due().await.unwrap(), 1);
        shop.app.clock.advance(pause);
    }
    let operator = Actor::operator(DEFAULT_TENANT);
    let page = shop.app.directory.logs().of_user(&operator, &shop.user, None).await.unwrap();
    let event = page.events.iter().find(|event| event.kind == "oidc_backchannel_logout_failed").unwrap();
    let told = event.details.as_ref().unwrap()["error"].as_str().unwrap();
    assert!(told.contains("169.254.169.254 is not an address of the internet"), "{told}");
}

#[tokio::test]
async fn another_user_in_the_same_browser_ends_the_session_of_the_first() {
    let receiver = Receiver::open().await;
    let shop = shop(&receiver).await;
    let session = shop.session().await;
    let new = model::NewUser {
        connection: crate::test_app::CONNECTION.to_owned(),
        email: "grace@example.com".to_owned(),
        password: crate::test_app::PASSWORD.to_owned(),
        ..model::NewUser::default()
    };
    let other = shop.app.directory.users().create(&Actor::operator(DEFAULT_TENANT), new).await.unwrap().user_id;
    let sessions = shop.app.directory.user_sessions();
    let old = Some(session.secret.as_str());
    let origin = Origin::default();
    sessions.begin_in_place_of(DEFAULT_TENANT, old, &other, crate::test_app::CONNECTION, "spa", &origin).await.unwrap();
    let sent = receiver.tell(&shop, &[OK]).await;
    believed(&shop, &sent[0], "spa").await;
}
