//! A job goes on where it was when the process ended.

use directory::{Cost, Directory, Hashing, Random, Settings};
use serde_json::json;

use super::{Importer, rows, work};
use crate::test_app::URL;

/// The same database and folder, after another start.
fn restarted(importer: &Importer, seed: u64) -> Directory {
    let app = &importer.program.app;
    let settings = Settings {
        hashing: Hashing::new(Cost::TEST),
        clock: app.clock.clone(),
        random: Random::seeded(seed),
        files: Some(app.jobs_folder()),
        ..Settings::new(URL)
    };
    Directory::new(app.db.clone(), settings)
}

#[tokio::test]
async fn an_import_goes_on_where_it_was_and_makes_nothing_twice() {
    let importer = Importer::new().await;
    let id = importer.begin(&rows(2_300), &[]).await;
    for _ in 0..3 {
        assert!(importer.program.app.directory.jobs().work().await.unwrap());
    }
    let second = restarted(&importer, 2);
    assert_eq!(work(&second).await, 0, "the first process may still be there");
    importer.program.app.clock.advance(30_001);
    assert!(second.jobs().work().await.unwrap());
    // The first one comes back from wherever it was: the job is the other's now.
    assert_eq!(work(&importer.program.app.directory).await, 0);
    assert!(work(&second).await > 0);
    let done = importer.program.get(&format!("jobs/{id}")).await;
    assert_eq!(done["summary"], json!({ "total": 2_300, "inserted": 2_300, "updated": 0, "failed": 0 }));
    assert_eq!(done["status"], "completed");
    let users = importer.program.get("users?include_totals=true&per_page=1").await;
    assert_eq!(users["total"], 2_301, "and ada");
}

#[tokio::test]
async fn a_process_that_stops_hands_its_job_on_at_once() {
    let importer = Importer::new().await;
    let id = importer.begin(&rows(1_000), &[]).await;
    for _ in 0..2 {
        assert!(importer.program.app.directory.jobs().work().await.unwrap());
    }
    importer.program.app.directory.jobs().release().await.unwrap();
    assert!(work(&restarted(&importer, 2)).await > 0);
    assert_eq!(importer.program.get(&format!("jobs/{id}")).await["summary"]["inserted"], 1_000);
}

#[tokio::test]
async fn a_process_that_has_the_folder_alone_waits_for_nobody() {
    let importer = Importer::new().await;
    let id = importer.begin(&rows(1_000), &[]).await;
    assert!(importer.program.app.directory.jobs().work().await.unwrap());
    let second = restarted(&importer, 2);
    assert_eq!(work(&second).await, 0);
    second.jobs().take_over().await.unwrap();
    assert!(work(&second).await > 0);
    assert_eq!(importer.program.get(&format!("jobs/{id}")).await["summary"]["inserted"], 1_000);
}

#[tokio::test]
async fn an_export_goes_on_where_it_was() {
    let importer = Importer::new().await;
    importer.import(&rows(2_500), &[]).await;
    let begun = importer.program.ask("POST", "jobs/users-exports", Some(json!({}))).await.json();
    assert!(importer.program.app.directory.jobs().work().await.unwrap());
    // A step that was not finished left something behind.
    let path = importer.program.app.jobs_folder().join(format!("{}.out", begun["id"].as_str().unwrap()));
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"half a step");
    std::fs::write(&path, bytes).unwrap();
    importer.program.app.directory.jobs().release().await.unwrap();
    work(&restarted(&importer, 2)).await;
    let (_, text) = super::export::download(&importer, begun["id"].as_str().unwrap()).await;
    let mut ids: Vec<&str> = text.lines().collect();
    assert_eq!(ids.len(), 2_501);
    ids.dedup();
    assert_eq!(ids.len(), 2_501);
}
