//! POST /api/v2/jobs/users-exports, and the file.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use serde_json::{Value, json};

use super::{Importer, rows, work};
use crate::test_app::{Ask, CONNECTION, URL};

/// The job when it is done, and what is in its file.
pub(super) async fn download(importer: &Importer, id: &str) -> (Value, String) {
    let job = importer.program.get(&format!("jobs/{id}")).await;
    assert_eq!(job["status"], "completed", "{job}");
    let location = job["location"].as_str().unwrap().strip_prefix(URL).unwrap();
    let (answer, bytes) = importer.program.app.fetch(Ask::get(location)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/gzip");
    assert_eq!(answer.header("content-length"), bytes.len().to_string());
    let mut text = String::new();
    MultiGzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    (job, text)
}

async fn export(importer: &Importer, body: Value) -> (Value, String) {
    let answer = importer.program.ask("POST", "jobs/users-exports", Some(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let begun = answer.json();
    assert_eq!((&begun["type"], &begun["status"]), (&json!("users_export"), &json!("pending")));
    work(&importer.program.app.directory).await;
    download(importer, begun["id"].as_str().unwrap()).await
}

#[tokio::test]
async fn users_are_exported_as_lines_of_json() {
    let importer = Importer::new().await;
    importer.import(&rows(1_100), &[]).await;
    let fields = json!([{ "name": "email" }, { "name": "identities[0].connection", "export_as": "provider" }]);
    let body = json!({ "connection_id": importer.connection_id, "format": "json", "fields": fields });
    let (job, text) = export(&importer, body).await;
    assert_eq!((&job["fields"], &job["format"]), (&fields, &json!("json")));
    let mut emails: Vec<String> = Vec::new();
    for line in text.lines() {
        let user: Value = serde_json::from_str(line).unwrap();
        assert_eq!(user["provider"], CONNECTION);
        emails.push(user["email"].as_str().unwrap().to_owned());
    }
    emails.sort_unstable();
    emails.dedup();
    assert_eq!(emails.len(), 1_101);
    let (_, text) = export(&importer, json!({ "limit": 7 })).await;
    let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert_eq!(text.lines().count(), 7);
    assert!(first["user_id"].is_string() && first["created_at"].is_string() && first.get("identities").is_none());
}

/// S-625.
#[tokio::test]
async fn users_are_exported_as_csv_that_no_spreadsheet_runs() {
    let importer = Importer::new().await;
    let user = json!([{ "email": "kate@example.com", "name": "=cmd|' /C calc'!A0", "user_metadata": { "n": 3 } }]);
    importer.import(&user, &[]).await;
    let fields = json!([{ "name": "email", "export_as": "Mail" }, { "name": "name" }, { "name": "user_metadata.n" }]);
    let (_, text) = export(&importer, json!({ "format": "csv", "fields": fields })).await;
    let mut lines: Vec<&str> = text.split("\r\n").filter(|line| !line.is_empty()).collect();
    lines[1..].sort_unstable();
    assert_eq!(
        lines,
        [
            "\"Mail\",\"name\",\"user_metadata.n\"",
            "\"'ada@example.com\",\"'ada@example.com\",",
            "\"'kate@example.com\",\"'=cmd|' /C calc'!A0\",3"
        ]
    );
}

#[tokio::test]
async fn a_link_is_good_for_a_minute_and_for_its_file_alone() {
    let importer = Importer::new().await;
    let (job, _) = export(&importer, json!({})).await;
    let link = job["location"].as_str().unwrap().strip_prefix(URL).unwrap().to_owned();
    let id = job["id"].as_str().unwrap();
    let (other, _) = export(&importer, json!({})).await;
    let status = async |link: &str| importer.program.app.send(Ask::get(link)).await.status.as_u16();
    assert_eq!(status(&link).await, 200, "it may be used again");
    let (base, query) = link.split_once('?').unwrap();
    let longer = query.replacen("expires=", "expires=9", 1);
    for (bad, expected) in [
        (base.to_owned(), 403),
        (format!("{base}?{longer}"), 403),
        (format!("{base}?{}0", &query[..query.len() - 1]), 403),
        (link.replace(id, other["id"].as_str().unwrap()), 403),
        (link.replace(id, "job_none"), 404),
        (link.replace(id, ".."), 404),
    ] {
        // A signature may end in 0 by itself.
        assert!(status(&bad).await == expected || bad == link, "{bad}");
    }
    importer.program.app.clock.advance(60_001);
    assert_eq!(status(&link).await, 403);
    let again = importer.program.get(&format!("jobs/{id}")).await["location"].as_str().unwrap().to_owned();
    assert_eq!(status(again.strip_prefix(URL).unwrap()).await, 200);
    // After a day the file is gone.
    importer.program.app.clock.advance(86_400_000);
    let mut importer = importer;
    importer.program.renew().await;
    assert!(importer.program.get(&format!("jobs/{id}")).await.get("location").is_none());
    importer.program.app.directory.sweep().await.unwrap();
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
    // After a month the job too.
    importer.program.app.clock.advance(31 * 86_400_000);
    importer.program.renew().await;
    importer.program.app.directory.sweep().await.unwrap();
    assert_eq!(importer.program.ask("GET", &format!("jobs/{id}"), None).await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_exported_is_told() {
    let importer = Importer::new().await;
    for (body, part) in [
        (json!({ "format": "xml" }), "format"),
        (json!({ "limit": 0 }), "limit"),
        (json!({ "connection_id": "con_none" }), "The connection does not exist."),
        (json!({ "format": "csv", "fields": [{ "name": "user_metadata" }] }), "as a whole"),
        (json!({ "fields": [{ "export_as": "x" }] }), "fields[0]"),
        (json!({ "fields": [{ "name": "a[" }] }), "fields"),
        (json!({ "colour": 1 }), "colour"),
    ] {
        let answer = importer.program.ask("POST", "jobs/users-exports", Some(body.clone())).await;
        assert_eq!((answer.status.as_u16(), answer.body.contains(part)), (400, true), "{body}: {}", answer.body);
    }
}
