//! /api/v2/stats

use serde_json::json;

use super::people::{log_in, with_ada};

const DAY: i64 = 24 * 3_600_000;

#[tokio::test]
async fn logins_are_counted_by_the_day_and_users_by_the_month() {
    let (mut program, _) = with_ada(&["read:stats"]).await;
    assert_eq!(program.get("stats/active-users").await, json!(0));
    let first = program.app.clock.now();
    log_in(&program).await;
    log_in(&program).await;
    program.app.clock.advance(2 * DAY);
    program.renew().await;
    log_in(&program).await;
    assert_eq!(program.get("stats/active-users").await, json!(1));
    let days = program.get("stats/daily").await;
    let counts: Vec<_> = days.as_array().unwrap().iter().map(|day| day["logins"].as_i64().unwrap()).collect();
    assert_eq!(counts, [2, 1], "{days}");
    assert_eq!(days[0]["date"], format!("{}T00:00:00.000Z", first.date()));
    assert_eq!((&days[0]["signups"], &days[0]["leaked_passwords"]), (&json!(0), &json!(0)));
    let day = first.date().replace('-', "");
    let one = program.get(&format!("stats/daily?from={day}&to={day}")).await;
    assert_eq!((one.as_array().unwrap().len(), &one[0]), (1, &days[0]));
    program.app.clock.advance(31 * DAY);
    program.renew().await;
    assert_eq!(program.get("stats/active-users").await, json!(0));
    for query in ["from=2026-11-01", "from=20261301", "to=x", "from=20261102&to=20261101"] {
        assert_eq!(program.ask("GET", &format!("stats/daily?{query}"), None).await.status, 400, "{query}");
    }
}
