//! The doors that the dashboard's imports and exports go by: files in and out, and how far a job is.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use model::Role;
use serde_json::{Value, json};

use crate::management::jobs::events::{Followed, told};
use crate::management::jobs::{FORM, form, work};
use crate::test_app::{Answer, Ask, CONNECTION, TestApp};

const CSV: &[u8] = b"Mail,Name\nada@example.com,Ada\nbad,=cmd\n";
const COLUMNS: &str = r#"{"Mail":"email","Name":"name"}"#;

struct Dashboard {
    app: TestApp,
    owner: String,
    editor: String,
    viewer: String,
    connection_id: String,
}

impl Dashboard {
    async fn open() -> Self {
        let app = TestApp::new().await;
        let owner = app.session(Role::Owner).await;
        let (editor, viewer) = (app.session(Role::Editor).await, app.session(Role::Viewer).await);
        let client = json!({ "client": { "name": "Shop", "app_type": "spa" } });
        app.call(&owner, "clients/create", client).await;
        let connections = app.call(&owner, "connections/list", json!({})).await;
        let found = connections.as_array().unwrap().iter().find(|connection| connection["name"] == CONNECTION).unwrap();
        let connection_id = found["id"].as_str().unwrap().to_owned();
        Self { app, owner, editor, viewer, connection_id }
    }

    async fn send(&self, session: &str, more: &[(&str, &str)], file: &[u8]) -> Answer {
        let fields = [more, &[("connection_id", self.connection_id.as_str())]].concat();
        self.app.send(Ask::post("/files/imports", FORM, form(&fields, Some(file))).cookie(session)).await
    }

    /// Sends a file, and works it off; the id of the job.
    async fn import(&self, more: &[(&str, &str)], file: &[u8]) -> String {
        let answer = self.send(&self.editor, more, file).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        work(&self.app.directory).await;
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    async fn export(&self, session: &str, export: Value) -> String {
        let id = self.app.call(session, "jobs/export", json!({ "export": export })).await;
        work(&self.app.directory).await;
        id.as_str().unwrap().to_owned()
    }

    async fn job(&self, session: &str, id: &str) -> Value {
        self.app.call(session, "jobs/get", json!({ "id": id })).await
    }
}

#[tokio::test]
async fn a_file_is_imported_by_those_who_may_create_users() {
    let dashboard = Dashboard::open().await;
    let fields = [("columns", COLUMNS), ("dry_run", "false")];
    assert_eq!(dashboard.send("", &fields, CSV).await.status, 401);
    let refused = dashboard.send(&dashboard.viewer, &fields, CSV).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["kind"]), (403, &json!("forbidden")));
    let full = dashboard.send(&dashboard.editor, &[("full", "true")], b"[]").await;
    assert_eq!(full.status, 403, "what logs users in is for owners");
    assert_eq!(dashboard.app.job_files(), Vec::<String>::new());

    let id = dashboard.import(&fields, CSV).await;
    let view = dashboard.job(&dashboard.viewer, &id).await;
    assert_eq!(view["job"]["summary"], json!({ "total": 2, "inserted": 1, "updated": 0, "failed": 1 }), "{view}");
    assert_eq!((&view["asked_by"], &view["has_file"]), (&json!("editor@example.com"), &json!(false)));
    let errors = dashboard.app.call(&dashboard.viewer, "jobs/errors", json!({ "id": id, "after": null })).await;
    assert_eq!(errors["rows"][0]["errors"][0]["line"], 3, "{errors}");
    assert_eq!(errors["next"], Value::Null);
}

/// S-407: a form can be sent from anywhere.
#[tokio::test]
async fn a_file_comes_from_our_own_pages_alone() {
    let dashboard = Dashboard::open().await;
    let fields = [("connection_id", dashboard.connection_id.as_str())];
    for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "null")] {
        let ask = Ask::post("/files/imports", FORM, form(&fields, Some(CSV))).without("sec-fetch-site");
        let answer = dashboard.app.send(ask.header(name, value).cookie(&dashboard.owner)).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["kind"]), (403, &json!("forbidden")), "{name}: {value}");
    }
    let ask = Ask::get("/files/imports").cookie(&dashboard.owner);
    assert_eq!(dashboard.app.send(ask).await.status, 405);
    assert_eq!(dashboard.app.call(&dashboard.owner, "jobs/list", json!({})).await, json!([]));
}

