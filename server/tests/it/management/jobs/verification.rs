//! POST /api/v2/jobs/verification-email

use serde_json::json;

use super::Importer;

#[tokio::test]
async fn a_mail_asks_the_user_to_confirm_their_address() {
    let importer = Importer::new().await;
    importer.import(&json!([{ "email": "grace@example.com" }]), &[]).await;
    let id = importer.user("grace@example.com").await["user_id"].clone();
    let local = id.as_str().unwrap().strip_prefix("auth0|").unwrap().to_owned();
    let identity = json!({ "user_id": local, "provider": "auth0" });
    let body = json!({ "user_id": id, "client_id": "shop", "identity": identity });
    let answer = importer.program.ask("POST", "jobs/verification-email", Some(body)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    let job = answer.json();
    assert_eq!((&job["type"], &job["status"]), (&json!("verification_email"), &json!("pending")));
    assert!(job["created_at"].is_string());
    let done = importer.program.get(&format!("jobs/{}", job["id"].as_str().unwrap())).await;
    assert_eq!(done["status"], "completed");
    let operator = directory::Actor::operator("default");
    let mails = importer.program.app.directory.mails().list(&operator, None).await.unwrap().mails;
    assert_eq!((mails.len(), mails[0].recipient.as_str()), (1, "grace@example.com"));
}

#[tokio::test]
async fn a_mail_that_cannot_be_is_refused() {
    let importer = Importer::new().await;
    let ada = importer.user("ada@example.com").await["user_id"].clone();
    for (body, status) in [
        (json!({}), 400),
        (json!({ "user_id": "auth0|nobody" }), 404),
        (json!({ "user_id": ada }), 400),
        (json!({ "user_id": ada, "organization_id": "org_1" }), 400),
        (json!({ "user_id": ada, "identity": { "provider": "github", "user_id": "1" } }), 400),
    ] {
        let answer = importer.program.ask("POST", "jobs/verification-email", Some(body.clone())).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.body);
    }
    let jobs = importer.program.get("jobs").await;
    assert_eq!(jobs, json!([]));
}
