//! Importing what a dry run looked at, without sending it again.

use serde_json::{Value, json};

use super::{Importer, rows};

const HOUR: i64 = 3_600_000;

async fn import(importer: &Importer, checked: &Value) -> crate::test_app::Answer {
    importer.program.ask("POST", &format!("jobs/{}/import", checked["id"].as_str().unwrap()), None).await
}

#[tokio::test]
async fn what_was_checked_is_imported_once() {
    let importer = Importer::new().await;
    let more = [("dry_run", "true"), ("external_id", "ticket 7"), ("send_completion_email", "false")];
    let checked = importer.import(&rows(700), &more).await;
    assert_eq!(checked["summary"]["inserted"], 700);
    assert!(importer.user("user3@example.com").await.is_null());
    let begun = import(&importer, &checked).await;
    assert_eq!((begun.status.as_u16(), &begun.json()["external_id"]), (202, &json!("ticket 7")), "{}", begun.body);
    let done = importer.finish(begun.json()["id"].as_str().unwrap()).await;
    assert_eq!((&done["summary"]["inserted"], done.get("dry_run")), (&json!(700), None));
    assert!(!importer.user("user3@example.com").await.is_null());
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
    let again = import(&importer, &checked).await;
    assert_eq!((again.status.as_u16(), again.body.contains("send it again")), (409, true), "{}", again.body);
    // What was imported was no check.
    assert_eq!(import(&importer, &done).await.status, 409);
    assert_eq!(import(&importer, &json!({ "id": "job_none" })).await.status, 404);
    assert_eq!(import(&importer, &json!({ "id": ".." })).await.status, 404);
}

#[tokio::test]
async fn what_was_checked_is_kept_for_an_hour() {
    let importer = Importer::new().await;
    let checked = importer.import(&rows(3), &[("dry_run", "true")]).await;
    importer.program.app.clock.advance(HOUR - 1_000);
    importer.program.app.directory.sweep().await.unwrap();
    assert_eq!(importer.program.app.job_files().len(), 1);
    importer.program.app.clock.advance(1_001);
    assert_eq!(import(&importer, &checked).await.status, 409);
    importer.program.app.directory.sweep().await.unwrap();
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
}

#[tokio::test]
async fn a_file_that_is_broken_is_not_kept() {
    let importer = Importer::new().await;
    let id = importer.begin_file(b"[{", &[("dry_run", "true")]).await;
    assert_eq!(importer.finish(&id).await["status"], "failed");
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
}
