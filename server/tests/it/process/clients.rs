//! roster client, beside a running server.

use std::path::Path;

use serde_json::{Value, json};

use super::running::{PASSWORD, Running, run, text};

/// What a command prints; must succeed.
async fn printed(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, arguments, "").await;
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stdout)))
}

/// What a command says when it refuses; must fail.
async fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments, "").await;
    assert!(!output.status.success(), "{arguments:?}: {}", text(&output.stdout));
    let told = text(&output.stderr);
    assert!(!told.contains("panicked"), "{told}");
    told
}

#[tokio::test]
async fn applications_are_managed_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    run(folder, &["admin", "create", "owner@example.com"], PASSWORD).await;
    let server = Running::start(folder).await;
    let arguments = [
        "client",
        "create",
        "Shop",
        "--type",
        "web",
        "--callback",
        "https://shop.example/cb",
        "--callback",
        "http://localhost:3000/cb",
        "--logout-url",
        "https://shop.example/",
        "--origin",
        "https://shop.example",
    ];
    let made = printed(folder, &arguments).await;
    let id = made["client_id"].as_str().unwrap();
    assert_eq!(made["client_secret"].as_str().unwrap().len(), 64);
    assert_eq!(made["callbacks"], json!(["https://shop.example/cb", "http://localhost:3000/cb"]));
    assert_eq!((&made["app_type"], &made["client_grants"]), (&json!("regular_web"), &json!([])));
    let public = printed(folder, &["client", "create", "App", "--type", "spa"]).await;
    assert!(public.get("client_secret").is_none() && public["token_endpoint_auth_method"] == "none");

    let shown = printed(folder, &["client", "show", id]).await;
    assert_eq!((&shown["name"], shown.get("client_secret")), (&json!("Shop"), None));
    let listed = printed(folder, &["client", "list"]).await;
    let names: Vec<_> = listed.as_array().unwrap().iter().map(|client| client["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["App", "Default App", "Shop"]);
    let client = server.sign_in("owner@example.com").await;
    let (status, seen) = client.call("clients/get", &json!({ "id": id })).await.unwrap();
    assert_eq!((status, &seen["name"]), (200, &json!("Shop")));

    assert_eq!(printed(folder, &["client", "delete", id]).await["client_id"], id);
    assert!(refused(folder, &["client", "show", id]).await.contains("does not exist"));
    assert_eq!(client.call("clients/get", &json!({ "id": id })).await.unwrap().0, 404);
    server.kill().await;
}

#[tokio::test]
async fn a_machine_may_do_everything_at_the_management_api_wherever_that_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    run(folder, &["admin", "create", "owner@example.com"], PASSWORD).await;
    let all = ["client", "create", "Deploy", "--type", "machine", "--audience", "management", "--scope", "all"];
    let made = printed(folder, &all).await;
    let id = made["client_id"].as_str().unwrap();
    let scope = made["client_grants"][0]["scope"].as_array().unwrap();
    assert!(scope.len() > 200 && scope.contains(&json!("read:users")), "{scope:?}");
    for _ in 0..2 {
        // Each start has another port, so another issuer: what was granted goes with it.
        let server = Running::start(folder).await;
        let port = server.address.rsplit(':').next().unwrap().to_owned();
        let shown = printed(folder, &["client", "show", id]).await;
        let audience = format!("http://localhost:{port}/api/v2/");
        assert_eq!(shown["client_grants"][0]["audience"], audience);
        let client = server.sign_in("owner@example.com").await;
        let (_, apis) = client.call("resource-servers/list", &json!({ "after": null })).await.unwrap();
        let api = &apis["resource_servers"][0];
        assert_eq!((&api["identifier"], &api["name"]), (&json!(audience), &json!("Auth0 Management API")));
        server.kill().await;
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_reason_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let create = |rest: &[&'static str]| [&["client", "create", "X"][..], rest].concat();
    for (rest, told) in [
        (&["--type", "web", "--callback", "javascript:alert(1)"][..], "callbacks"),
        (&["--type", "web", "--callback", "http://shop.example/cb"], "https://"),
        (&["--type", "spa", "--origin", "https://shop.example/path"], "web_origins"),
        (&["--type", "web", "--grant", "magic"], "magic"),
        (&["--type", "spa", "--audience", "management"], "client_credentials"),
        (&["--type", "machine", "--audience", "https://nobody.example/"], "--audience"),
        (&["--type", "machine", "--audience", "management", "--scope", "read:users fly:planes"], "fly:planes"),
        (&["--type", "machine", "--scope", "read:users"], "--audience"),
        (&["--type", "king"], "machine"),
        (&[], "--type"),
    ] {
        let message = refused(folder, &create(rest)).await;
        assert!(message.contains(told), "{rest:?}: {message}");
    }
    assert_eq!(printed(folder, &["client", "list"]).await.as_array().unwrap().len(), 1);
}
