//! What is not there.

use serde_json::json;

use crate::test_app::{Ask, TestApp};

#[tokio::test]
async fn what_is_not_there_is_told_in_auth0s_form() {
    let app = TestApp::new().await;
    for path in ["/api", "/api/", "/api/v2", "/api/v2/", "/api/v2/agents", "/api/v2/users/a/b/c/d", "/api/v3/users"] {
        for method in ["GET", "POST", "DELETE"] {
            let answer = app.send(Ask::method(method, path)).await;
            let expected = json!({ "statusCode": 404, "error": "Not Found", "message": "Not Found" });
            assert_eq!((answer.status.as_u16(), answer.json()), (404, expected), "{method} {path}");
        }
    }
    for (method, path) in [
        ("PUT", "/api/v2/users"),
        ("DELETE", "/api/v2/clients"),
        ("POST", "/api/v2/connections/con_1"),
        ("GET", "/api/v2/clients/a/rotate-secret"),
    ] {
        let answer = app.send(Ask::method(method, path)).await;
        let expected = json!({ "statusCode": 405, "error": "Method Not Allowed", "message": "Method Not Allowed" });
        assert_eq!((answer.status.as_u16(), answer.json()), (405, expected), "{method} {path}");
        assert_ne!(answer.header("allow"), "", "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_told_in_auth0s_form() {
    let app = TestApp::new().await;
    let ask = Ask::method("POST", "/api/v2/clients").body("application/json", " ".repeat(5 * 1024 * 1024));
    let answer = app.send(ask).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["statusCode"]), (413, &json!(413)));
    assert_eq!(answer.json()["error"], "Payload Too Large");
}
