//! Where logins come from: in their events, as impossible travel, and at the tab Locations.

use std::path::PathBuf;

use directory::{Actor, DEFAULT_TENANT};
use model::{LogEvent, Role};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::shop::{SECRET, Shop, post};
use crate::test_app::{Answer, Ask, PASSWORD};

const BERLIN: &str = "192.0.2.1";
const TOKYO: &str = "198.51.100.65";
const MINUTE: i64 = 60_000;

/// A shop behind a proxy, that knows the places of documentation's addresses.
struct Setting {
    shop: Shop,
    geoip: PathBuf,
    _folder: TempDir,
}

impl Setting {
    async fn open() -> Self {
        let shop = Shop::open().await;
        let shop = Shop { app: shop.app.behind_a_proxy(), ..shop };
        let folder = tempfile::tempdir().unwrap();
        let geoip = folder.path().join("city.mmdb");
        std::fs::write(&geoip, shop.app.directory.sample_geoip()).unwrap();
        shop.app.directory.use_geoip(&geoip);
        Self { shop, geoip, _folder: folder }
    }

    async fn log_in(&self, ip: &str, password: &str) -> Answer {
        let fields = [
            ("grant_type", "password"),
            ("client_id", "web"),
            ("client_secret", SECRET),
            ("username", "ada@example.com"),
            ("password", password),
        ];
        let form = post("/oauth/token", &fields).header("x-forwarded-for", ip).header("user-agent", "<b>Test</b>");
        self.shop.app.send(form).await
    }

    /// Newest first.
    async fn events(&self, kind: &str) -> Vec<LogEvent> {
        let operator = Actor::operator(DEFAULT_TENANT);
        let page = self.shop.app.directory.logs().of_user(&operator, &self.shop.user, None).await.unwrap();
        page.events.into_iter().filter(|event| event.kind == kind).collect()
    }

    /// The city of the last successful login.
    async fn last_city(&self) -> Option<String> {
        self.events("s").await[0].location_info.as_ref().and_then(|place| place.city_name.clone())
    }

    async fn locations(&self, session: &str) -> Value {
        self.shop.app.call(session, "users/locations", json!({ "id": self.shop.user, "from": null, "to": null })).await
    }
}

#[tokio::test]
async fn an_event_knows_the_place_of_the_address_that_a_trusted_proxy_names() {
    let setting = Setting::open().await;
    assert_eq!(setting.log_in(BERLIN, PASSWORD).await.status, 200);
    assert_eq!(setting.log_in(BERLIN, "wrong").await.status, 403);
    let login = setting.events("s").await.remove(0);
    assert_eq!(login.ip.as_deref(), Some(BERLIN));
    let place = serde_json::to_value(login.location_info).unwrap();
    assert_eq!(
        place,
        json!({
            "country_code": "DE", "country_code3": "DEU", "country_name": "Germany", "city_name": "Berlin",
            "latitude": 52.5244, "longitude": 13.4105, "time_zone": "Europe/Berlin", "continent_code": "EU",
        })
    );
    assert!(setting.events("fp").await[0].location_info.is_some(), "a failure has a place too");
    assert!(setting.events("sepft").await.iter().all(|event| event.location_info.is_some()));
}

#[tokio::test]
async fn an_address_without_a_place_leaves_none() {
    let setting = Setting::open().await;
    // Of a private network, not in the database, of the proxy itself, and what is no address (then it is the proxy's).
    for ip in ["10.1.2.3", "9.9.9.9", "fd00::1", "127.0.0.1", "<script>", ""] {
        assert_eq!(setting.log_in(ip, PASSWORD).await.status, 200, "{ip}");
        assert_eq!(setting.events("s").await[0].location_info, None, "{ip}");
        setting.shop.app.clock.advance(MINUTE);
    }
    assert!(setting.events("impossible_travel").await.is_empty());
}

#[tokio::test]
async fn two_logins_too_far_apart_are_an_event_of_their_own_and_keep_nobody_out() {
    let setting = Setting::open().await;
    setting.log_in(BERLIN, PASSWORD).await;
    setting.shop.app.clock.advance(30 * MINUTE);
    setting.log_in(TOKYO, "wrong").await;
    assert!(setting.events("impossible_travel").await.is_empty(), "nobody was there");
    // A private address between them hides nothing.
    setting.log_in("10.0.0.1", PASSWORD).await;
    setting.shop.app.clock.advance(30 * MINUTE);
    assert_eq!(setting.log_in(TOKYO, PASSWORD).await.status, 200);
    let travels = setting.events("impossible_travel").await;
    assert_eq!(travels.len(), 1);
    let (travel, logins) = (&travels[0], setting.events("s").await);
    let details = travel.details.as_ref().unwrap();
    assert_eq!(details["from"]["log_id"], logins[2].log_id);
    assert_eq!(details["to"]["log_id"], logins[0].log_id);
    assert_eq!(details["from"]["location_info"]["city_name"], "Berlin");
    assert_eq!(details["to"]["location_info"]["city_name"], "Tokyo");
    assert!((8900.0..8950.0).contains(&details["distance_km"].as_f64().unwrap()), "{details}");
    assert_eq!(details["hours"], 1.0);
    assert!((8900.0..8950.0).contains(&details["speed_kmh"].as_f64().unwrap()), "{details}");
    assert_eq!((travel.ip.as_deref(), travel.client_id.as_deref()), (Some(TOKYO), Some("web")));
    let text = travel.description.clone().unwrap();
    assert!(text.contains("Berlin, Germany") && text.contains("Tokyo, Japan"), "{text}");

    setting.shop.app.clock.advance(11 * 60 * MINUTE);
    setting.log_in(BERLIN, PASSWORD).await;
    assert_eq!(setting.events("impossible_travel").await.len(), 1, "an airliner does it");
}