#[tokio::test]
async fn a_form_that_cannot_be_says_what_is_wrong() {
    let dashboard = Dashboard::open().await;
    for (more, file, part) in [
        (vec![], &b""[..], "must not be empty"),
        (vec![("upsert", "perhaps")], CSV, "upsert"),
        (vec![("columns", "x")], CSV, "columns"),
        (vec![("columns", r#"{"Mail":"shoe"}"#)], CSV, "no such property"),
        (vec![], b"PK\x03\x04zip", "zip"),
    ] {
        let answer = dashboard.send(&dashboard.owner, &more, file).await;
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        assert_eq!((answer.status.as_u16(), message.contains(part)), (400, true), "{message}");
    }
    let json = Ask::post("/files/imports", "application/json", "{}").cookie(&dashboard.owner);
    assert_eq!(dashboard.app.send(json).await.status, 400);
    assert_eq!(dashboard.app.job_files(), Vec::<String>::new());
}

/// S-625.
#[tokio::test]
async fn the_rows_that_failed_are_a_file_that_no_spreadsheet_runs() {
    let dashboard = Dashboard::open().await;
    let id = dashboard.import(&[("columns", COLUMNS)], CSV).await;
    let path = format!("/files/imports/{id}/errors");
    assert_eq!(dashboard.app.send(Ask::get(&path)).await.status, 401);
    let answer = dashboard.app.send(Ask::get(&path).cookie(&dashboard.viewer)).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{id}-errors.csv\""));
    let lines: Vec<&str> = answer.body.split("\r\n").collect();
    assert_eq!((lines[0], lines.len()), ("line,code,property,reason,row", 3), "{}", answer.body);
    assert!(lines[1].starts_with("3,\"FORMAT\",\"email\",\""), "{}", lines[1]);
    assert!(lines[1].ends_with("\"{\"\"email\"\":\"\"bad\"\",\"\"name\"\":\"\"=cmd\"\"}\""), "{}", lines[1]);
    // Thousands come in parts.
    let many: String = (0..1_234).map(|index| format!("bad{index},x\n")).collect();
    let id =
        dashboard.import(&[("columns", COLUMNS), ("dry_run", "true")], format!("Mail,Name\n{many}").as_bytes()).await;
    let answer = dashboard.app.send(Ask::get(&format!("/files/imports/{id}/errors")).cookie(&dashboard.viewer)).await;
    assert_eq!(answer.body.lines().count(), 1_235);
    let none = dashboard.app.send(Ask::get("/files/imports/job_none/errors").cookie(&dashboard.viewer)).await;
    assert_eq!(none.status, 404);
}

#[tokio::test]
async fn an_export_is_downloaded_by_those_who_may_change_users() {
    let dashboard = Dashboard::open().await;
    dashboard.import(&[("columns", COLUMNS)], CSV).await;
    let fields = json!([{ "name": "email" }, { "name": "name" }]);
    let id = dashboard.export(&dashboard.editor, json!({ "format": "csv", "fields": fields })).await;
    assert_eq!(dashboard.job(&dashboard.editor, &id).await["has_file"], true);
    assert_eq!(dashboard.job(&dashboard.viewer, &id).await["has_file"], false);
    let fetch = async |session: &str, query: &str| {
        dashboard.app.fetch(Ask::get(&format!("/files/exports/{id}{query}")).cookie(session)).await
    };
    for (session, status) in [("", 401), (dashboard.viewer.as_str(), 403)] {
        assert_eq!(fetch(session, "").await.0.status, status);
    }
    let (answer, bytes) = fetch(&dashboard.editor, "").await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/gzip"));
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"default.csv.gz\"");
    assert_eq!(answer.header("content-length"), bytes.len().to_string());
    let mut inside = String::new();
    MultiGzDecoder::new(&bytes[..]).read_to_string(&mut inside).unwrap();
    let (answer, bytes) = fetch(&dashboard.owner, "?plain").await;
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"default.csv\"");
    assert_eq!(
        (String::from_utf8(bytes).unwrap().as_str(), inside.as_str()),
        (inside.as_str(), "\"email\",\"name\"\r\n\"'ada@example.com\",\"'Ada\"\r\n",)
    );
    dashboard.app.clock.advance(86_400_000 - 3_600_000);
    let owner = format!(
        "roster={}",
        dashboard
            .app
            .directory
            .sessions()
            .sign_in("owner@example.com", crate::test_app::PASSWORD, directory::Origin::default())
            .await
            .unwrap()
    );
    assert_eq!(fetch(&owner, "").await.0.status, 200);
    dashboard.app.clock.advance(3_600_000);
    assert_eq!(fetch(&owner, "").await.0.status, 404);
    assert_eq!(dashboard.app.send(Ask::get("/files/exports/..").cookie(&owner)).await.status, 404);
}

