//! Second factors and organizations, of which there are none.

use serde_json::json;

use super::people::with_ada;
use super::program::path;

const SCOPES: [&str; 8] = [
    "read:users",
    "update:users",
    "read:organizations",
    "read:authentication_methods",
    "create:authentication_methods",
    "update:authentication_methods",
    "delete:authentication_methods",
    "delete:guardian_enrollments",
];

#[tokio::test]
async fn there_are_none_and_nothing_pretends_otherwise() {
    let (program, ada) = with_ada(&SCOPES).await;
    let user = path(&ada);
    let methods = format!("{user}/authentication-methods");
    assert_eq!(program.get(&methods).await, json!([]));
    let page = program.get(&format!("{methods}?page=0&per_page=10&include_totals=true")).await;
    assert_eq!(page, json!({ "start": 0, "limit": 10, "total": 0, "authenticators": [] }));
    let page = program.get(&format!("{user}/organizations?include_totals=true")).await;
    assert_eq!(page, json!({ "start": 0, "limit": 50, "total": 0, "organizations": [] }));
    assert_eq!(program.get(&format!("{user}/enrollments")).await, json!([]));
    let refused = program.ask("POST", &methods, Some(json!({ "type": "totp", "name": "Phone" }))).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["errorCode"]), (403, &json!("feature_not_enabled")));
    let refused = program.ask("PUT", &methods, Some(json!([{ "type": "email" }]))).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["errorCode"]), (403, &json!("feature_not_enabled")));
    assert_eq!(program.ask("PUT", &methods, Some(json!({}))).await.status, 400);
    let odd = program.ask("DELETE", &format!("{user}/multifactor/shoe"), None).await;
    assert_eq!((odd.status.as_u16(), &odd.json()["errorCode"]), (400, &json!("invalid_uri")));
    let code = program.ask("POST", &format!("{user}/recovery-code-regeneration"), None).await;
    assert_eq!((code.status.as_u16(), &code.json()["errorCode"]), (404, &json!("enrollment_not_found")));
    for (method, route) in [
        ("GET", "authentication-methods"),
        ("GET", "organizations"),
        ("GET", "enrollments"),
        ("DELETE", "multifactor/duo"),
        ("POST", "recovery-code-regeneration"),
    ] {
        let nobody = program.ask(method, &format!("users/auth0%7Cnobody/{route}"), None).await;
        assert_eq!((nobody.status.as_u16(), &nobody.json()["errorCode"]), (404, &json!("inexistent_user")), "{route}");
    }
}
