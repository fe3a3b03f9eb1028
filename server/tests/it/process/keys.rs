//! roster keys

use std::time::Duration;

use serde_json::Value;
use tokio::time::timeout;

use super::running::{Running, run, text};

#[tokio::test]
async fn keys_are_listed_and_rotated_beside_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(folder.path()).await;
    let keys = async |arguments: &[&str]| {
        let output = run(folder.path(), &[&["keys"], arguments].concat(), "").await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert!(!text(&output.stdout).contains("PRIVATE") && !text(&output.stdout).contains("private"));
        serde_json::from_slice::<Vec<Value>>(&output.stdout).unwrap()
    };
    let kid = |keys: &[Value], state: &str| {
        let of_state = |key: &&Value| key["alg"] == "RS256" && key["state"] == state;
        keys.iter().find(of_state).map(|key| key["kid"].clone())
    };
    let before = keys(&["list"]).await;
    let (current, next) = (kid(&before, "current").unwrap(), kid(&before, "next").unwrap());
    let after = keys(&["rotate"]).await;
    assert_eq!((kid(&after, "current"), kid(&after, "previous")), (Some(next), Some(current.clone())));
    assert_ne!(kid(&after, "next"), None);
    assert_eq!(keys(&["list"]).await, after);
    // The server looks for new keys once a second; then it shows all of them: those before and after are believed.
    let all_are_published = async {
        loop {
            let published = server.client().ask("GET", "/.well-known/jwks.json", "", "").await.unwrap().body;
            if after.iter().all(|key| published.contains(key["kid"].as_str().unwrap())) {
                break;
            }
        }
    };
    timeout(Duration::from_secs(20), all_are_published).await.unwrap();
    let wrong = run(folder.path(), &["keys", "rotate", "--alg", "HS256"], "").await;
    assert!(
        !wrong.status.success() && text(&wrong.stderr).contains("RS256, ES256 or EdDSA"),
        "{}",
        text(&wrong.stderr)
    );
    server.kill().await;
}
