//! POST /api/v2/jobs/users-imports, and what comes of it.

use serde_json::json;

use super::{Importer, rows, work};

#[tokio::test]
async fn users_of_a_file_are_there_when_the_job_is_done() {
    let importer = Importer::new().await;
    let rows = json!([
        { "email": "Grace@Example.com", "email_verified": true, "user_id": "grace-1", "given_name": "Grace", "blocked": true,
          "app_metadata": { "plan": "gold" }, "user_metadata": { "theme": "dark" }, "phone_number": "+4912345" },
        { "email": "alan@example.com" },
    ]);
    let fields = [("connection_id", importer.connection_id.as_str()), ("external_id", "batch-7"), ("upsert", "false")];
    let answer = importer.send(&fields, Some(rows.to_string().as_bytes())).await;
    assert_eq!(answer.status, 202, "{}", answer.body);
    let begun = answer.json();
    assert_eq!((&begun["type"], &begun["status"]), (&json!("users_import"), &json!("pending")));
    assert_eq!(begun["connection"], crate::test_app::CONNECTION);
    assert_eq!(begun["connection_id"], importer.connection_id);
    assert_eq!(begun["external_id"], "batch-7");
    let id = begun["id"].as_str().unwrap();
    assert!(id.starts_with("job_") && id.len() == 20, "{id}");
    let waiting = importer.program.get(&format!("jobs/{id}")).await;
    assert_eq!((&waiting["status"], &waiting["percentage_done"]), (&json!("pending"), &json!(0)));

    let done = importer.finish(id).await;
    assert_eq!((&done["status"], &done["percentage_done"]), (&json!("completed"), &json!(100)));
    assert_eq!(done["summary"], json!({ "total": 2, "inserted": 2, "updated": 0, "failed": 0 }));
    assert!(importer.errors(&done).await.is_empty());
    let grace = importer.user("grace@example.com").await;
    assert_eq!((&grace["user_id"], &grace["name"]), (&json!("auth0|grace-1"), &json!("grace@example.com")));
    assert_eq!((&grace["blocked"], &grace["email_verified"]), (&json!(true), &json!(true)));
    assert_eq!((&grace["app_metadata"]["plan"], &grace["user_metadata"]["theme"]), (&json!("gold"), &json!("dark")));
    assert_eq!(importer.user("alan@example.com").await["nickname"], "alan");
    // What was made is in the log, with who asked for it.
    let events = importer.program.get("logs?q=type:sui").await;
    assert_eq!(events.as_array().unwrap().len(), 2);
    assert!(events.as_array().unwrap().iter().all(|event| event["details"]["job"] == id), "{events}");
    // Its file is gone.
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
}

