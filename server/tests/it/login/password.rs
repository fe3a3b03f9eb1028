//! GET and POST /u/login

use directory::{Actor, DEFAULT_TENANT};
use model::{TenantEdit, TenantSettings};

use super::shop::{Browser, EMAIL, authorize, field, setting};
use crate::test_app::{Answer, Ask, PASSWORD, TestApp};

/// The login page, opened by an application.
async fn open(app: &TestApp, browser: &mut Browser) -> String {
    let asked = browser.get(app, &authorize(&[])).await;
    assert!(asked.location().starts_with("/u/login?"), "{} {}", asked.status, asked.body);
    asked.location().to_owned()
}

/// S-331, N-062
#[tokio::test]
async fn an_unknown_user_is_answered_as_a_wrong_password_is() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    let known = browser.type_password(&app, &path, EMAIL, "wrong").await;
    assert_eq!(known.status, 400);
    assert!(known.body.contains("role=\"alert\"") && known.body.contains("Wrong email or password."), "{}", known.body);
    for name in ["nobody@example.com", "nobody", "a\u{0}b"] {
        let unknown = browser.type_password(&app, &path, name, "wrong").await;
        assert_eq!(unknown.status, known.status);
        let masked = |answer: &Answer, typed: &str| {
            let body = answer.body.replace(&format!("value=\"{typed}\""), "").replace("value=\"\"", "");
            without_nonce(body.split("<body").nth(1).unwrap_or_default())
        };
        if !name.contains('\0') {
            assert_eq!(masked(&known, EMAIL), masked(&unknown, name));
        }
        let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(&known), names(&unknown));
    }
    assert!(browser.session().is_none());
}

fn without_nonce(body: &str) -> String {
    body.replace(" autofocus", "")
}

/// S-333, S-141
#[tokio::test]
async fn a_blocked_user_is_sent_back_with_the_word_and_only_after_the_right_password() {
    let (app, user) = setting().await;
    app.directory.users().set_blocked(&Actor::operator(DEFAULT_TENANT), &user.user_id, true).await.unwrap();
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    let wrong = browser.type_password(&app, &path, EMAIL, "wrong").await;
    assert!(wrong.body.contains("Wrong email or password."), "{}", wrong.body);
    let right = browser.type_password(&app, &path, EMAIL, PASSWORD).await;
    assert_eq!(right.status, 303);
    assert_eq!(field(&right, "error"), "unauthorized");
    assert_eq!(field(&right, "error_description"), "user is blocked");
    assert_eq!(field(&right, "state"), "s t&te");
    assert!(browser.session().is_none());
}

/// S-321
#[tokio::test]
async fn ten_wrong_passwords_keep_the_right_one_out_until_somebody_lifts_it() {
    let (app, user) = setting().await;
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    for _ in 0..10 {
        browser.type_password(&app, &path, EMAIL, "wrong").await;
    }
    let kept_out = browser.type_password(&app, &path, EMAIL, PASSWORD).await;
    assert_eq!(kept_out.status, 429);
    assert!(kept_out.body.contains("blocked after multiple consecutive login attempts"), "{}", kept_out.body);
    app.directory.user_blocks().remove(&Actor::operator(DEFAULT_TENANT), &user.user_id).await.unwrap();
    let sent = browser.type_password(&app, &path, EMAIL, PASSWORD).await;
    assert!(!field(&browser.follow(&app, sent).await, "code").is_empty());
}

