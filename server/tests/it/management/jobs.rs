//! /api/v2/jobs: users in files, in and out.

mod checked;
mod columns;
pub(crate) mod events;
mod export;
mod full;
mod hashes;
mod import;
mod refused;
mod restart;
mod upsert;
mod verification;

use directory::Directory;
use serde_json::{Value, json};

use super::people::with_ada;
use super::program::Program;
use crate::test_app::{Answer, Ask, CONNECTION};

/// What those scopes let a program do, where users log in to `shop`.
const SCOPES: [&str; 5] = ["create:users", "read:users", "update:users", "read:connections", "read:logs"];

pub(super) struct Importer {
    program: Program,
    connection_id: String,
}

impl Importer {
    async fn new() -> Self {
        Self::with(&SCOPES).await
    }

    async fn with(scopes: &[&str]) -> Self {
        let (program, _) = with_ada(&[scopes, &["read:connections"]].concat()).await;
        let connections = program.get("connections").await;
        let of_name = |connection: &&Value| connection["name"] == CONNECTION;
        let connection = connections.as_array().unwrap().iter().find(of_name).unwrap();
        let connection_id = connection["id"].as_str().unwrap().to_owned();
        Self { program, connection_id }
    }

    /// Sends a form of fields and, if there is one, a file.
    async fn send(&self, fields: &[(&str, &str)], file: Option<&[u8]>) -> Answer {
        let ask = Ask::method("POST", "/api/v2/jobs/users-imports").body(FORM, form(fields, file));
        self.program.app.send(ask.header("authorization", &format!("Bearer {}", self.program.token))).await
    }

    /// Begins an import of rows with more fields; the job's id.
    async fn begin(&self, rows: &Value, more: &[(&str, &str)]) -> String {
        self.begin_file(rows.to_string().as_bytes(), more).await
    }

    async fn begin_file(&self, file: &[u8], more: &[(&str, &str)]) -> String {
        let fields = [more, &[("connection_id", self.connection_id.as_str())]].concat();
        let answer = self.send(&fields, Some(file)).await;
        assert_eq!(answer.status, 202, "{}", answer.body);
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Imports rows, and the job when it is done.
    async fn import(&self, rows: &Value, more: &[(&str, &str)]) -> Value {
        let id = self.begin(rows, more).await;
        self.finish(&id).await
    }

    async fn finish(&self, id: &str) -> Value {
        work(&self.program.app.directory).await;
        self.program.get(&format!("jobs/{id}")).await
    }

    /// The codes and lines of rows that were not taken.
    async fn errors(&self, job: &Value) -> Vec<(String, i64)> {
        let answer = self.program.ask("GET", &format!("jobs/{}/errors", job["id"].as_str().unwrap()), None).await;
        if answer.status == 204 {
            return Vec::new();
        }
        assert_eq!(answer.status, 200, "{}", answer.body);
        let rows = answer.json();
        let errors = rows.as_array().unwrap().iter().flat_map(|row| row["errors"].as_array().unwrap().clone());
        errors.map(|error| (error["code"].as_str().unwrap().to_owned(), error["line"].as_i64().unwrap())).collect()
    }

    /// The user of an email; null where there is none.
    async fn user(&self, email: &str) -> Value {
        self.program.get(&format!("users-by-email?email={email}")).await[0].clone()
    }
}

pub(crate) const FORM: &str = "multipart/form-data; boundary=xXx";

pub(crate) fn form(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    if let Some(file) = file {
        // The file first: what it is for is not known yet.
        body.extend_from_slice(
            b"--xXx\r\nContent-Disposition: form-data; name=\"users\"; filename=\"users.json\"\r\n\
            Content-Type: application/json\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    for (name, value) in fields {
        let part = format!("--xXx\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(b"--xXx--\r\n");
    body
}

/// Does all that is to be done; how many steps it were.
pub(crate) async fn work(directory: &Directory) -> usize {
    let mut steps = 0;
    while directory.jobs().work().await.unwrap() {
        steps += 1;
    }
    steps
}

/// Rows of so many users.
fn rows(count: usize) -> Value {
    let row = |index: usize| json!({ "email": format!("user{index}@example.com"), "given_name": "Ada" });
    Value::Array((0..count).map(row).collect())
}
