//! Every query of a program gives the users that a plain filter over all of them would, in whichever way they are found.

mod dashboard;
mod plain_filter;

use model::lucene::parse_query;
use model::{Identity, JsonObject, Timestamp, UserId, UserProfile};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use store::user_search::{self, Order, Slice, UserSearch, Way};
use store::{Db, tenants, users};

use plain_filter::is_true;

on_both!(
    every_query_gives_what_a_plain_filter_gives,
    every_order_is_that_of_its_field_page_after_page,
    what_is_changed_is_found_as_it_is_now,
    users_who_came_before_the_index_are_found,
    who_has_too_many_values_is_found_by_all_of_them,
    values_and_keys_are_never_a_part_of_the_statement
);

const TENANT: &str = "default";
const NAMES: [&str; 6] = ["Ada", "ada", "O'Brien", "100% \\o/", "a_b", "[x]"];
const CITIES: [&str; 6] = ["Berlin", "New York", "berlin", "B*n", "two\nlines", "𝄞"];
const WAYS: [Option<Way>; 5] = [None, Some(Way::Walk), Some(Way::Gather), Some(Way::Sample(3)), Some(Way::Sample(40))];

/// Longer than an index keeps; they differ behind that.
fn long(ending: usize) -> String {
    format!("{}{ending}", "é".repeat(150))
}

fn pick<'a>(rng: &mut StdRng, list: &[&'a str]) -> &'a str {
    list[rng.random_range(0..list.len())]
}

fn object(value: &Value) -> JsonObject {
    value.as_object().unwrap().clone()
}

fn random_user(rng: &mut StdRng, number: usize) -> UserProfile {
    let last_login = rng.random_bool(0.6).then(|| Timestamp(rng.random_range(1..50) * 86_400_000));
    let seats = match rng.random_range(0..5) {
        0 => json!("3"),
        1 => json!(2.5),
        2 => json!(null),
        3 => json!([rng.random_range(1..6), "3", rng.random_range(1..6), [4]]),
        _ => json!(rng.random_range(-1..6)),
    };
    let home = match rng.random_range(0..5) {
        0 => json!({ "city": pick(rng, &CITIES) }),
        1 => json!([{ "city": pick(rng, &CITIES) }, { "city": [pick(rng, &CITIES)] }, 7]),
        2 => json!(pick(rng, &CITIES)),
        3 => json!({ "city": long(rng.random_range(0..3)) }),
        _ => json!({}),
    };
    let verified = rng.random_bool(0.5);
    let mut user = UserProfile {
        user_id: UserId::new("auth0", &format!("{number:03}")),
        email: rng.random_bool(0.9).then(|| format!("u{number}@example.{}", pick(rng, &["com", "org"]))),
        name: rng.random_bool(0.8).then(|| pick(rng, &NAMES).to_owned()),
        given_name: rng.random_bool(0.5).then(|| pick(rng, &NAMES).to_owned()),
        nickname: rng.random_bool(0.5).then(|| format!("{}{number}", pick(rng, &["Love", "lov", "x"]))),
        username: rng.random_bool(0.3).then(|| format!("{}{number}", pick(rng, &["ada", "bob"]))),
        phone_number: rng.random_bool(0.3).then(|| format!("+49{number}")),
        phone_verified: rng.random_bool(0.3).then(|| rng.random_bool(0.5)),
        last_ip: rng.random_bool(0.5).then(|| format!("203.0.113.{}", number % 5)),
        last_password_reset: rng.random_bool(0.3).then(|| Timestamp(rng.random_range(1..40) * 86_400_000)),
        updated_at: Timestamp(rng.random_range(1..40) * 86_400_000),
        blocked: rng.random_bool(0.5).then(|| rng.random_bool(0.5)),
        logins_count: last_login.map(|_| rng.random_range(1..5)),
        last_login,
        created_at: Timestamp(rng.random_range(1..40) * 86_400_000),
        identities: identities(rng, number),
        user_metadata: rng.random_bool(0.8).then(|| object(&json!({ "home": home }))),
        app_metadata: rng.random_bool(0.8).then(|| object(&json!({ "seats": seats, "beta": rng.random_bool(0.5) }))),
        ..UserProfile::default()
    };
    // Who has no email has none to verify.
    user.email_verified = user.email.is_some().then_some(verified);
    user
}

fn identities(rng: &mut StdRng, number: usize) -> Vec<Identity> {
    let identity = |connection: &str, provider: &str, user_id: String| Identity {
        connection: connection.to_owned(),
        provider: provider.to_owned(),
        user_id,
        ..Identity::default()
    };
    let mut identities = vec![identity("Users", "auth0", format!("{number:03}"))];
    if rng.random_bool(0.2) {
        identities.push(identity("google", "google-oauth2", format!("g{}", number % 7)));
    }
    identities
}

