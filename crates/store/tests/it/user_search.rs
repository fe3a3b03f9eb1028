//! Every query of a program gives the users that a plain filter over all of them would.

use model::lucene::{Bound, Clause, Pattern, Piece, Query, Test, parse_query};
use model::{Identity, JsonObject, Timestamp, UserId, UserProfile};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use store::user_search::{self, Order, Slice, UserSearch};
use store::{Db, tenants, users};

on_both!(every_query_gives_what_a_plain_filter_gives, values_and_keys_are_never_a_part_of_the_statement);

const TENANT: &str = "default";
const NAMES: [&str; 6] = ["Ada", "ada", "O'Brien", "100% \\o/", "a_b", "[x]"];
const CITIES: [&str; 4] = ["Berlin", "New York", "berlin", "B*n"];

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
        _ => json!(rng.random_range(1..6)),
    };
    let home = match rng.random_range(0..4) {
        0 => json!({ "city": pick(rng, &CITIES) }),
        1 => json!([{ "city": pick(rng, &CITIES) }, { "city": [pick(rng, &CITIES)] }, 7]),
        2 => json!(pick(rng, &CITIES)),
        _ => json!({}),
    };
    let verified = rng.random_bool(0.5);
    let mut user = UserProfile {
        user_id: UserId::new("auth0", &format!("{number:03}")),
        email: rng.random_bool(0.9).then(|| format!("u{number}@example.{}", pick(rng, &["com", "org"]))),
        name: rng.random_bool(0.8).then(|| pick(rng, &NAMES).to_owned()),
        blocked: rng.random_bool(0.5).then(|| rng.random_bool(0.5)),
        logins_count: last_login.map(|_| rng.random_range(1..5)),
        last_login,
        created_at: Timestamp(rng.random_range(1..40) * 86_400_000),
        identities: vec![Identity {
            connection: "Users".to_owned(),
            provider: "auth0".to_owned(),
            ..Identity::default()
        }],
        user_metadata: rng.random_bool(0.8).then(|| object(&json!({ "home": home }))),
        app_metadata: rng.random_bool(0.8).then(|| object(&json!({ "seats": seats, "beta": rng.random_bool(0.5) }))),
        ..UserProfile::default()
    };
    // Who has no email has none to verify.
    user.email_verified = user.email.is_some().then_some(verified);
    user
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
        "name" => pick(rng, &NAMES),
        "user_metadata.home.city" | "user_metadata.home" => pick(rng, &CITIES),
        _ => pick(rng, &["u1@example.com", "u2@example.org", "U3@EXAMPLE.com"]),
    };
    let chars: Vec<char> = value.chars().collect();
    let escaped = |chars: &[char]| chars.iter().map(|char| format!("\\{char}")).collect::<String>();
    let cut = rng.random_range(0..=chars.len());
    match rng.random_range(0..4) {
        0 => format!("{}*", escaped(&chars[..cut])),
        1 => format!("*{}", escaped(&chars[cut..])),
        _ => format!("\"{}\"", escaped(&chars)),
    }
}

fn random_query(rng: &mut StdRng, depth: u32) -> String {
    let one = |rng: &mut StdRng| random_query(rng, depth + 1);
    let ends = |rng: &mut StdRng| (pick(rng, &["[", "{"]).to_owned(), pick(rng, &["]", "}"]).to_owned());
    match rng.random_range(0..if depth > 2 { 7 } else { 10 }) {
        0 => {
            let (open, close) = ends(rng);
            let field = pick(rng, &["app_metadata.seats", "logins_count"]);
            format!("{field}:{open}{} TO {}{close}", rng.random_range(0..4), pick(rng, &["*", "3", "5"]))
        }
        1 => {
            let (open, close) = ends(rng);
            let field = pick(rng, &["created_at", "last_login"]);
            format!("{field}:{open}1970-01-{:02} TO *{close}", rng.random_range(1..30))
        }
        2 => format!(
            "_exists_:{}",
            pick(rng, &["email", "last_login", "user_metadata.home", "app_metadata.seats", "user_metadata.home.city"])
        ),
        3 => format!(
            "{}:{}",
            pick(rng, &["blocked", "email_verified", "app_metadata.beta"]),
            pick(rng, &["true", "false"])
        ),
        4 => format!("app_metadata.seats:{}", pick(rng, &["3", "2.5", "9"])),
        5 | 6 => {
            let field = pick(rng, &["name", "email", "user_metadata.home.city", "user_metadata.home"]);
            format!("{field}:{}", random_value(rng, field))
        }
        7 => format!("NOT ({})", one(rng)),
        8 => format!("({}) AND ({})", one(rng), one(rng)),
        _ => format!("({}) OR ({})", one(rng), one(rng)),
    }
}

// --- The plain filter -----------------------------------------------------------------------------------------------