#[tokio::test]
async fn a_bad_row_costs_only_itself_and_says_why() {
    let importer = Importer::new().await;
    let file = [
        r#"{"email":"good1@example.com"}"#,
        r#"{"email":"not an address"}"#,
        r#"{"given_name":"Nobody"}"#,
        r#"{"email":"ada@example.com","password_hash":"$2b$10$abc"}"#,
        "",
        r#"{"email":"x@example.com","blocked":"yes","shoe_size":7}"#,
        r#"{"email":"ada@example.com","password_hash":"secret?"}"#,
        r#"{"email":"ada@example.com"}"#,
        r#"{"email":"good1@example.com"}"#,
        r#"{broken"#,
        r#"[1]"#,
        r#"{"email":"a@example.com","app_metadata":{"user_id":1}}"#,
        r#"{"email":"b@example.com","given_name":""}"#,
        r#"{"email":"c@example.com","phone_number":"123"}"#,
        r#"{"email":"d@example.com","user_id":"a b"}"#,
        r#"{"email":"e@example.com","mfa_factors":[{"totp":{"secret":"x"}}]}"#,
        r#"{"email":"f@example.com","username":"x"}"#,
        r#"{"email":"g@example.com","password_hash":"a","custom_password_hash":{}}"#,
        r#"{"email":"good2@example.com","mfa_factors":[]}"#,
    ]
    .join("\n");
    let id = importer.begin_file(file.as_bytes(), &[]).await;
    let done = importer.finish(&id).await;
    assert_eq!(done["status"], "completed");
    assert_eq!(done["summary"], json!({ "total": 18, "inserted": 2, "updated": 0, "failed": 16 }));
    let expected = [
        ("FORMAT", 2),
        ("OBJECT_REQUIRED", 3),
        ("PATTERN", 4),
        ("INVALID_TYPE", 6),
        ("OBJECT_ADDITIONAL_PROPERTIES", 6),
        ("PATTERN", 7),
        ("CONFLICT_EMAIL", 8),
        ("DUPLICATED_USER", 9),
        ("FORMAT", 10),
        ("INVALID_TYPE", 11),
        ("NOT_PASSED", 12),
        ("MIN_LENGTH", 13),
        ("PATTERN", 14),
        ("PATTERN", 15),
        ("MFA_FACTORS_FAILED", 16),
        ("NOT_PASSED", 17),
        ("NOT_PASSED", 18),
    ];
    let found = importer.errors(&done).await;
    let found: Vec<(&str, i64)> = found.iter().map(|(code, line)| (code.as_str(), *line)).collect();
    assert_eq!(found, expected);
    let rows = importer.program.get(&format!("jobs/{id}/errors")).await;
    // No hash is told again.
    assert!(!rows.to_string().contains("secret?") && !rows.to_string().contains("$2b$10$abc"), "{rows}");
    assert_eq!(rows[2]["user"]["password_hash"], "*****");
}

#[tokio::test]
async fn csv_is_read_as_spreadsheets_write_it() {
    let importer = Importer::new().await;
    let csv = "\u{feff}email;given_name;email_verified;user_metadata.theme;user_metadata.address.zip;app_metadata.seats\r\n\
        kate@example.com;\"Kate \"\"K\"\"; the first\";TRUE;dark;'01234;3\r\n\
        \r\n\
        nobody;;;;;\r\n\
        lea@example.com;'=Lea;false;;;\r\n";
    let id = importer.begin_file(csv.as_bytes(), &[]).await;
    let done = importer.finish(&id).await;
    assert_eq!(done["summary"], json!({ "total": 3, "inserted": 2, "updated": 0, "failed": 1 }), "{done}");
    assert_eq!(importer.errors(&done).await, [("FORMAT".to_owned(), 4)]);
    let kate = importer.user("kate@example.com").await;
    assert_eq!((&kate["given_name"], &kate["email_verified"]), (&json!("Kate \"K\"; the first"), &json!(true)));
    assert_eq!(kate["user_metadata"], json!({ "theme": "dark", "address": { "zip": "01234" } }));
    assert_eq!(kate["app_metadata"], json!({ "seats": 3 }));
    let lea = importer.user("lea@example.com").await;
    assert_eq!((&lea["given_name"], lea.get("user_metadata")), (&json!("=Lea"), None));
}