async fn fill(db: &Db, rng: &mut StdRng, count: usize) -> Vec<UserProfile> {
    let mut tx = db.begin().await.unwrap();
    for tenant in [TENANT, "other"] {
        tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    }
    let all: Vec<UserProfile> = (0..count).map(|number| random_user(rng, number)).collect();
    users::insert_many(&mut tx, TENANT, &all).await.unwrap();
    users::insert_many(&mut tx, "other", &all[..20]).await.unwrap();
    tx.commit().await.unwrap();
    all
}

// --- Random queries -------------------------------------------------------------------------------------------------

fn random_value(rng: &mut StdRng, field: &str) -> String {
    let value = match field {
        "name" | "given_name" => pick(rng, &NAMES).to_owned(),
        "user_metadata.home.city" | "user_metadata.home" if rng.random_bool(0.2) => long(rng.random_range(0..3)),
        "user_metadata.home.city" | "user_metadata.home" => pick(rng, &CITIES).to_owned(),
        "nickname" => pick(rng, &["love1", "LOV22", "x"]).to_owned(),
        "username" => pick(rng, &["ada1", "Ada1", "bob22"]).to_owned(),
        "phone_number" => pick(rng, &["+491", "+4922"]).to_owned(),
        "last_ip" => pick(rng, &["203.0.113.1", "203.0.113.9"]).to_owned(),
        "user_id" => format!("auth0|{:03}", rng.random_range(0..200)),
        "identities.user_id" => pick(rng, &["017", "g3", "g"]).to_owned(),
        "identities.provider" => pick(rng, &["auth0", "google-oauth2", "x"]).to_owned(),
        "identities.connection" => pick(rng, &["Users", "google", "x"]).to_owned(),
        "email.domain" => pick(rng, &["example.com", "EXAMPLE.org", "com"]).to_owned(),
        _ => pick(rng, &["u1@example.com", "u2@example.org", "U3@EXAMPLE.com"]).to_owned(),
    };
    let chars: Vec<char> = value.chars().collect();
    let escaped = |chars: &[char]| chars.iter().map(|char| format!("\\{char}")).collect::<String>();
    let cut = rng.random_range(0..=chars.len());
    match rng.random_range(0..7) {
        0 | 1 => format!("{}*", escaped(&chars[..cut])),
        2 => format!("*{}", escaped(&chars[cut..])),
        3 if cut < chars.len() => format!("{}?{}", escaped(&chars[..cut]), escaped(&chars[cut + 1..])),
        _ => format!("\"{}\"", escaped(&chars)),
    }
}

fn random_range(rng: &mut StdRng) -> String {
    let (open, close) = (pick(rng, &["[", "{"]).to_owned(), pick(rng, &["]", "}"]).to_owned());
    match rng.random_range(0..4) {
        0 => {
            let field = pick(rng, &["app_metadata.seats", "logins_count"]).to_owned();
            format!(
                "{field}:{open}{} TO {}{close}",
                pick(rng, &["-1", "0", "1", "3", "*"]),
                pick(rng, &["*", "3", "5"])
            )
        }
        1 => {
            let city = pick(rng, &["A", "B", "Berlin", "a", "*"]).to_owned();
            format!("user_metadata.home.city:{open}{city} TO {}{close}", pick(rng, &["Berlin", "z", "é"]))
        }
        2 => format!("user_metadata.home.city:{open}\"{}\" TO \"{}\"{close}", long(1), long(rng.random_range(1..4))),
        _ => {
            let field = pick(rng, &["created_at", "last_login", "updated_at", "last_password_reset"]);
            format!("{field}:{open}1970-01-{:02} TO *{close}", rng.random_range(1..30))
        }
    }
}

fn random_query(rng: &mut StdRng, depth: u32) -> String {
    const TEXTS: [&str; 15] = [
        "name",
        "email",
        "user_metadata.home.city",
        "user_metadata.home.city",
        "user_metadata.home",
        "given_name",
        "nickname",
        "username",
        "phone_number",
        "last_ip",
        "user_id",
        "identities.user_id",
        "identities.provider",
        "identities.connection",
        "email.domain",
    ];
    const PLACES: [&str; 10] = [
        "email",
        "username",
        "last_login",
        "logins_count",
        "last_ip",
        "blocked",
        "user_metadata.home",
        "app_metadata.seats",
        "user_metadata.home.city",
        "app_metadata",
    ];
    let one = |rng: &mut StdRng| random_query(rng, depth + 1);
    match rng.random_range(0..if depth > 2 { 10 } else { 15 }) {
        0 | 1 => random_range(rng),
        2 => format!("_exists_:{}", pick(rng, &PLACES)),
        3 => {
            let field = pick(rng, &["blocked", "email_verified", "phone_verified", "app_metadata.beta"]).to_owned();
            format!("{field}:{}", pick(rng, &["true", "false"]))
        }
        4 => format!("app_metadata.seats:{}", pick(rng, &["3", "2.5", "9", "-1", "(1 OR 2)"])),
        5..=9 => {
            let field = pick(rng, &TEXTS).to_owned();
            format!("{field}:{}", random_value(rng, &field))
        }
        10 => format!("NOT ({})", one(rng)),
        11 | 12 => format!("({}) AND ({})", one(rng), one(rng)),
        13 => format!("({}) AND ({}) AND NOT ({})", one(rng), one(rng), one(rng)),
        _ => format!("({}) OR ({})", one(rng), one(rng)),
    }
}

