//! /api/v2/grants

use serde_json::json;

use super::people::{grant, ids, with_ada};
use crate::test_app::escape;

#[tokio::test]
async fn what_users_allowed_is_listed_counted_and_taken_back() {
    let (program, ada) = with_ada(&["read:grants", "delete:grants"]).await;
    let grace = program.user("grace@example.com", json!({})).await;
    let first = grant(&program, &ada, "shop", "").await;
    grant(&program, &ada, "shop", "https://api.example.com/").await;
    grant(&program, &ada, "tool", "").await;
    let hers = grant(&program, &grace, "shop", "https://orders.example.com/v2/").await;
    let of_ada = format!("grants?user_id={}", escape(&ada));
    let all = program.get(&of_ada).await;
    assert_eq!(ids(&all).len(), 3);
    let found = all.as_array().unwrap().iter().find(|grant| grant["id"] == first.as_str()).unwrap();
    let expected = json!({
        "id": first, "clientID": "shop", "user_id": ada, "audience": "", "scope": ["openid", "profile"],
    });
    assert_eq!(found, &expected);
    let page = program.get("grants?client_id=shop&per_page=2&page=1&include_totals=true").await;
    assert_eq!((&page["start"], &page["limit"], &page["total"]), (&json!(2), &json!(2), &json!(3)));
    assert_eq!(page["grants"].as_array().unwrap().len(), 1);
    assert_eq!(ids(&program.get("grants?audience=https%3A%2F%2Forders.example.com%2Fv2%2F").await), [hers.as_str()]);
    for _ in 0..2 {
        assert_eq!(program.ask("DELETE", &format!("grants/{first}"), None).await.status, 204);
    }
    assert_eq!(ids(&program.get(&of_ada).await).len(), 2);
    assert_eq!(program.ask("DELETE", &of_ada, None).await.status, 204);
    assert_eq!(ids(&program.get("grants").await), [hers.as_str()]);
    assert_eq!(program.ask("DELETE", "grants", None).await.status, 400, "not everybody's at once");
}
