//! S-203 and the scopes: each route of applications, connections, APIs and grants with no token, a missing scope, and each
//! of those that are enough.

use serde_json::{Value, json};

use super::program::Program;
use crate::test_app::Ask;

/// Method, path, body, and the scopes of which one is enough.
pub(super) type Line = (&'static str, &'static str, Option<Value>, &'static [&'static str]);

const READ_CLIENTS: &[&str] = &["read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"];
const UPDATE_CLIENTS: &[&str] = &["update:clients", "update:client_keys", "update:client_credentials"];

fn tenant_lines() -> Vec<Line> {
    let rule = json!({ "name": "A", "script": "function (user, context, callback) {}" });
    let template = json!({
        "template": "welcome_email", "body": "<p>Hi</p>", "from": "", "subject": "Hi", "syntax": "liquid", "enabled": true
    });
    let stream = json!({ "type": "http", "sink": { "httpEndpoint": "https://example.com/logs" } });
    let provider = json!({ "name": "smtp", "enabled": false, "credentials": { "smtp_host": "smtp.example.com" } });
    vec![
        ("GET", "tenants/settings", None, &["read:tenant_settings"]),
        ("PATCH", "tenants/settings", Some(json!({})), &["update:tenant_settings"]),
        ("POST", "email-templates", Some(template.clone()), &["create:email_templates"]),
        ("GET", "email-templates/verify_email", None, &["read:email_templates"]),
        ("GET", "email-templates/stolen_credentials", None, &["read:email_templates"]),
        ("PATCH", "email-templates/welcome_email", Some(json!({ "enabled": true })), &["update:email_templates"]),
        ("PUT", "email-templates/welcome_email", Some(template), &["update:email_templates"]),
        ("GET", "emails/provider", None, &["read:email_provider"]),
        ("POST", "emails/provider", Some(provider), &["create:email_provider"]),
        ("PATCH", "emails/provider", Some(json!({ "enabled": false })), &["update:email_provider"]),
        ("DELETE", "emails/provider", None, &["delete:email_provider"]),
        ("GET", "rules", None, &["read:rules"]),
        ("POST", "rules", Some(rule), &["create:rules"]),
        ("GET", "rules/rul_1", None, &["read:rules"]),
        ("PATCH", "rules/rul_1", Some(json!({ "enabled": true })), &["update:rules"]),
        ("DELETE", "rules/rul_1", None, &["delete:rules"]),
        ("GET", "log-streams", None, &["read:log_streams"]),
        ("POST", "log-streams", Some(stream), &["create:log_streams"]),
        ("GET", "log-streams/lst_1", None, &["read:log_streams"]),
        ("PATCH", "log-streams/lst_1", Some(json!({ "status": "paused" })), &["update:log_streams"]),
        ("DELETE", "log-streams/lst_1", None, &["delete:log_streams"]),
        ("GET", "rules-configs", None, &["read:rules_configs"]),
        ("PUT", "rules-configs/KEY", Some(json!({ "value": "x" })), &["update:rules_configs"]),
        ("DELETE", "rules-configs/KEY", None, &["delete:rules_configs"]),
    ]
}

fn all() -> Vec<Line> {
    [lines(), tenant_lines(), super::settled::lines()].concat()
}

