//! roster audit

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use tokio::process::Command;

use super::running::{PASSWORD, Running, roster, run, text};

async fn change(folder: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(folder.join("roster.db"));
    let mut conn = SqliteConnection::connect_with(&options).await.unwrap();
    assert!(sqlx::query(sql).execute(&mut conn).await.unwrap().rows_affected() > 0, "{sql}");
    conn.close().await.unwrap();
}

///
#[tokio::test]
async fn a_log_is_verified_and_a_change_of_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (copies, public) = (folder.path().join("copies.jsonl"), folder.path().join("audit.pub"));
    let (copies_name, public_name) = (copies.to_str().unwrap(), public.to_str().unwrap());
    let early = run(&data, &["audit", "key"], "").await;
    assert!(text(&early.stderr).contains("no key yet"), "{}", text(&early.stderr));
    let early = run(&data, &["audit", "verify"], "").await;
    assert!(text(&early.stderr).contains("no database"), "{}", text(&early.stderr));

    run(&data, &["admin", "create", "owner@example.com"], PASSWORD).await;
    let mut server = Running::start_at(&data, "http", &["--audit-checkpoints", copies_name]).await;
    let key = data.join("audit-key.pem");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    server.sign_in("owner@example.com").await;
    let beside = run(&data, &["audit", "verify"], "").await;
    assert!(beside.status.success(), "beside the server: {}", text(&beside.stderr));
    let id = server.child.id().unwrap().to_string();
    assert!(Command::new("kill").arg(id).status().await.unwrap().success());
    assert!(server.child.wait().await.unwrap().success());

    let printed = run(&data, &["audit", "key"], "").await;
    assert!(text(&printed.stdout).starts_with("-----BEGIN PUBLIC KEY-----\n"), "{}", text(&printed.stdout));
    fs::write(&public, &printed.stdout).unwrap();
    // With the public key alone, somewhere else.
    let elsewhere = folder.path().join("elsewhere");
    let database = format!("sqlite://{}", data.join("roster.db").display());
    let arguments = ["audit", "verify", "--public-key", public_name, "--checkpoints", copies_name];
    let verify = async || roster(&elsewhere, &arguments).env("DATABASE_URL", &database).output().await.unwrap();
    let intact = verify().await;
    let told = text(&intact.stdout);
    assert!(intact.status.success(), "{}", text(&intact.stderr));
    for part in ["default: intact", "in 1 chains", "good signatures", "agree with their copies"] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!told.contains("not signed yet"), "a server that stops signs the end: {told}");

    change(&data, "UPDATE logs SET ip = '198.51.100.1' WHERE number = 2").await;
    let edited = verify().await;
    let told = text(&edited.stderr);
    assert_eq!(edited.status.code(), Some(1));
    assert!(told.contains("event 900") && told.contains("edited") && told.contains("number 2"), "{told}");
    assert!(edited.stdout.is_empty());
    let nobody = run(&data, &["audit", "verify", "--tenant", "nobody"], "").await;
    assert!(text(&nobody.stderr).contains("no tenant 'nobody'"), "{}", text(&nobody.stderr));
}

#[tokio::test]
async fn a_key_that_another_server_shares_is_taken_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    Running::start(&one).await.kill().await;
    let key = one.join("audit-key.pem");
    let key = key.to_str().unwrap();
    Running::start_at(&other, "http", &["--audit-key", key]).await.kill().await;
    assert!(!other.join("audit-key.pem").exists());
    let (own, given) =
        (run(&one, &["audit", "key"], "").await, run(&other, &["audit", "key", "--audit-key", key], "").await);
    assert_eq!((text(&own.stdout), text(&own.stderr)), (text(&given.stdout), String::new()));
}
