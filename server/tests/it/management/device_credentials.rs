//! /api/v2/device-credentials

use serde_json::json;

use super::people::{ids, log_in, with_ada, works};
use crate::test_app::escape;

/// S-169
#[tokio::test]
async fn the_devices_of_a_user_are_listed_counted_and_unlinked() {
    let (program, ada) = with_ada(&["read:device_credentials", "delete:device_credentials"]).await;
    let tokens = [log_in(&program).await, log_in(&program).await];
    let of_ada = format!("device-credentials?user_id={}", escape(&ada));
    let all = program.get(&format!("{of_ada}&type=refresh_token")).await;
    assert_eq!(all.as_array().unwrap().len(), 2);
    let expected = json!({
        "id": all[0]["id"], "device_name": "Firefox on Windows", "type": "refresh_token", "user_id": ada, "client_id": "shop",
    });
    assert_eq!(all[0], expected);
    assert!(ids(&all).iter().all(|id| id.starts_with("dcr_")));
    let page = program.get(&format!("{of_ada}&page=1&per_page=1&include_totals=true")).await;
    assert_eq!((&page["start"], &page["limit"], &page["total"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!(page["device_credentials"], json!([all[1]]));
    for none in ["&type=rotating_refresh_token", "&type=public_key", "&client_id=tool", "&page=2"] {
        assert_eq!(program.get(&format!("{of_ada}{none}")).await, json!([]), "{none}");
    }
    assert_eq!(program.ask("GET", &format!("{of_ada}&type=shoe"), None).await.status, 400);
    for id in ids(&all) {
        for _ in 0..2 {
            assert_eq!(program.ask("DELETE", &format!("device-credentials/{id}"), None).await.status, 204);
        }
    }
    for token in &tokens {
        assert!(!works(&program, token).await);
    }
    assert_eq!(program.get("device-credentials").await, json!([]));
}