/// S-325: whoever fails elsewhere, even at the same address, keeps nobody out of a browser that logged them in before; what
/// keeps the others out stays.
#[tokio::test]
async fn a_browser_that_logged_the_user_in_before_is_not_locked_out_by_others() {
    let (app, _) = setting().await;
    let (mut own, mut attacker) = (Browser::default(), Browser::default());
    own.log_in(&app, &authorize(&[])).await;
    let device = |browser: &Browser| {
        browser.cookies.iter().find(|(name, _)| name == "roster-device").map(|(_, value)| value.clone())
    };
    let known = device(&own).unwrap();
    assert_eq!(known.len(), 32, "128 bits");
    // A secret that is not ours, or is of another user's browser, opens nothing.
    super::shop::add_user(&app, "eve@example.com").await;
    attacker.cookies.push(("roster-device".to_owned(), "f".repeat(32)));
    let path = open(&app, &mut attacker).await;
    let eve = attacker.type_password(&app, &path, "eve@example.com", PASSWORD).await;
    assert_eq!(eve.status, 303);
    assert_ne!(device(&attacker).unwrap(), "f".repeat(32), "planted");
    attacker.cookies.retain(|(name, _)| name != "roster-login");
    let path = open(&app, &mut attacker).await;
    for _ in 0..10 {
        attacker.type_password(&app, &path, EMAIL, "wrong").await;
    }
    assert_eq!(attacker.type_password(&app, &path, EMAIL, PASSWORD).await.status, 429);

    let asked = own.get(&app, &authorize(&[("prompt", "login")])).await;
    let sent = own.type_password(&app, asked.location(), EMAIL, PASSWORD).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(device(&own).as_ref(), Some(&known), "the same for the rest of the day");
    assert_eq!(attacker.type_password(&app, &path, EMAIL, PASSWORD).await.status, 429, "the lock stays");

    // Its own failures count there.
    let asked = own.get(&app, &authorize(&[("prompt", "login")])).await;
    for _ in 0..10 {
        own.type_password(&app, asked.location(), EMAIL, "wrong").await;
    }
    assert_eq!(own.type_password(&app, asked.location(), EMAIL, PASSWORD).await.status, 429);
}

/// S-303: when too many passwords wait to be checked the page says so, keeps what was typed, and everything else goes on.
#[tokio::test]
async fn a_full_queue_of_passwords_answers_503_and_when_to_try_again() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    app.hashing.make_room(0);
    let full = browser.type_password(&app, &path, EMAIL, PASSWORD).await;
    assert_eq!((full.status.as_u16(), full.header("retry-after")), (503, "5"), "{}", full.body);
    assert!(full.body.contains("server is busy") && full.body.contains(&format!("value=\"{EMAIL}\"")), "{}", full.body);
    assert_eq!(app.send(Ask::get("/health")).await.status, 200);
    app.hashing.make_room(256);
    assert_eq!(browser.type_password(&app, &path, EMAIL, PASSWORD).await.status, 303);
}

/// S-407, login CSRF
#[tokio::test]
async fn a_form_that_is_not_from_the_login_page_is_refused() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    let form = browser.get(&app, &path).await;
    let (token, state) = (form.hidden("form_token"), form.hidden("state"));
    let filled = |token: &str| {
        let fields = [("form_token", token), ("state", &state), ("username", EMAIL), ("password", PASSWORD)];
        Ask::form("/u/login", &fields)
    };
    let zeros = "0".repeat(32);
    for (sent, cookie) in
        [("", token.as_str()), (token.as_str(), ""), (token.as_str(), zeros.as_str()), (zeros.as_str(), token.as_str())]
    {
        let answer = app.send(filled(sent).cookie(&format!("roster-flow={cookie}"))).await;
        assert_eq!(answer.status, 403, "{sent} {cookie}");
        assert!(answer.cookie("roster-login").is_none() && answer.body.contains("role=\"alert\""));
    }
    let foreign = filled(&token).without("sec-fetch-site").header("sec-fetch-site", "cross-site");
    assert_eq!(browser.clone().send(&app, foreign).await.status, 403);
    let body = format!("state={state}&state={state}&form_token={token}");
    let twice = browser.clone().send(&app, Ask::post("/u/login", "application/x-www-form-urlencoded", body)).await;
    assert!(twice.status.is_client_error(), "S-114");
    let plain = browser.clone().send(&app, Ask::post("/u/login", "text/plain", format!("state={state}"))).await;
    assert!(plain.status.is_client_error());
}

/// S-343
#[tokio::test]
async fn a_session_that_was_planted_before_does_not_become_the_users() {
    let (app, _) = setting().await;
    let planted = "a".repeat(32);
    let mut browser = Browser { cookies: vec![("roster-login".to_owned(), planted.clone())] };
    let answer = browser.log_in(&app, &authorize(&[])).await;
    assert!(!field(&answer, "code").is_empty());
    assert_ne!(browser.session(), Some(planted.as_str()));
    let other = app.send(Ask::get(&authorize(&[("prompt", "none")])).cookie(&format!("roster-login={planted}"))).await;
    assert_eq!(field(&other, "error"), "login_required");
}

