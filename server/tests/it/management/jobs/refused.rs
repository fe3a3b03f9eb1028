//! What is not taken, in Auth0's words.

use serde_json::json;

use super::{FORM, Importer, form, rows};
use crate::test_app::Ask;

#[tokio::test]
async fn a_form_that_cannot_be_is_told_what_is_wrong() {
    let importer = Importer::new().await;
    let connection = ("connection_id", importer.connection_id.as_str());
    let file = Some(&b"[{\"email\":\"x@example.com\"}]"[..]);
    let long = "x".repeat(5_000);
    for (fields, file, part) in [
        (vec![connection], None, "Must provide 'users' file as multipart part."),
        (vec![connection], Some(&b""[..]), "Users file must not be empty."),
        (vec![], file, "Missing required property: connection_id"),
        (vec![("connection_id", "con_0000000000000000")], file, "The connection does not exist."),
        (vec![connection, ("upsert", "perhaps")], file, "on property upsert"),
        (vec![connection, ("external_id", long.as_str())], file, "on property external_id"),
        (vec![connection], Some(&b"PK\x03\x04zip"[..]), "zip"),
    ] {
        let answer = importer.send(&fields, file).await;
        assert_eq!(
            (answer.status.as_u16(), answer.json()["message"].as_str().unwrap().contains(part)),
            (400, true),
            "{part}: {}",
            answer.body
        );
    }
    for (content_type, body) in [
        ("application/json", b"{}".to_vec()),
        ("multipart/form-data", b"{}".to_vec()),
        (FORM, b"nothing of the kind".to_vec()),
        (FORM, b"--xXx\r\nContent-Disposition: form-data; name=\"users\"\r\n\r\n[{\"email\":".to_vec()),
    ] {
        let ask = Ask::method("POST", "/api/v2/jobs/users-imports").body(content_type, body);
        let answer =
            importer.program.app.send(ask.header("authorization", &format!("Bearer {}", importer.program.token))).await;
        assert_eq!(answer.status, 400, "{content_type}: {}", answer.body);
    }
    // Nothing of it is left.
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
    assert_eq!(importer.program.get("jobs").await, json!([]));
}

/// S-203.
#[tokio::test]
async fn imports_and_exports_need_their_scopes() {
    let importer = Importer::with(&["read:users"]).await;
    let import = |token: Option<&str>| {
        let ask =
            Ask::method("POST", "/api/v2/jobs/users-imports").body(FORM, form(&[("connection_id", "x")], Some(b"[]")));
        token.into_iter().fold(ask, |ask, token| ask.header("authorization", &format!("Bearer {token}")))
    };
    assert_eq!(importer.program.app.send(import(None)).await.status, 401);
    // `with_ada` creates a user: the right to is taken away again.
    crate::management::life::leave(&importer.program, &["read:users"]).await;
    let refused = importer.program.app.send(import(Some(&importer.program.token))).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["errorCode"]), (403, &json!("insufficient_scope")));
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
    let full = importer.program.ask("POST", "jobs/users-exports", Some(json!({ "full": true }))).await;
    assert_eq!((full.status.as_u16(), full.body.contains("read:user_credentials")), (403, true), "{}", full.body);
    crate::management::life::leave(&importer.program, &["create:users"]).await;
    let full = importer.send(&[("full", "true")], Some(b"[]")).await;
    assert_eq!((full.status.as_u16(), full.body.contains("create:user_credentials")), (403, true), "{}", full.body);
}

#[tokio::test]
async fn too_many_jobs_at_once_wait_no_more() {
    let importer = Importer::new().await;
    for _ in 0..20 {
        importer.begin(&rows(1), &[]).await;
    }
    let refused = importer.send(&[("connection_id", &importer.connection_id)], Some(b"[{}]")).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["errorCode"]), (429, &json!("too_many_requests")));
    assert_ne!(refused.header("retry-after"), "");
    super::work(&importer.program.app.directory).await;
    importer.begin(&rows(1), &[]).await;
}
