//! A full export, which another Roster makes the same users of.

use directory::{Actor, DEFAULT_TENANT};
use model::{Role, UserId};
use serde_json::{Value, json};

use super::export::download;
use super::{Importer, work};
use crate::management::people::try_log_in;
use crate::management::program::path;
use crate::test_app::PASSWORD;

const SCOPES: [&str; 7] = [
    "create:users",
    "read:users",
    "update:users",
    "delete:users",
    "read:logs",
    "read:user_credentials",
    "create:user_credentials",
];

async fn exported(importer: &Importer) -> String {
    let answer = importer.program.ask("POST", "jobs/users-exports", Some(json!({ "full": true }))).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    work(&importer.program.app.directory).await;
    download(importer, answer.json()["id"].as_str().unwrap()).await.1
}

/// The users of a full export, by id.
fn users(text: &str) -> Vec<Value> {
    let mut users: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    users.sort_by_key(|user| user["user_id"].as_str().unwrap().to_owned());
    users
}

#[tokio::test]
async fn another_roster_has_the_same_users_afterwards() {
    let first = Importer::with(&SCOPES).await;
    // Thousands with histories, some with all that there is.
    let operator = Actor::operator(DEFAULT_TENANT);
    first.program.app.directory.demo().create_users(&operator, 3_000, 1, &mut |_| {}).await.unwrap();
    first
        .import(
            &json!([{ "email": "bcrypt@example.com", "user_id": "bcrypt", "user_metadata": { "a": [1, { "b": null }] },
        "password_hash": "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" }]),
            &[],
        )
        .await;
    let ada = first.user("ada@example.com").await["user_id"].as_str().unwrap().to_owned();
    assert_eq!(try_log_in(&first.program, "ada@example.com", PASSWORD).await.status, 200);
    let second_account = first.program.user("lovelace@example.com", json!({})).await;
    let link = json!({ "provider": "auth0", "user_id": second_account });
    let linked = first.program.ask("POST", &format!("{}/identities", path(&ada)), Some(link)).await;
    assert_eq!(linked.status, 201, "{}", linked.body);
    let blocked = first.program.user("blocked@example.com", json!({})).await;
    let block = model::NewBlock { reason: "spam".to_owned(), until: None };
    first.program.app.directory.users().block(&operator, &UserId::from(blocked.as_str()), block).await.unwrap();

    let text = exported(&first).await;
    let before = users(&text);
    assert_eq!(before.len(), 3_003);

    let second = Importer::with(&SCOPES).await;
    let own = second.user("ada@example.com").await["user_id"].as_str().unwrap().to_owned();
    assert_eq!(second.program.ask("DELETE", &path(&own), None).await.status, 204);
    let answer = second.send(&[("full", "true")], Some(text.as_bytes())).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    let done = second.finish(answer.json()["id"].as_str().unwrap()).await;
    let errors = second.errors(&done).await;
    assert_eq!(done["summary"], json!({ "total": 3_003, "inserted": 3_003, "updated": 0, "failed": 0 }), "{errors:?}");
    assert_eq!(users(&exported(&second).await), before);
    // They log in as before, with each of their accounts.
    for (name, password) in
        [("ada@example.com", PASSWORD), ("lovelace@example.com", PASSWORD), ("bcrypt@example.com", "U*U")]
    {
        assert_eq!(try_log_in(&second.program, name, password).await.status, 200, "{name}");
    }
    assert_ne!(try_log_in(&second.program, "blocked@example.com", PASSWORD).await.status, 200);
    // A second time nothing comes of it.
    let answer = second.send(&[("full", "true")], Some(text.as_bytes())).await;
    let done = second.finish(answer.json()["id"].as_str().unwrap()).await;
    assert_eq!(done["summary"], json!({ "total": 3_003, "inserted": 0, "updated": 0, "failed": 3_003 }));
    // Whoever has hashes is in the log.
    let events = first.program.get("logs?q=description:*full*").await;
    assert_eq!(events.as_array().unwrap().len(), 2, "{events}");
}

#[tokio::test]
async fn a_row_that_no_roster_wrote_is_refused() {
    let importer = Importer::with(&SCOPES).await;
    let text = exported(&importer).await;
    let good: Value = serde_json::from_str(text.trim()).unwrap();
    let changed = |pointer: &str, value: Value| {
        let mut row = good.clone();
        row["user_id"] = json!("auth0|other");
        row["identities"][0]["user_id"] = json!("other");
        row["email"] = json!("other@example.com");
        *row.pointer_mut(pointer).unwrap() = value;
        row
    };
    let rows = [
        (changed("/roster", Value::Null), "INVALID_TYPE"),
        (changed("/roster", json!({ "colour": 1 })), "INVALID_TYPE"),
        (changed("/user_id", json!("auth0|another")), "NOT_PASSED"),
        (changed("/identities/0/connection", json!("Nowhere")), "CONNECTION_NOT_FOUND"),
        (changed("/email", json!("OTHER@example.com")), "FORMAT"),
        (
            changed(
                "/password_hash",
                json!("$argon2id$v=19$m=4194304,t=9,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
            ),
            "MAXIMUM",
        ),
        (changed("/created_at", json!("yesterday")), "INVALID_TYPE"),
        (good.clone(), "CONFLICT_EMAIL"),
    ];
    let file: Vec<String> = rows.iter().map(|(row, _)| row.to_string()).collect();
    let answer = importer.send(&[("full", "true")], Some(file.join("\n").as_bytes())).await;
    let done = importer.finish(answer.json()["id"].as_str().unwrap()).await;
    let codes: Vec<String> = importer.errors(&done).await.into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, rows.map(|(_, code)| code));
    let told = importer.program.get(&format!("jobs/{}/errors", done["id"].as_str().unwrap())).await.to_string();
    assert!(!told.contains("$argon2"), "{told}");
    // An import that is not full takes none of it.
    let id = importer.begin_file(file.join("\n").as_bytes(), &[]).await;
    assert_eq!(importer.finish(&id).await["summary"]["inserted"], 0);
}

/// Of the roles owners alone may have what logs users in.
#[tokio::test]
async fn only_owners_export_everything() {
    let importer = Importer::new().await;
    let app = &importer.program.app;
    for role in [Role::Viewer, Role::Editor, Role::Owner] {
        let session = app.session(role).await;
        let actor = app.directory.sessions().resolve(session.strip_prefix("roster=").unwrap()).await.unwrap().unwrap();
        let new = directory::NewExport { full: true, ..directory::NewExport::default() };
        let done = app.directory.jobs().export(&actor, new).await;
        assert_eq!(done.is_ok(), role == Role::Owner, "{role:?}");
        if let Ok(job) = done {
            work(&app.directory).await;
            assert!(app.directory.jobs().get(&actor, &job.id).await.unwrap().location.is_some());
            // Others see the job, and no link to its file.
            assert!(importer.program.get(&format!("jobs/{}", job.id)).await.get("location").is_none());
        }
    }
}