fn understood(text: &str) -> UserSearch {
    let query = parse_query(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
    UserSearch::new(&query).unwrap_or_else(|mistake| panic!("{text}: {mistake}"))
}

async fn page(db: &Db, text: &str, slice: &Slice, limit: i64, way: Option<Way>) -> Vec<String> {
    let mut conn = db.read().await.unwrap();
    let found = user_search::find(&mut conn, TENANT, &understood(text), slice, limit, way)
        .await
        .unwrap_or_else(|error| panic!("{text}: {error:?}"));
    found.into_iter().map(|user| user.user_id.as_str().to_owned()).collect()
}

/// All who are found, by id: in every way the same, and as many as are counted.
async fn ids(db: &Db, text: &str) -> Vec<String> {
    let slice = Slice::At(Order::by("user_id", false).unwrap(), 0);
    let found = page(db, text, &slice, 3_000, None).await;
    for way in [Way::Walk, Way::Gather, Way::Sample(5)] {
        assert_eq!(page(db, text, &slice, 3_000, Some(way)).await, found, "{text} {way:?}");
    }
    let mut conn = db.read().await.unwrap();
    for many in [user_search::MANY, 0] {
        let counted = user_search::count(&mut conn, TENANT, &understood(text), many)
            .await
            .unwrap_or_else(|error| panic!("{text} {many}: {error:?}"));
        assert_eq!(counted, i64::try_from(found.len()).unwrap(), "{text} {many}");
    }
    found
}

fn documents(all: &[UserProfile]) -> Vec<Value> {
    all.iter().map(|user| serde_json::to_value(user).unwrap()).collect()
}

fn wanted<'a>(documents: &'a [Value], text: &str) -> Vec<&'a str> {
    let query = parse_query(text).unwrap();
    let wanted = documents.iter().filter(|user| is_true(&query, user));
    let mut ids: Vec<&str> = wanted.map(|user| user["user_id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids
}

async fn every_query_gives_what_a_plain_filter_gives(db: Db) {
    let mut rng = StdRng::seed_from_u64(21);
    let documents = documents(&fill(&db, &mut rng, 200).await);
    for _ in 0..400 {
        let text = random_query(&mut rng, 0);
        assert_eq!(ids(&db, &text).await, wanted(&documents, &text), "{text}");
    }
}

async fn every_order_is_that_of_its_field_page_after_page(db: Db) {
    let mut rng = StdRng::seed_from_u64(23);
    let documents = documents(&fill(&db, &mut rng, 200).await);
    let fields = ["created_at", "name", "email", "given_name", "username", "last_login", "logins_count", "user_id"];
    for round in 0..120 {
        let (text, field) = (random_query(&mut rng, 1), fields[round % fields.len()]);
        let (is_descending, way) = (rng.random_bool(0.5), WAYS[rng.random_range(0..WAYS.len())]);
        let ids = wanted(&documents, &text);
        let mut sorted: Vec<&Value> =
            documents.iter().filter(|user| ids.contains(&user["user_id"].as_str().unwrap())).collect();
        let key = |user: &Value| {
            let value = &user[field];
            let text = value
                .as_str()
                .map(|text| if field.ends_with("name") { text.to_ascii_lowercase() } else { text.to_owned() });
            (!value.is_null(), text, value.as_i64(), user["user_id"].as_str().unwrap().to_owned())
        };
        sorted.sort_by_key(|user| key(user));
        if is_descending {
            sorted.reverse();
        }
        let sorted: Vec<&str> = sorted.iter().map(|user| user["user_id"].as_str().unwrap()).collect();
        let (limit, mut found) = ([3, 50][round % 2], Vec::new());
        while found.len() % usize::try_from(limit).unwrap() == 0 {
            let order = Order::by(field, is_descending).unwrap();
            let slice = Slice::At(order, i64::try_from(found.len()).unwrap());
            let more = page(&db, &text, &slice, limit, way).await;
            if more.is_empty() {
                break;
            }
            found.extend(more);
        }
        assert_eq!(found, sorted, "{text} by {field}, descending: {is_descending}, {way:?}");

        let mut after: Vec<String> = Vec::new();
        loop {
            let from = after.last().map(|id| UserId::from(id.as_str()));
            let more = page(&db, &text, &Slice::After(from), limit, way).await;
            if more.is_empty() {
                break;
            }
            after.extend(more);
        }
        assert_eq!(after, ids, "{text} {way:?}");
    }
}

async fn what_is_changed_is_found_as_it_is_now(db: Db) {
    let mut rng = StdRng::seed_from_u64(24);
    let mut all = fill(&db, &mut rng, 60).await;
    for round in 0..40 {
        let index = rng.random_range(0..all.len());
        let mut tx = db.begin().await.unwrap();
        if round % 4 == 0 {
            users::delete(&mut tx, TENANT, &all[index]).await.unwrap();
            all.remove(index);
        } else {
            let number: usize = all[index].user_id.local().parse().unwrap();
            let before = all[index].clone();
            let after = UserProfile { identities: before.identities.clone(), ..random_user(&mut rng, number) };
            users::save(&mut tx, TENANT, &before, &after).await.unwrap();
            all[index] = after;
        }
        tx.commit().await.unwrap();
        let documents = documents(&all);
        for _ in 0..5 {
            let text = random_query(&mut rng, 2);
            assert_eq!(ids(&db, &text).await, wanted(&documents, &text), "{text}");
        }
    }
    for user in &all {
        let mut tx = db.begin().await.unwrap();
        users::delete(&mut tx, TENANT, user).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(run(&db, "DELETE FROM user_terms WHERE tenant = 'default'").await, 0);
}

async fn run(db: &Db, sql: &'static str) -> u64 {
    match db {
        Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.unwrap().rows_affected(),
        Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
    }
}

async fn users_who_came_before_the_index_are_found(db: Db) {
    let mut rng = StdRng::seed_from_u64(25);
    let documents = documents(&fill(&db, &mut rng, 2_100).await);
    run(&db, "DELETE FROM user_terms").await;
    run(&db, "INSERT INTO user_term_fills (tenant, done_to) SELECT id, '' FROM tenants").await;
    db.migrate().await.unwrap();
    for _ in 0..15 {
        let text = random_query(&mut rng, 2);
        assert_eq!(ids(&db, &text).await, wanted(&documents, &text), "{text}");
    }
    assert_eq!(run(&db, "DELETE FROM user_term_fills").await, 0);
}

async fn who_has_too_many_values_is_found_by_all_of_them(db: Db) {
    let mut rng = StdRng::seed_from_u64(26);
    let mut all = fill(&db, &mut rng, 30).await;
    let after = UserProfile {
        app_metadata: Some(object(&json!({ "numbers": (0..5_000).collect::<Vec<_>>(), "seats": 3 }))),
        user_metadata: Some(object(&json!({ "home": { "city": "Berlin" } }))),
        ..all[7].clone()
    };
    let mut tx = db.begin().await.unwrap();
    users::save(&mut tx, TENANT, &all[7], &after).await.unwrap();
    tx.commit().await.unwrap();
    all[7] = after;
    let documents = documents(&all);
    for text in [
        "app_metadata.numbers:4999",
        "app_metadata.numbers:[4999 TO *]",
        "app_metadata.seats:3",
        "user_metadata.home.city:Berlin OR app_metadata.seats:3",
        "user_metadata.home.city:Ber*",
        "NOT user_metadata.home.city:Berlin",
        "_exists_:user_metadata.home",
        "email.domain:example.com AND app_metadata.numbers:[0 TO 1]",
    ] {
        assert_eq!(ids(&db, text).await, wanted(&documents, text), "{text}");
    }
}

/// S-626
async fn values_and_keys_are_never_a_part_of_the_statement(db: Db) {
    let mut rng = StdRng::seed_from_u64(22);
    let all = fill(&db, &mut rng, 20).await;
    for hostile in ["' OR '1'='1", "$", "\\\"", "[*]", "a'b", "%", "\u{202e}", "){", "?(@>1)"] {
        let escaped: String = hostile.chars().map(|char| format!("\\{char}")).collect();
        for text in [
            format!("user_metadata.{escaped}:x"),
            format!("app_metadata.seats.{escaped}:{escaped}*"),
            format!("user_metadata.home.city:*{escaped}"),
            format!("_exists_:user_metadata.{escaped}"),
            format!("app_metadata.seats:[\"{escaped}\" TO *]"),
        ] {
            // Some are no query at all; none is an error of the database.
            let Ok(query) = parse_query(&text) else { continue };
            let Ok(search) = UserSearch::new(&query) else { continue };
            let mut conn = db.read().await.unwrap();
            user_search::find(&mut conn, TENANT, &search, &Slice::After(None), 50, None)
                .await
                .unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }
    assert_eq!(ids(&db, "").await.len(), all.len());
}