/// The values at a path: through arrays, one level at a key.
fn values(document: &Value, keys: &[&str]) -> Vec<Value> {
    let elements = |value: &Value| match value {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let mut found = elements(document);
    for key in keys {
        found = found.iter().filter_map(|value| value.get(key)).flat_map(elements).collect();
    }
    found.retain(|value| !value.is_null());
    found
}

fn of_field(user: &Value, name: &str) -> Vec<Value> {
    values(user, &name.split('.').collect::<Vec<_>>())
}

fn like(pieces: &[Piece], text: &[char]) -> bool {
    match pieces.split_first() {
        None => text.is_empty(),
        Some((Piece::Any, rest)) => (0..=text.len()).any(|skip| like(rest, &text[skip..])),
        Some((Piece::One, rest)) => !text.is_empty() && like(rest, &text[1..]),
        Some((Piece::Text(part), rest)) => {
            let part: Vec<char> = part.chars().collect();
            text.starts_with(&part) && like(rest, &text[part.len()..])
        }
    }
}

fn is_like(value: &Value, pattern: &Pattern, ignores_case: bool) -> bool {
    match (value, pattern.as_exact()) {
        (Value::String(text), Some(exact)) if ignores_case => text.eq_ignore_ascii_case(exact),
        (Value::String(text), Some(exact)) => text == exact,
        (Value::String(text), None) => {
            let text = if ignores_case { text.to_ascii_lowercase() } else { text.clone() };
            let lower = |piece: &Piece| match piece {
                Piece::Text(text) if ignores_case => Piece::Text(text.to_ascii_lowercase()),
                piece => piece.clone(),
            };
            let pieces: Vec<Piece> = pattern.pieces().iter().map(lower).collect();
            like(&pieces, &text.chars().collect::<Vec<_>>())
        }
        (Value::Number(number), Some(exact)) => exact.parse::<f64>().is_ok_and(|exact| number.as_f64() == Some(exact)),
        (Value::Bool(flag), Some(exact)) => exact == flag.to_string(),
        _ => false,
    }
}

fn is_within(value: &Value, from: &Bound, to: &Bound) -> bool {
    let day = |text: &str| Timestamp::from_date(text).map(|day| (day.0 as f64, (day.0 + 86_400_000) as f64));
    let moment = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()).map(|moment| moment.0 as f64);
    let Some(found) = value.as_f64().or(moment) else { return false };
    let span = |bound: &Bound| {
        bound.value.as_deref().map(|text| day(text).unwrap_or_else(|| (text.parse().unwrap(), f64::NAN)))
    };
    let after = span(from).is_none_or(|(first, after)| match (from.is_inclusive, after.is_nan()) {
        (true, _) => found >= first,
        (false, true) => found > first,
        (false, false) => found >= after,
    });
    let before = span(to).is_none_or(|(first, after)| match (to.is_inclusive, after.is_nan()) {
        (true, true) => found <= first,
        (true, false) => found < after,
        (false, _) => found < first,
    });
    after && before
}

fn is_true(query: &Query, user: &Value) -> bool {
    match query {
        Query::All => true,
        Query::Not(query) => !is_true(query, user),
        Query::And(queries) => queries.iter().all(|query| is_true(query, user)),
        Query::Or(queries) => queries.iter().any(|query| is_true(query, user)),
        Query::Clause(Clause { field: Some(name), test, .. }) => {
            let found = of_field(user, name);
            match test {
                Test::Exists => !found.is_empty(),
                Test::Like(pattern) => {
                    let ignores_case = ["name", "email"].contains(&name.as_str());
                    found.iter().any(|value| is_like(value, pattern, ignores_case))
                }
                Test::Within(from, to) => found.iter().any(|value| is_within(value, from, to)),
            }
        }
        other => panic!("{other:?}"),
    }
}

// --- The tests ------------------------------------------------------------------------------------------------------

async fn ids(db: &Db, text: &str) -> Vec<String> {
    let query = parse_query(text).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
    let search = UserSearch::new(&query).unwrap_or_else(|mistake| panic!("{text}: {mistake}"));
    let mut conn = db.read().await.unwrap();
    let slice = Slice::At(vec![Order::by("user_id", false).unwrap()], 0);
    let found = user_search::find(&mut conn, TENANT, &search, &slice, 1_000)
        .await
        .unwrap_or_else(|error| panic!("{text}: {error}"));
    let counted = user_search::count(&mut conn, TENANT, &search).await.unwrap();
    assert_eq!(counted, i64::try_from(found.len()).unwrap(), "{text}");
    found.into_iter().map(|user| user.user_id.as_str().to_owned()).collect()
}

async fn every_query_gives_what_a_plain_filter_gives(db: Db) {
    let mut rng = StdRng::seed_from_u64(21);
    let all = fill(&db, &mut rng, 200).await;
    let documents: Vec<Value> = all.iter().map(|user| serde_json::to_value(user).unwrap()).collect();
    for _ in 0..250 {
        let text = random_query(&mut rng, 0);
        let query = parse_query(&text).unwrap();
        let wanted = documents.iter().filter(|user| is_true(&query, user));
        let wanted: Vec<&str> = wanted.map(|user| user["user_id"].as_str().unwrap()).collect();
        assert_eq!(ids(&db, &text).await, wanted, "{text}");
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
            user_search::find(&mut conn, TENANT, &search, &Slice::After(None), 50)
                .await
                .unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }
    assert_eq!(ids(&db, "").await.len(), all.len());
}