/// S-341
#[tokio::test]
async fn cookies_of_a_login_are_out_of_reach_and_work_in_frames_with_tls() {
    for (url, prefix, same_site) in
        [("http://localhost:8080", "", "Lax"), ("https://id.example.com", "__Host-", "None")]
    {
        let app = TestApp::at(url, None).await;
        super::shop::open_shop(&app, super::shop::shop()).await;
        let mut browser = Browser::default();
        let asked = browser.get(&app, &authorize(&[])).await;
        let form = browser.get(&app, asked.location()).await;
        let flow = form.cookies().into_iter().find(|cookie| cookie.contains("roster-flow=")).unwrap().to_owned();
        let sent = browser.type_password(&app, asked.location(), EMAIL, PASSWORD).await;
        let login = sent.cookies().into_iter().find(|cookie| cookie.contains("roster-login=")).unwrap().to_owned();
        for (cookie, name, same_site) in [(&flow, "roster-flow", "Lax"), (&login, "roster-login", same_site)] {
            assert!(cookie.starts_with(&format!("{prefix}{name}=")), "{cookie}");
            assert!(cookie.contains("; HttpOnly") && cookie.contains("; Path=/"), "{cookie}");
            assert!(cookie.contains(&format!("; SameSite={same_site}")) && !cookie.contains("Domain"), "{cookie}");
            assert_eq!(cookie.contains("; Secure"), !prefix.is_empty(), "{cookie}");
        }
        assert!(login.contains("; Max-Age=604800"), "{login}");
        assert_eq!(login.split(['=', ';']).nth(1).unwrap().len(), 32, "S-344: {login}");
    }
}

/// S-118, S-401, S-405, S-406
#[tokio::test]
async fn the_page_needs_no_script_and_no_foreign_page_may_frame_it() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    let page = browser.get(&app, &path).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(policy.contains("form-action 'self' https://shop.example.com;"), "{policy}");
    assert_eq!((page.header("x-frame-options"), page.header("cache-control")), ("DENY", "no-store"));
    assert!(!page.body.contains("<script") && !page.body.contains("autocomplete=\"off\""), "S-306");
    let css = app.send(Ask::get(&stylesheet(&page.body))).await;
    assert!(page.body.len() + css.body.len() <= 30_000, "{} + {}", page.body.len(), css.body.len());
}

fn stylesheet(body: &str) -> String {
    let (_, rest) = body.split_once("rel=\"stylesheet\" href=\"").unwrap_or(("", "/pkg/hosted.css\""));
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// S-412
#[tokio::test]
async fn the_page_wears_the_tenants_look() {
    let (app, _) = setting().await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let base = app.directory.tenants().settings(&operator).await.unwrap();
    let settings = TenantSettings {
        friendly_name: "Acme <b>&".to_owned(),
        picture_url: "https://cdn.example.com/logo.png".to_owned(),
        primary_color: "#ffd400".to_owned(),
        page_background: "#102030".to_owned(),
        support_url: "https://help.example.com/".to_owned(),
        ..base.clone()
    };
    app.directory.tenants().update(&operator, TenantEdit { base, settings }).await.unwrap();
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    let page = browser.get(&app, &path).await;
    for text in [
        "Acme &lt;b&gt;&amp;",
        "src=\"https://cdn.example.com/logo.png\"",
        "--accent:#ffd400",
        "--accent-text:#000000",
        "--ground:light-dark(#102030,",
        "href=\"https://help.example.com/\"",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("img-src 'self' https://cdn.example.com;"), "{policy}");
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(page.body.contains(&format!("nonce=\"{nonce}\"")), "{}", page.body);
}

#[tokio::test]
async fn a_page_that_nothing_waits_for_says_so() {
    let (app, _) = setting().await;
    let long = "a".repeat(3_000);
    for state in ["", "unknown", "%2e%2e", "'--", &long] {
        for path in ["/u/login", "/authorize/resume", "/u/consent"] {
            let answer = app.send(Ask::get(&format!("{path}?state={state}"))).await;
            assert_eq!(answer.status, 400, "{path} {state}");
            assert!(answer.body.contains("expired"), "{}", answer.body);
        }
    }
    let mut browser = Browser::default();
    let path = open(&app, &mut browser).await;
    app.clock.advance(3_600_001);
    assert_eq!(browser.get(&app, &path).await.status, 400);
}
