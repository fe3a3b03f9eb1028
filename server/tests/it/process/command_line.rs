//! Commands, settings and what they say when something is wrong.

use std::os::unix::fs::PermissionsExt as _;

use tokio::io::AsyncReadExt as _;
use tokio::process::Command;

use super::running::{PASSWORD, Running, roster, run, text};

#[tokio::test]
async fn administrators_are_made_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    for (email, role) in [("owner@example.com", "owner"), ("reader@example.com", "viewer")] {
        let made = run(&data, &["admin", "create", email, "--role", role], &format!("{PASSWORD}\r\n")).await;
        assert!(made.status.success(), "{}", text(&made.stderr));
    }
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    let listed = run(&data, &["admin", "list"], "").await;
    assert_eq!(text(&listed.stdout), "owner@example.com\towner\nreader@example.com\tviewer\n");
    let weak = run(&data, &["admin", "create", "third@example.com"], "short\n").await;
    assert!(!weak.status.success());
    assert!(text(&weak.stderr).contains("password"), "{}", text(&weak.stderr));
    let twice = run(&data, &["admin", "create", "owner@example.com"], PASSWORD).await;
    assert!(text(&twice.stderr).contains("exists already"), "{}", text(&twice.stderr));
}

///
#[tokio::test]
async fn a_bad_setting_stops_the_start_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        ("ROSTER_LISTEN", "here", vec!["here", "ROSTER_LISTEN"]),
        ("ROSTER_URL", "roster.example.com", vec!["roster.example.com", "ROSTER_URL"]),
        ("DATABASE_URL", "mysql://ada:hunter2@db/x", vec!["mysql://ada:***@db/x", "DATABASE_URL"]),
        ("ROSTER_TRUSTED_PROXIES", "10.0.0.0/40", vec!["10.0.0.0/40", "ROSTER_TRUSTED_PROXIES"]),
        ("ROSTER_LISTEN", "0.0.0.0:0", vec!["ROSTER_LISTEN", "ROSTER_URL", "ROSTER_ALLOW_PLAIN_HTTP"]),
        ("ROSTER_LISTEN", "192.0.2.1:1", vec!["192.0.2.1:1", "ROSTER_LISTEN"]),
        ("ROSTER_DATA", "/dev/null/x", vec!["/dev/null/x", "ROSTER_DATA"]),
        ("ROSTER_AUDIT_KEY", "/nowhere/key.pem", vec!["/nowhere/key.pem", "ROSTER_AUDIT_KEY", "openssl genpkey"]),
        ("ROSTER_AUDIT_KEY", "/etc/hostname", vec!["/etc/hostname", "ROSTER_AUDIT_KEY", "Ed25519"]),
        ("ROSTER_AUDIT_CHECKPOINTS", "/nowhere/file", vec!["/nowhere/file", "ROSTER_AUDIT_CHECKPOINTS"]),
        ("ROSTER_LOG", "loud=very=much", vec!["loud=very=much", "ROSTER_LOG"]),
    ];
    for (name, value, told) in cases {
        let output = roster(folder.path(), &["serve"]).env(name, value).output().await.unwrap();
        let message = text(&output.stderr);
        assert!(!output.status.success(), "{name}");
        for part in told {
            assert!(message.contains(part), "{name}: {message}");
        }
        assert!(!message.contains("hunter2") && !message.contains("panicked"), "{message}");
    }
}

#[tokio::test]
async fn a_second_server_on_the_same_data_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = Running::start(folder.path()).await;
    let second = run(folder.path(), &["serve", "--listen", "127.0.0.1:0"], "").await;
    assert!(text(&second.stderr).contains("another Roster already runs"), "{}", text(&second.stderr));
    first.kill().await;
    Running::start(folder.path()).await.kill().await;
}

#[tokio::test]
async fn the_first_start_prints_a_link_that_works_and_later_ones_do_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Running::start(folder.path()).await;
    let mut line = String::new();
    tokio::io::AsyncBufReadExt::read_line(&mut server.output, &mut line).await.unwrap();
    let (_, path) = line.trim_end().split_once("http://localhost:").unwrap().1.split_once('/').unwrap();
    let page = server.client().ask("GET", &format!("/{path}"), "", "").await.unwrap();
    assert_eq!(page.status, 200, "{line}");
    let made = run(folder.path(), &["admin", "create", "owner@example.com"], PASSWORD).await;
    assert!(made.status.success(), "beside the server: {}", text(&made.stderr));
    assert_eq!(server.client().ask("GET", &format!("/{path}"), "", "").await.unwrap().status, 410);
    terminate(&server).await;
    let mut rest = String::new();
    server.output.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "");

    let mut again = Running::start(folder.path()).await;
    again.sign_in("owner@example.com").await;
    terminate(&again).await;
    again.output.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "", "no link when there is an administrator");
    assert!(again.child.wait().await.unwrap().success(), "a server that is told to stop ends well");
}

async fn terminate(server: &Running) {
    let id = server.child.id().unwrap().to_string();
    assert!(Command::new("kill").arg(id).status().await.unwrap().success());
}

#[tokio::test]
async fn a_backup_beside_the_server_is_a_database() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["admin", "create", "owner@example.com"], PASSWORD).await;
    let demo = run(folder.path(), &["demo", "--users", "50", "--seed", "3"], "").await;
    assert!(demo.status.success(), "{}", text(&demo.stderr));
    let server = Running::start(folder.path()).await;
    let restored = folder.path().join("restored");
    std::fs::create_dir(&restored).unwrap();
    let copy = restored.join("roster.db");
    let made = run(folder.path(), &["backup", copy.to_str().unwrap()], "").await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    let twice = run(folder.path(), &["backup", copy.to_str().unwrap()], "").await;
    assert!(text(&twice.stderr).contains("exists already"), "{}", text(&twice.stderr));
    server.kill().await;
    let server = Running::start(&restored).await;
    let client = server.sign_in("owner@example.com").await;
    let (_, count) = client.call("users/count", &serde_json::json!({ "query": {} })).await.unwrap();
    assert_eq!(count["count"], 50);
    server.kill().await;
}

#[tokio::test]
async fn migrating_twice_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let output = run(folder.path(), &["migrate"], "").await;
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
}

#[tokio::test]
async fn a_user_is_created_beside_the_server_and_printed_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(folder.path()).await;
    let create = async |arguments: &[&str], password: &str| {
        run(folder.path(), &[&["user", "create"], arguments].concat(), password).await
    };
    let made = create(&["Ada@Example.com", "--verified"], &format!("{PASSWORD}\n")).await;
    assert!(made.status.success(), "{}", text(&made.stderr));
    let user: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
    assert_eq!((&user["email"], &user["email_verified"]), (&"ada@example.com".into(), &true.into()));
    let elsewhere = create(&["bob@example.com", "--connection", "Nowhere"], PASSWORD).await;
    let weak = create(&["bob@example.com"], "short").await;
    let twice = create(&["ada@example.com"], PASSWORD).await;
    for (refused, told) in [(elsewhere, "does not exist"), (weak, "too weak"), (twice, "exists already")] {
        assert!(!refused.status.success() && refused.stdout.is_empty());
        assert!(text(&refused.stderr).contains(told), "{}", text(&refused.stderr));
    }
    run(folder.path(), &["admin", "create", "owner@example.com"], PASSWORD).await;
    let client = server.sign_in("owner@example.com").await;
    let (_, found) = client.call("users/get", &serde_json::json!({ "id": user["user_id"] })).await.unwrap();
    assert_eq!(found, user);
    server.kill().await;
}