fn lines() -> Vec<Line> {
    let key = json!({ "credential_type": "public_key", "pem": "x" });
    let grant = json!({ "client_id": "nobody", "audience": "urn:none", "scope": [] });
    let clients = json!([{ "client_id": "nobody", "status": true }]);
    vec![
        ("GET", "clients", None, READ_CLIENTS),
        ("POST", "clients", Some(json!({ "name": "A" })), &["create:clients"]),
        ("GET", "clients/nobody", None, READ_CLIENTS),
        ("PATCH", "clients/nobody", Some(json!({ "name": "A" })), UPDATE_CLIENTS),
        ("DELETE", "clients/nobody", None, &["delete:clients"]),
        ("POST", "clients/nobody/rotate-secret", None, &["update:client_keys"]),
        ("GET", "clients/nobody/connections", None, &["read:connections", "read:clients", "read:client_summary"]),
        ("GET", "clients/nobody/credentials", None, &["read:client_credentials"]),
        ("POST", "clients/nobody/credentials", Some(key), &["create:client_credentials"]),
        ("GET", "clients/nobody/credentials/c", None, &["read:client_credentials"]),
        ("PATCH", "clients/nobody/credentials/c", Some(json!({ "expires_at": null })), &["update:client_credentials"]),
        ("DELETE", "clients/nobody/credentials/c", None, &["delete:client_credentials"]),
        ("GET", "actions/actions", None, &["read:actions"]),
        ("GET", "connections", None, &["read:connections"]),
        ("POST", "connections", Some(json!({ "name": "A", "strategy": "auth0" })), &["create:connections"]),
        ("GET", "connections/con_1", None, &["read:connections"]),
        ("PATCH", "connections/con_1", Some(json!({})), &["update:connections"]),
        ("DELETE", "connections/con_1", None, &["delete:connections"]),
        ("GET", "connections/con_1/clients", None, &["read:connections"]),
        ("PATCH", "connections/con_1/clients", Some(clients), &["update:connections"]),
        ("GET", "connections/con_1/status", None, &["read:connections"]),
        ("DELETE", "connections/con_1/users?email=a@b.c", None, &["delete:users"]),
        ("GET", "client-grants", None, &["read:client_grants"]),
        ("POST", "client-grants", Some(grant), &["create:client_grants"]),
        ("GET", "client-grants/cgr_1", None, &["read:client_grants"]),
        ("PATCH", "client-grants/cgr_1", Some(json!({ "scope": [] })), &["update:client_grants"]),
        ("DELETE", "client-grants/cgr_1", None, &["delete:client_grants"]),
        ("GET", "resource-servers", None, &["read:resource_servers"]),
        ("POST", "resource-servers", Some(json!({ "identifier": "urn:a" })), &["create:resource_servers"]),
        ("GET", "resource-servers/none", None, &["read:resource_servers"]),
        ("PATCH", "resource-servers/none", Some(json!({ "name": "A" })), &["update:resource_servers"]),
        ("DELETE", "resource-servers/none", None, &["delete:resource_servers"]),
        ("GET", "roles", None, &["read:roles"]),
        ("POST", "roles", Some(json!({ "name": "A" })), &["create:roles"]),
        ("GET", "roles/rol_1", None, &["read:roles"]),
        ("PATCH", "roles/rol_1", Some(json!({ "name": "A" })), &["update:roles"]),
        ("DELETE", "roles/rol_1", None, &["delete:roles"]),
        ("GET", "roles/rol_1/permissions", None, &["read:roles"]),
        ("POST", "roles/rol_1/permissions", Some(permissions()), &["update:roles"]),
        ("DELETE", "roles/rol_1/permissions", Some(permissions()), &["update:roles"]),
        ("POST", "roles/rol_1/users", Some(json!({ "users": [] })), &["update:roles", "create:role_members"]),
        ("POST", "users/x/roles", Some(json!({ "roles": ["rol_1"] })), &["update:users", "create:role_members"]),
        ("DELETE", "users/x/roles", Some(json!({ "roles": ["rol_1"] })), &["update:users", "delete:role_members"]),
        ("POST", "users/x/permissions", Some(permissions()), &["update:users"]),
        ("DELETE", "users/x/permissions", Some(permissions()), &["update:users"]),
    ]
}

fn permissions() -> Value {
    json!({ "permissions": [{ "resource_server_identifier": "urn:none", "permission_name": "x" }] })
}

#[tokio::test]
async fn each_route_needs_a_good_token_and_its_scope() {
    let program = Program::new(&["read:users"]).await;
    for (method, path, body, scopes) in all() {
        let answer = program.ask(method, path, body.clone()).await;
        let (status, error) = (answer.status.as_u16(), answer.json());
        assert_eq!((status, &error["errorCode"]), (403, &json!("insufficient_scope")), "{method} {path}");
        let expected = format!("Insufficient scope, expected any of: {}", scopes.join(","));
        assert_eq!(error["message"], expected, "{method} {path}");
        for header in [None, Some("Bearer x.y.z"), Some("Basic dG9vbDp0b29s")] {
            let mut ask = Ask::method(method, &format!("/api/v2/{path}"));
            if let Some(header) = header {
                ask = ask.header("authorization", header);
            }
            let answer = program.app.send(ask).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["statusCode"]), (401, &json!(401)), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn each_scope_of_a_route_is_enough() {
    for (method, path, body, scopes) in all() {
        for scope in scopes {
            let program = Program::new(&[scope]).await;
            let answer = program.ask(method, path, body.clone()).await;
            let status = answer.status.as_u16();
            let is_refused = [401, 405].contains(&status) || answer.body.contains("insufficient_scope");
            assert!(!is_refused && status < 500, "{method} {path} {scope}: {}", answer.body);
        }
    }
}
