//! Programs that search users, with Auth0's language, asked by two clients at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use directory::DEFAULT_TENANT;
use http::Request;
use model::{AppType, Client, ClientGrant, Timestamp, TokenEndpointAuthMethod};
use serde::Serialize;
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::lists::{Figure, bare, send, time};
use crate::world::{URL, World};

const CLIENT: &str = "search-bench";
const SECRET: &str = "a-secret-that-only-tests-have-0123456789";
const SECRET_HASH: &str = "6f49a37d05d212407af06b271a4f7826723e78c887e8278e55b217c106123e2c";

/// What is asked, and with which parameters beside it. `{email}` is one of a user in the middle.
const QUESTIONS: [(&str, &str, &str); 26] = [
    ("an email", "email:\"{email}\"", ""),
    ("a user name", "username:nobody", ""),
    ("beginning of a name", "name:jan*", ""),
    ("… by name", "name:jan*", "&sort=name:1"),
    ("one letter", "name:z*", ""),
    ("a bare term", "\"Ada Lovelace\"", ""),
    ("a family name", "family_name:García", ""),
    ("a domain", "email.domain:example.com", ""),
    ("a plan", "app_metadata.plan:\"gold\"", ""),
    ("… by latest login", "app_metadata.plan:\"gold\"", "&sort=last_login:-1"),
    ("… page 500", "app_metadata.plan:\"gold\"", "&page=500"),
    ("… after an id", "app_metadata.plan:\"gold\"", "&take=50"),
    ("a number", "app_metadata.seats:7", ""),
    ("a language", "user_metadata.language:ja", ""),
    ("numbers", "app_metadata.seats:[40 TO 41]", ""),
    ("logins", "logins_count:[200 TO *]", ""),
    ("a week", "created_at:[2026-03-01 TO 2026-03-07]", ""),
    ("a day's logins", "last_login:[2026-11-01 TO 2026-11-02]", "&sort=last_login:-1"),
    ("three terms", "app_metadata.plan:gold AND user_metadata.theme:dark AND logins_count:[50 TO *]", ""),
    ("three, one is rare", "name:jan* AND app_metadata.plan:gold AND created_at:[2026-01-01 TO *]", ""),
    ("three, not and or", "app_metadata.plan:(gold OR free) AND blocked:true AND NOT user_metadata.theme:dark", ""),
    ("never logged in", "NOT _exists_:logins_count", ""),
    ("nobody", "app_metadata.plan:nothing", ""),
    ("inside a name", "name:*ovelac*", ""),
    ("inside, nobody", "name:*xyzzy*", ""),
    ("inside a value, nobody", "user_metadata.theme:*xyzzy*", ""),
];

/// Those that are counted, too.
const COUNTED: [(&str, &str); 9] = [
    ("count: everybody", ""),
    ("count: a plan", "app_metadata.plan:\"gold\""),
    ("count: beginning", "name:jan*"),
    ("count: one letter", "name:m*"),
    ("count: numbers", "app_metadata.seats:[10 TO 20]"),
    ("count: logins", "logins_count:[10 TO *]"),
    ("count: not", "NOT app_metadata.plan:gold"),
    ("count: three terms", "app_metadata.plan:gold AND user_metadata.theme:dark AND logins_count:[50 TO *]"),
    ("count: three, rare", "name:jan* AND app_metadata.plan:gold AND created_at:[2026-01-01 TO *]"),
];