#[tokio::test]
async fn a_full_export_is_the_owners_and_each_download_stands_in_the_log() {
    let dashboard = Dashboard::open().await;
    let app = &dashboard.app;
    let full = json!({ "export": { "full": true } });
    assert_eq!(app.send(Ask::call("jobs/export", &full).cookie(&dashboard.editor)).await.status, 403);
    let id = dashboard.export(&dashboard.owner, json!({ "full": true })).await;
    let fetch = async |session: &str| app.send(Ask::get(&format!("/files/exports/{id}")).cookie(session)).await;
    assert_eq!(fetch(&dashboard.editor).await.status, 403);
    assert_eq!(fetch(&dashboard.owner).await.status, 200);
    let query = json!({ "query": { "q": "description:\"Download a full export of users\"" } });
    let events = app.call(&dashboard.owner, "logs/search", query).await;
    let events = events["events"].as_array().unwrap().clone();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["details"]["actor"]["name"], "owner@example.com", "{}", events[0]);
}

#[tokio::test]
async fn a_page_follows_a_job_to_its_end() {
    let dashboard = Dashboard::open().await;
    let app = &dashboard.app;
    let rows: Vec<Value> = (0..1_100).map(|index| json!({ "email": format!("u{index}@example.com") })).collect();
    let answer = dashboard.send(&dashboard.editor, &[], Value::Array(rows).to_string().as_bytes()).await;
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/events/jobs/{id}");
    let mut followed = Followed::open(app, &path, ("cookie", &dashboard.viewer)).await;
    followed.until("\"status\":\"pending\"").await;
    for _ in 0..2 {
        assert!(app.directory.jobs().work().await.unwrap());
    }
    let inserted = dashboard.job(&dashboard.viewer, &id).await["job"]["summary"]["inserted"].clone();
    assert!((1..1_100).contains(&inserted.as_i64().unwrap()), "{inserted}");
    followed.until(&format!("\"inserted\":{inserted}")).await;
    // Somebody stops it.
    app.call(&dashboard.editor, "jobs/cancel", json!({ "id": id })).await;
    let said = followed.read_to_end().await;
    assert!(said.ends_with("event: end\ndata: done\n\n"), "{said}");
    let last = told(&said).pop().unwrap();
    assert_eq!(last, dashboard.job(&dashboard.viewer, &id).await);
    assert_eq!(
        (&last["job"]["status"], &last["job"]["details"]),
        (&json!("canceled"), &json!("Canceled by editor@example.com."),)
    );
}

#[tokio::test]
async fn following_a_job_ends_with_the_session() {
    let dashboard = Dashboard::open().await;
    let app = &dashboard.app;
    let answer = dashboard.send(&dashboard.owner, &[], b"[]").await;
    let path = format!("/events/jobs/{}", answer.json()["id"].as_str().unwrap());
    let mut followed = Followed::open(app, &path, ("cookie", &dashboard.viewer)).await;
    followed.until("pending").await;
    app.send(Ask::form("/sign-out", &[]).cookie(&dashboard.viewer)).await;
    assert!(followed.read_to_end().await.ends_with("event: end\ndata: session\n\n"));
    assert_eq!(app.send(Ask::get(&path)).await.status, 401);
    let none = app.send(Ask::get("/events/jobs/job_none").cookie(&dashboard.owner)).await;
    assert_eq!((none.status.as_u16(), &none.json()["kind"]), (404, &json!("not_found")));
}

/// The addresses of these pages are not those of users.
#[tokio::test]
async fn the_pages_are_there() {
    let dashboard = Dashboard::open().await;
    let id = dashboard.import(&[("columns", COLUMNS)], CSV).await;
    let job = format!("/users/jobs/{id}");
    for (path, text) in [
        ("/users/import", "Import users"),
        ("/users/export", "Export users"),
        ("/users/jobs", "Imports and exports"),
        (job.as_str(), "Import into Username-Password-Authentication"),
    ] {
        let answer = dashboard.app.send(Ask::get(path).cookie(&dashboard.viewer)).await;
        assert_eq!((answer.status.as_u16(), answer.body.contains(text)), (200, true), "{path}");
    }
    let none = dashboard.app.send(Ask::get("/users/jobs/job_none").cookie(&dashboard.viewer)).await;
    assert_eq!((none.status.as_u16(), none.body.contains("There is no such import or export")), (404, true));
}
