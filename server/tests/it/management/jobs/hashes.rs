//! Whoever comes with a hash of another house logs in with the password that they had.

use directory::DEFAULT_TENANT;
use model::UserId;
use serde_json::json;

use super::Importer;
use crate::management::people::try_log_in;

async fn hash(importer: &Importer, email: &str) -> String {
    let id = UserId::from(importer.user(email).await["user_id"].as_str().unwrap());
    let mut conn = importer.program.app.db.read().await.unwrap();
    store::passwords::find(&mut conn, DEFAULT_TENANT, &id).await.unwrap().unwrap()
}

/// S-302: after the login it is our own hash.
#[tokio::test]
async fn an_imported_hash_logs_in_and_is_hashed_anew() {
    let importer = Importer::new().await;
    let rows = json!([
        { "email": "bcrypt@example.com", "password_hash": "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" },
        { "email": "md5@example.com", "custom_password_hash": {
            "algorithm": "md5", "hash": { "value": "EDF3863F78323B0EF4B0A008412EAB5E", "encoding": "hex" },
            "salt": { "value": "pepper", "position": "suffix" } } },
        { "email": "scrypt@example.com", "custom_password_hash": {
            "algorithm": "scrypt", "keylen": 64, "cost": 1024, "blockSize": 8, "parallelization": 2, "salt": { "value": "NaCl" },
            "hash": { "encoding": "hex", "value": "bc06d8f5b0740c46269f6e6f6c15c590b99d293c9c8e2a7faa7dede88ab1873ab1cf22d6b1f3d5dba7ae628691f7906944ba04d5ff245737ca54b7552b66431a" } } },
        { "email": "none@example.com" },
    ]);
    let done = importer.import(&rows, &[]).await;
    assert_eq!(done["summary"]["inserted"], 4, "{done}");
    for (email, password, before) in [
        ("bcrypt@example.com", "U*U", "$2a$05$"),
        ("md5@example.com", "correct horse", "$custom$"),
        ("scrypt@example.com", "correct horse", "$custom$"),
    ] {
        assert!(hash(&importer, email).await.starts_with(before));
        let wrong = try_log_in(&importer.program, email, "something else").await;
        assert_eq!((wrong.status.as_u16(), &wrong.json()["error"]), (403, &json!("invalid_grant")), "{email}");
        for _ in 0..2 {
            let right = try_log_in(&importer.program, email, password).await;
            assert_eq!(right.status, 200, "{email}: {}", right.body);
            assert!(hash(&importer, email).await.starts_with("$argon2id$"), "{email}");
        }
        assert_eq!(try_log_in(&importer.program, email, "something else").await.status, 403, "{email}");
    }
    assert_eq!(try_log_in(&importer.program, "none@example.com", "x").await.status, 403);
}