#[tokio::test]
async fn a_corrupt_database_keeps_the_last_good_one_and_says_so() {
    let setting = Setting::open().await;
    let session = setting.shop.app.session(Role::Viewer).await;
    let whole = std::fs::read(&setting.geoip).unwrap();
    std::fs::write(&setting.geoip, &whole[..whole.len() / 2]).unwrap();
    setting.shop.app.directory.refresh_geoip();
    setting.log_in(BERLIN, PASSWORD).await;
    assert_eq!(setting.last_city().await.as_deref(), Some("Berlin"));
    let database = setting.locations(&session).await["database"].clone();
    assert_eq!((&database["file"], &database["kind"]), (&json!("city.mmdb"), &json!("Roster-Sample-City")));
    assert!(database["error"].as_str().unwrap().contains("no MaxMind DB file"), "{database}");
    std::fs::remove_file(&setting.geoip).unwrap();
    setting.shop.app.directory.refresh_geoip();
    setting.shop.app.clock.advance(MINUTE);
    setting.log_in(TOKYO, PASSWORD).await;
    assert_eq!(setting.last_city().await.as_deref(), Some("Tokyo"));
    std::fs::write(&setting.geoip, &whole).unwrap();
    setting.shop.app.directory.refresh_geoip();
    assert_eq!(setting.locations(&session).await["database"]["error"], Value::Null);
}

#[tokio::test]
async fn locations_count_logins_and_list_the_newest_in_order() {
    let setting = Setting::open().await;
    let session = setting.shop.app.session(Role::Viewer).await;
    for (ip, password) in [(BERLIN, PASSWORD), (BERLIN, "wrong"), (TOKYO, PASSWORD), ("10.0.0.1", PASSWORD)] {
        setting.log_in(ip, password).await;
        setting.shop.app.clock.advance(MINUTE);
    }
    let found = setting.locations(&session).await;
    let places = found["places"].as_array().unwrap();
    let number = |city: &str| places.iter().position(|place| place["city_name"] == city).map(|number| json!(number));
    let counts = found["counts"].as_array().unwrap();
    let count = |place: Option<Value>, outcome: &str| {
        let place = place.unwrap_or_default();
        let found = counts.iter().find(|count| count["place"] == place && count["outcome"] == outcome);
        found.and_then(|count| count["count"].as_i64())
    };
    assert_eq!(count(number("Berlin"), "success"), Some(1));
    assert_eq!(count(number("Berlin"), "failure"), Some(1));
    assert_eq!(count(number("Tokyo"), "success"), Some(1));
    assert_eq!(count(None, "success"), Some(1), "{found}");
    assert_eq!(counts.len(), 4);
    let logins = found["logins"].as_array().unwrap();
    let outcomes: Vec<_> = logins.iter().map(|login| (login["place"].clone(), login["outcome"].clone())).collect();
    let (berlin, tokyo) = (number("Berlin").unwrap(), number("Tokyo").unwrap());
    assert_eq!(outcomes, [(berlin.clone(), json!("success")), (berlin, json!("failure")), (tokyo, json!("success"))]);
    let day = counts[0]["day"].as_i64().unwrap();
    let of_days = async |from: i64, to: i64| {
        let arguments = json!({ "id": setting.shop.user, "from": from, "to": to });
        setting.shop.app.call(&session, "users/locations", arguments).await["counts"].as_array().unwrap().len()
    };
    assert_eq!((of_days(day, day).await, of_days(day + 1, day + 9).await, of_days(day, day - 1).await), (4, 0, 0));
}

#[tokio::test]
async fn bad_questions_about_locations_are_answered() {
    let setting = Setting::open().await;
    let session = setting.shop.app.session(Role::Viewer).await;
    let ask =
        async |arguments: Value| setting.shop.app.send(Ask::call("users/locations", &arguments).cookie(&session)).await;
    for id in ["auth0|nobody", "", "a\0b", &"x".repeat(5000)] {
        let answer = ask(json!({ "id": id, "from": null, "to": null })).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["counts"]), (200, &json!([])), "{id}");
    }
    for (from, to) in [(i64::MIN, 0), (0, i64::MAX), (100_001, 100_001)] {
        let answer = ask(json!({ "id": "auth0|1", "from": from, "to": to })).await;
        assert_eq!(answer.status, 400, "{from} {to}: {}", answer.body);
    }
    let nonsense = ask(json!({ "id": 7, "from": "yesterday" })).await;
    assert!(nonsense.status.is_client_error(), "{}", nonsense.status);
}

/// Nothing of a database that somebody else made may become HTML.
#[tokio::test]
async fn the_page_shows_what_events_and_databases_say_as_text() {
    let setting = Setting::open().await;
    let session = setting.shop.app.session(Role::Viewer).await;
    setting.log_in(BERLIN, PASSWORD).await;
    let path = format!("/users/{}/locations", setting.shop.user.as_str().replace('|', "%7C"));
    let page = setting.shop.app.send(Ask::get(&path).cookie(&session)).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Berlin, Germany") && page.body.contains("Roster-Sample-City"), "{}", page.body);
    assert!(!page.body.contains("<b>Test</b>"));
}
