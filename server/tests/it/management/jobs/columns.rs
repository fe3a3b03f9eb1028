//! Columns of CSV files that are called otherwise than properties.

use serde_json::json;

use super::Importer;

const FILE: &[u8] = "E-Mail;Vorname;Tarif;Notiz\r\nk@example.com;Käthe;gold;x\r\n;Niemand;;\r\n".as_bytes();

#[tokio::test]
async fn columns_become_what_is_said_of_them() {
    let importer = Importer::new().await;
    let columns =
        json!({ "E-Mail": "email", "Vorname": "given_name", "Tarif": "app_metadata.plan.name", "Notiz": null });
    let id = importer.begin_file(FILE, &[("columns", &columns.to_string())]).await;
    let done = importer.finish(&id).await;
    assert_eq!((&done["columns"], &done["summary"]["inserted"]), (&columns, &json!(1)), "{done}");
    let user = importer.user("k@example.com").await;
    assert_eq!((&user["given_name"], &user["app_metadata"]), (&json!("Käthe"), &json!({ "plan": { "name": "gold" } })));
    assert!(user.get("user_metadata").is_none_or(|metadata| *metadata == json!({})));
    assert_eq!(importer.errors(&done).await, [("OBJECT_REQUIRED".to_owned(), 3)]);
}

#[tokio::test]
async fn columns_that_the_file_has_not_fail_the_job() {
    let importer = Importer::new().await;
    for (file, part) in [(FILE, "no column \"Mail\""), (&b"[{\"email\":\"x@example.com\"}]"[..], "is no CSV")] {
        let id = importer.begin_file(file, &[("columns", r#"{"Mail":"email"}"#)]).await;
        let failed = importer.finish(&id).await;
        assert_eq!(failed["status"], "failed");
        assert!(failed["status_details"].as_str().unwrap().contains(part), "{failed}");
    }
}

#[tokio::test]
async fn what_no_column_can_be_is_refused() {
    let importer = Importer::new().await;
    for (columns, part) in [
        ("[1]", "property columns"),
        (r#"{"a":1}"#, "property columns"),
        (r#"{"a":"shoe"}"#, "no such property"),
        (r#"{"a":"email","b":"email"}"#, "Two columns are email"),
    ] {
        let fields = [("connection_id", importer.connection_id.as_str()), ("columns", columns)];
        let answer = importer.send(&fields, Some(FILE)).await;
        assert_eq!((answer.status.as_u16(), answer.body.contains(part)), (400, true), "{columns}: {}", answer.body);
    }
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
}
