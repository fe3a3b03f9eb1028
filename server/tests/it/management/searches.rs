//! GET /api/v2/users: pages, order and the search language.

use serde_json::{Value, json};

use super::program::{Program, path};

async fn people() -> Program {
    let program = Program::new(&["read:users", "create:users", "update:users"]).await;
    for (email, more) in [
        (
            "ada@example.com",
            json!({ "name": "Ada Lovelace", "app_metadata": { "plan": "gold", "seats": 3, "tags": ["a", "b"] } }),
        ),
        (
            "grace@example.org",
            json!({ "name": "Grace Hopper", "user_metadata": { "home": { "city": "New York" } }, "blocked": true }),
        ),
        (
            "mary@example.com",
            json!({ "name": "Mary Shelley", "app_metadata": { "plan": "free", "seats": 12, "teams": [{ "id": 7 }] } }),
        ),
    ] {
        program.user(email, more).await;
        program.app.clock.advance(1_000);
    }
    program
}

fn names(answer: &Value) -> Vec<&str> {
    let users = answer.as_array().or_else(|| answer["users"].as_array()).unwrap();
    users.iter().map(|user| user["name"].as_str().unwrap().split(' ').next().unwrap()).collect()
}

#[tokio::test]
async fn the_language_finds_by_every_field_and_by_metadata_at_any_depth() {
    let program = people().await;
    for (q, expected) in [
        ("email:ADA@example.com", vec!["Ada"]),
        ("email.domain:example.com", vec!["Ada", "Mary"]),
        ("name:\"grace hopper\"", vec!["Grace"]),
        ("name:*l*", vec!["Ada", "Mary"]),
        ("\"Mary Shelley\"", vec!["Mary"]),
        ("blocked:true", vec!["Grace"]),
        ("NOT blocked:true", vec!["Ada", "Mary"]),
        ("app_metadata.plan:gold", vec!["Ada"]),
        ("app_metadata.seats:[2 TO 5]", vec!["Ada"]),
        ("app_metadata.seats:{3 TO *}", vec!["Mary"]),
        ("app_metadata.seats:12", vec!["Mary"]),
        ("app_metadata.tags:b", vec!["Ada"]),
        ("app_metadata.teams.id:7", vec!["Mary"]),
        ("user_metadata.home.city:\"New York\"", vec!["Grace"]),
        ("user_metadata.home.city:New*", vec!["Grace"]),
        ("_exists_:app_metadata.plan", vec!["Ada", "Mary"]),
        ("NOT _exists_:logins_count AND _exists_:user_metadata.home", vec!["Grace"]),
        ("app_metadata.plan:(gold OR free) AND NOT name:Ada*", vec!["Mary"]),
        ("identities.connection:Username-Password-Authentication", vec!["Ada", "Grace", "Mary"]),
        ("identities.provider:auth0 AND created_at:[2020-01-01 TO *]", vec!["Ada", "Grace", "Mary"]),
        ("logins_count:[1 TO *]", vec![]),
        ("app_metadata.plan:Gold", vec![]),
        ("", vec!["Ada", "Grace", "Mary"]),
    ] {
        let q: String = url::form_urlencoded::byte_serialize(q.as_bytes()).collect();
        let answer = program.get(&format!("users?q={q}&sort=created_at:1&search_engine=v3")).await;
        assert_eq!(names(&answer), expected, "{q}");
    }
}

#[tokio::test]
async fn a_bad_query_is_told_with_its_position() {
    let program = people().await;
    for (query, part) in [
        ("q=shoe%3A1", "Position 1"),
        ("q=email%3Aa%20AND", "Position"),
        ("q=blocked%3Amaybe", "true"),
        ("q=created_at%3A%5Byesterday%20TO%20*%5D", "date"),
        ("q=%22open", "Position"),
        ("sort=metadata", "sort"),
        ("sort=user_metadata.a%3A1", "sort"),
        ("per_page=101", "greater than maximum 100"),
        ("page=-1", "less than minimum 0"),
        ("page=x", "Expected type integer"),
        ("include_totals=perhaps", "Expected type boolean"),
        ("search_engine=v2", "Use search_engine=v3 instead."),
    ] {
        let answer = program.ask("GET", &format!("users?{query}"), None).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["errorCode"]),
            (400, &json!("invalid_query_string")),
            "{query}"
        );
        assert!(answer.json()["message"].as_str().unwrap().contains(part), "{query}: {}", answer.body);
    }
}

#[tokio::test]
async fn pages_are_numbered_counted_or_go_on_after_a_user() {
    let program = people().await;
    let page = program.get("users?per_page=2&page=1&include_totals=true&sort=name:-1").await;
    assert_eq!(names(&page), ["Ada"]);
    assert_eq!(
        (&page["start"], &page["limit"], &page["length"], &page["total"]),
        (&json!(2), &json!(2), &json!(1), &json!(3))
    );
    let none = program.get("users?per_page=2&page=500&include_totals=true").await;
    assert_eq!((names(&none).len(), &none["total"]), (0, &json!(3)));
    let mut seen = Vec::new();
    let mut from = String::new();
    loop {
        let page = program.get(&format!("users?take=2{from}")).await;
        seen.extend(names(&page).into_iter().map(str::to_owned));
        assert!(page.get("total").is_none());
        let Some(next) = page["next"].as_str() else { break };
        from = format!("&from={}", crate::test_app::escape(next));
    }
    seen.sort();
    assert_eq!(seen, ["Ada", "Grace", "Mary"]);
}

#[tokio::test]
async fn a_change_is_found_at_once_and_fields_can_be_chosen() {
    let program = people().await;
    let found = program.get("users?q=app_metadata.plan:gold&fields=user_id,email").await;
    let id = found[0]["user_id"].as_str().unwrap().to_owned();
    assert_eq!(found[0].as_object().unwrap().len(), 2);
    let change = json!({ "app_metadata": { "plan": "platinum" } });
    assert_eq!(program.ask("PATCH", &path(&id), Some(change)).await.status, 200);
    assert_eq!(program.get("users?q=app_metadata.plan:gold").await, json!([]));
    assert_eq!(names(&program.get("users?q=app_metadata.plan:platinum").await), ["Ada"]);
    let user = program.get(&format!("{}?fields=app_metadata&include_fields=false", path(&id))).await;
    assert!(user.get("app_metadata").is_none() && user["name"] == "Ada Lovelace");
}

#[tokio::test]
async fn users_by_email_are_those_with_exactly_that_address() {
    let program = people().await;
    assert_eq!(names(&program.get("users-by-email?email=ada%40example.com").await), ["Ada"]);
    assert_eq!(program.get("users-by-email?email=Ada%40example.com").await, json!([]));
    assert_eq!(program.ask("GET", "users-by-email", None).await.status, 400);
}