/// Nothing is imported of a file that is broken anywhere.
#[tokio::test]
async fn a_broken_file_imports_nobody_and_says_where_it_breaks() {
    let importer = Importer::new().await;
    for (file, line) in
        [("[{\"email\":\"x@example.com\"},\n{\"email\":", 2), ("[{\"email\":\"x@example.com\"}\n\n{}]", 3)]
    {
        let id = importer.begin_file(file.as_bytes(), &[]).await;
        let failed = importer.finish(&id).await;
        let details = failed["status_details"].as_str().unwrap();
        assert_eq!(failed["status"], "failed");
        assert!(details.starts_with("Failed to parse users file JSON when importing users."), "{details}");
        assert!(details.contains(&format!("Line {line}:")), "{details}");
        let generic = importer.program.get(&format!("jobs/{id}/errors")).await;
        assert_eq!((&generic["type"], &generic["status"]), (&json!("users_import"), &json!("failed")));
    }
    assert!(importer.user("x@example.com").await.is_null());
    assert_eq!(importer.program.get("logs?q=type:fui").await.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_dry_run_says_everything_and_does_nothing() {
    let importer = Importer::new().await;
    let rows = json!([
        { "email": "new@example.com" }, { "email": "ada@example.com" }, { "email": "bad" }, { "email": "NEW@example.com" },
    ]);
    let done = importer.import(&rows, &[("dry_run", "true")]).await;
    assert_eq!((&done["dry_run"], &done["status"]), (&json!(true), &json!("completed")));
    assert_eq!(done["summary"], json!({ "total": 4, "inserted": 1, "updated": 0, "failed": 3 }));
    let codes: Vec<String> = importer.errors(&done).await.into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["CONFLICT_EMAIL", "FORMAT", "DUPLICATED_USER"]);
    assert!(importer.user("new@example.com").await.is_null());
    // Across steps too.
    let mut many = super::rows(1_200);
    many.as_array_mut().unwrap().push(json!({ "email": "user3@example.com" }));
    let done = importer.import(&many, &[("dry_run", "true")]).await;
    assert_eq!(done["summary"], json!({ "total": 1_201, "inserted": 1_200, "updated": 0, "failed": 1 }));
    assert!(importer.user("user3@example.com").await.is_null());
    let done = importer.import(&many, &[]).await;
    assert_eq!(done["summary"], json!({ "total": 1_201, "inserted": 1_200, "updated": 0, "failed": 1 }));
}

#[tokio::test]
async fn owners_are_told_by_mail_unless_nobody_wants_it() {
    let importer = Importer::new().await;
    for role in [model::Role::Viewer, model::Role::Owner] {
        importer.program.app.administrator(role).await;
    }
    importer.import(&json!([{ "email": "x@example.com" }]), &[("send_completion_email", "false")]).await;
    importer.import(&json!([{ "email": "x@example.com" }]), &[]).await;
    let id = importer.begin_file(b"[{", &[("send_completion_email", "true")]).await;
    importer.finish(&id).await;
    let operator = directory::Actor::operator("default");
    let mails = importer.program.app.directory.mails();
    let listed = mails.list(&operator, None).await.unwrap().mails;
    assert!(listed.iter().all(|mail| mail.recipient == "owner@example.com"));
    let mut texts = Vec::new();
    for mail in &listed {
        texts.push(mails.get(&operator, &mail.id).await.unwrap().text);
    }
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("Of 1 rows, 0 made a user, 0 changed one, and 1 were not taken.")));
    assert!(texts.iter().any(|text| text.contains("failed") && text.contains(&id)), "{texts:?}");
}

#[tokio::test]
async fn a_job_is_canceled_and_what_was_done_stays() {
    let importer = Importer::new().await;
    let id = importer.begin(&rows(1_200), &[]).await;
    // The count of rows, and the first step.
    assert!(importer.program.app.directory.jobs().work().await.unwrap());
    assert!(importer.program.app.directory.jobs().work().await.unwrap());
    let running = importer.program.get(&format!("jobs/{id}")).await;
    let inserted = running["summary"]["inserted"].as_u64().unwrap();
    assert!((1..1_200).contains(&inserted), "{running}");
    let share = json!(inserted * 100 / 1_200);
    assert_eq!((&running["status"], &running["percentage_done"]), (&json!("processing"), &share));
    assert!(running["time_left_seconds"].is_i64());
    assert_eq!(importer.program.ask("DELETE", &format!("jobs/{id}"), None).await.status, 204);
    assert_eq!(work(&importer.program.app.directory).await, 0);
    let canceled = importer.program.get(&format!("jobs/{id}")).await;
    assert_eq!((&canceled["status"], &canceled["status_details"]), (&json!("failed"), &json!("Canceled by tool.")));
    assert_eq!(canceled["summary"]["inserted"], inserted);
    let again = importer.program.ask("DELETE", &format!("jobs/{id}"), None).await;
    assert_eq!((again.status.as_u16(), &again.json()["errorCode"]), (409, &json!("operation_not_supported")));
    assert_eq!(importer.program.app.job_files(), Vec::<String>::new());
    assert!(!importer.user(&format!("user{}@example.com", inserted - 1)).await.is_null());
    assert!(importer.user(&format!("user{inserted}@example.com")).await.is_null());
}