pub(crate) async fn measure(world: &World) -> Vec<Figure> {
    let token = token(world).await;
    let bearer = format!("Bearer {token}");
    let get = move |query: String| {
        let (path, token) = (format!("/api/v2/users?per_page=50&{query}"), bearer.clone());
        move || Request::get(&path).header("authorization", &token).body(Body::empty()).unwrap()
    };
    let middle: Value = serde_json::from_slice(&send(&world.router, get("page=1000".to_owned())()).await).unwrap();
    let email = middle[0]["email"].as_str().unwrap();
    let mut figures = by_id(world, &token, middle[0]["user_id"].as_str().unwrap()).await;
    for (name, query, more) in QUESTIONS {
        let query = format!("q={}{more}", escaped(&query.replace("{email}", email)));
        let query = if more.contains("take") { query.replace("per_page=50&", "") } else { query };
        figures.push(time(name, &world.router, get(query)).await);
    }
    for (name, query) in COUNTED {
        let query = format!("include_totals=true&q={}", escaped(query));
        figures.push(time(name, &world.router, get(query.clone())).await);
        if name == "count: three terms" {
            // What took long is remembered with the text that asked for it, so each has another number of spaces at its end.
            let (asked, get) = (Arc::new(AtomicUsize::new(0)), get.clone());
            let anew = move || get(format!("{query}{}", "+".repeat(asked.fetch_add(1, Ordering::Relaxed))))();
            figures.push(time("… asked anew", &world.router, anew).await);
        }
    }
    figures
}

/// What the answer has of a user.
#[derive(FromRow, Serialize)]
struct Row {
    id: String,
    email: String,
    email_verified: bool,
    username: String,
    phone_number: Option<String>,
    phone_verified: Option<bool>,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    nickname: Option<String>,
    picture: Option<String>,
    blocked: Option<bool>,
    logins_count: i64,
    last_login: i64,
    last_ip: Option<String>,
    last_password_reset: Option<i64>,
    created_at: i64,
    updated_at: i64,
    identities: Json<Value>,
    user_metadata: Option<Json<Value>>,
    app_metadata: Option<Json<Value>>,
}

/// One user, beside axum that reads the same row and nothing else.
async fn by_id(world: &World, token: &str, id: &str) -> Vec<Figure> {
    const ROW: &str = "SELECT id, email, email_verified, username, phone_number, phone_verified, name, given_name, \
        family_name, nickname, picture, blocked, logins_count, last_login, last_ip, last_password_reset, created_at, \
        updated_at, identities, user_metadata, app_metadata FROM users WHERE tenant = $1 AND id = $2";
    let bare = bare::<Row>(world.db.clone(), ROW, vec![DEFAULT_TENANT.to_owned(), id.to_owned()]);
    let ask = || Request::post("/").body(Body::empty()).unwrap();
    let (path, token) = (format!("/api/v2/users/{}", escaped(id)), format!("Bearer {token}"));
    let get = move || Request::get(&path).header("authorization", &token).body(Body::empty()).unwrap();
    vec![time("a bare row", &bare, ask).await, time("a user by id", &world.router, get).await]
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Of a program that may read users.
async fn token(world: &World) -> String {
    let audience = format!("{URL}/api/v2/");
    let mut tx = world.db.begin().await.unwrap();
    if store::clients::find(&mut tx, DEFAULT_TENANT, CLIENT).await.unwrap().is_none() {
        let client = Client {
            client_id: CLIENT.to_owned(),
            name: "Search".to_owned(),
            token_endpoint_auth_method: TokenEndpointAuthMethod::ClientSecretPost,
            ..Client::of_kind(AppType::NonInteractive)
        };
        let grant = ClientGrant {
            id: "cgr_search_bench".to_owned(),
            client_id: CLIENT.to_owned(),
            audience: audience.clone(),
            scope: vec!["read:users".to_owned()],
        };
        store::clients::insert(&mut tx, DEFAULT_TENANT, &client, Some(SECRET_HASH)).await.unwrap();
        assert!(store::client_grants::insert(&mut tx, DEFAULT_TENANT, &grant, Timestamp(1)).await.unwrap());
    }
    tx.commit().await.unwrap();
    let form = format!(
        "grant_type=client_credentials&client_id={CLIENT}&client_secret={SECRET}&audience={}",
        escaped(&audience)
    );
    let request = Request::post("/oauth/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form))
        .unwrap();
    let answer: Value = serde_json::from_slice(&send(&world.router, request).await).unwrap();
    answer["access_token"].as_str().unwrap().to_owned()
}
