//! Imports that change users who are there already.

use serde_json::json;

use super::Importer;
use crate::management::people::try_log_in;
use crate::management::program::path;

#[tokio::test]
async fn what_may_change_changes_and_nothing_else() {
    let importer = Importer::new().await;
    let id = importer.user("ada@example.com").await["user_id"].as_str().unwrap().to_owned();
    let metadata = json!({ "user_metadata": { "a": 1, "b": 2 }, "app_metadata": { "c": 3 }, "nickname": "countess" });
    assert_eq!(importer.program.ask("PATCH", &path(&id), Some(metadata)).await.status, 200);
    let before = importer.user("ada@example.com").await;
    let rows = json!([
        { "email": "ADA@example.com", "name": "Ada L", "user_metadata": { "b": 9 }, "blocked": true, "phone_number": "+491" },
        { "email": "new@example.com" },
    ]);
    let refused = importer.import(&rows, &[]).await;
    assert_eq!(refused["summary"], json!({ "total": 2, "inserted": 1, "updated": 0, "failed": 1 }));
    assert_eq!(importer.user("ada@example.com").await, before);
    let done = importer.import(&rows, &[("upsert", "true")]).await;
    assert_eq!(done["summary"], json!({ "total": 2, "inserted": 0, "updated": 2, "failed": 0 }));
    let after = importer.user("ada@example.com").await;
    // Metadata is replaced, not merged; what the row does not name stays, and what an import may not change.
    assert_eq!((&after["name"], &after["user_metadata"]), (&json!("Ada L"), &json!({ "b": 9 })));
    assert_eq!((&after["app_metadata"], &after["nickname"]), (&json!({ "c": 3 }), &json!("countess")));
    assert!(after.get("phone_number").is_none() && after["blocked"] != true, "{after}");
    assert_eq!(after["user_id"], before["user_id"]);
    let log = importer.program.get(&format!("{}/logs", path(&id))).await;
    let is_it = |event: &&serde_json::Value| event["details"]["changed"]["name"]["after"] == "Ada L";
    let changed = log.as_array().unwrap().iter().find(is_it).unwrap();
    assert_eq!(
        (&changed["description"], &changed["details"]["actor"]["id"]),
        (&json!("Update a User"), &json!("tool"))
    );
}

/// Auth0: an entry twice in a file is an error, and no insert with an update behind it.
#[tokio::test]
async fn a_user_twice_in_a_file_is_taken_once() {
    let importer = Importer::new().await;
    let mut rows = super::rows(1_000);
    rows.as_array_mut().unwrap().push(json!({ "email": "user1@example.com", "given_name": "Other" }));
    let done = importer.import(&rows, &[("upsert", "true")]).await;
    assert_eq!(done["summary"], json!({ "total": 1_001, "inserted": 1_000, "updated": 0, "failed": 1 }));
    assert_eq!(importer.errors(&done).await, [("DUPLICATED_USER".to_owned(), 1)]);
    assert_eq!(importer.user("user1@example.com").await["given_name"], "Ada");
}

#[tokio::test]
async fn a_row_that_is_two_users_is_a_conflict() {
    let importer = Importer::new().await;
    let first = json!([{ "email": "one@example.com", "user_id": "one", "phone_number": "+491" }, { "email": "two@example.com" }]);
    assert_eq!(importer.import(&first, &[]).await["summary"]["inserted"], 2);
    let rows = json!([
        { "email": "two@example.com", "phone_number": "+491" },
        { "email": "two@example.com", "user_id": "three" },
        { "email": "three@example.com", "user_id": "auth0|one" },
        { "email": "four@example.com", "phone_number": "+491" },
    ]);
    for upsert in ["true", "false"] {
        let done = importer.import(&rows, &[("upsert", upsert)]).await;
        assert_eq!(done["summary"], json!({ "total": 4, "inserted": 0, "updated": 0, "failed": 4 }), "{upsert}");
    }
}

/// The hash of another house may be sent anew until somebody logged in with it.
#[tokio::test]
async fn a_custom_hash_is_replaced_until_it_was_used() {
    let importer = Importer::new().await;
    let row = |value: &str| {
        let hash = json!({ "algorithm": "sha1", "hash": { "value": value, "encoding": "hex" } });
        json!([{ "email": "grace@example.com", "custom_password_hash": hash }])
    };
    let (abc, empty) = ("a9993e364706816aba3e25717850c26c9cd0d89d", "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    importer.import(&row(empty), &[]).await;
    assert_eq!(importer.import(&row(abc), &[("upsert", "true")]).await["summary"]["updated"], 1);
    assert_eq!(try_log_in(&importer.program, "grace@example.com", "abc").await.status, 200);
    let other = row("0000000000000000000000000000000000000000");
    assert_eq!(importer.import(&other, &[("upsert", "true")]).await["summary"]["updated"], 1);
    assert_eq!(try_log_in(&importer.program, "grace@example.com", "abc").await.status, 200, "the user's own stays");
}
