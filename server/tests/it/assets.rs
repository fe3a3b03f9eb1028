//! GET /pkg/…

use std::fs;

use crate::test_app::{Ask, TestApp, URL};

const JS: &str = "/pkg/roster.0123456789abcdef.js";

async fn app() -> (TestApp, tempfile::TempDir) {
    let site = tempfile::tempdir().unwrap();
    let pkg = site.path().join("pkg");
    fs::create_dir(&pkg).unwrap();
    let files = [
        ("roster.0123456789abcdef.js", "plain"),
        ("roster.0123456789abcdef.js.br", "brotli"),
        ("roster.0123456789abcdef.js.gz", "gzip"),
        ("roster.0123456789abcdef.wasm", "wasm"),
        ("favicon.0123456789abcdef.svg", "<svg/>"),
        ("plain.css", "css"),
    ];
    for (name, content) in files {
        fs::write(pkg.join(name), content).unwrap();
    }
    let manifest = r#"{"files":{"roster.js":"pkg/roster.0123456789abcdef.js",
        "roster.wasm":"pkg/roster.0123456789abcdef.wasm","user.parts":"pkg/user.0123456789abcdef.parts",
        "common.parts":"pkg/common.0123456789abcdef.parts","hosted.css":"pkg/plain.css",
        "favicon.svg":"pkg/favicon.0123456789abcdef.svg"},"chunks":{"user":["user.parts","common.parts"]}}"#;
    fs::write(site.path().join("manifest.json"), manifest).unwrap();
    (TestApp::at(URL, Some(site.path())).await, site)
}

#[tokio::test]
async fn a_file_comes_in_the_smallest_form_that_is_accepted() {
    let (app, _site) = app().await;
    let cases = [
        ("gzip, deflate, br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, gzip", "gzip", "gzip"),
        ("identity", "", "plain"),
        ("", "", "plain"),
        ("gzip;q=0", "", "plain"),
    ];
    for (accepted, encoding, body) in cases {
        let answer = app.send(Ask::get(JS).header("accept-encoding", accepted)).await;
        assert_eq!(answer.status, 200, "{accepted}");
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (encoding, body), "{accepted}");
        assert_eq!(answer.header("vary"), "Accept-Encoding");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let (app, _site) = app().await;
    let first = app.send(Ask::get(JS).header("accept-encoding", "br")).await;
    let tag = first.header("etag");
    let again = app.send(Ask::get(JS).header("accept-encoding", "br").header("if-none-match", tag)).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
    assert_eq!(again.header("etag"), tag);
    let other = app.send(Ask::get(JS).header("accept-encoding", "gzip").header("if-none-match", tag)).await;
    assert_eq!(other.status, 200, "another form is another thing");
}

#[tokio::test]
async fn the_head_of_a_file_can_be_had_alone() {
    let (app, _site) = app().await;
    let answer = app.send(Ask::method("HEAD", JS)).await;
    assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
    assert_eq!(answer.header("content-length"), "5");
}

#[tokio::test]
async fn types_are_right_and_names_without_a_hash_are_asked_for_again() {
    let (app, _site) = app().await;
    let wasm = app.send(Ask::get("/pkg/roster.0123456789abcdef.wasm")).await;
    assert_eq!(wasm.header("content-type"), "application/wasm");
    let css = app.send(Ask::get("/pkg/plain.css")).await;
    assert_eq!((css.header("content-type"), css.header("cache-control")), ("text/css; charset=utf-8", "no-cache"));
    let icon = app.send(Ask::get("/favicon.svg")).await;
    assert_eq!((icon.status.as_u16(), icon.header("content-type")), (200, "image/svg+xml"));
}

#[tokio::test]
async fn nothing_else_can_be_read() {
    let (app, _site) = app().await;
    for path in [
        "/pkg/",
        "/pkg",
        "/pkg/nothing.js",
        "/pkg/../manifest.json",
        "/pkg/..%2fmanifest.json",
        "/pkg/%2e%2e/manifest.json",
        "/pkg//etc/passwd",
        "/pkg/%2fetc/passwd",
        "/manifest.json",
    ] {
        assert_eq!(app.send(Ask::get(path)).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn pages_name_the_files_by_their_hashes() {
    let (app, _site) = app().await;
    let page = app.send(Ask::get("/sign-in")).await;
    assert!(page.body.contains("href=\"/pkg/plain.css\"") && page.body.contains("/pkg/favicon.0123456789abcdef.svg"));
    let session = app.session(model::Role::Owner).await;
    let page = app.send(Ask::get("/users").cookie(&session)).await;
    assert!(page.body.contains(JS), "{}", page.body);
}

#[tokio::test]
async fn the_first_html_of_a_page_names_the_wasm_that_it_needs_beside_the_main_one() {
    let (app, _site) = app().await;
    let session = app.session(model::Role::Owner).await;
    let user = app.create_user(&session, "chunk@example.com").await;
    let path = format!("/users/{}", user["user_id"].as_str().unwrap().replace('|', "%7C"));
    let of = |page: &str| {
        ["user", "common"].map(|name| page.matches(&format!("/pkg/{name}.0123456789abcdef.parts")).count())
    };
    let page = app.send(Ask::get(&path).cookie(&session)).await;
    assert_eq!(of(&page.body), [1, 1], "{}", page.body);
    assert_eq!(page.body.matches("id=\"chunk-user\"").count(), 1);
    let list = app.send(Ask::get("/users").cookie(&session)).await;
    assert_eq!(of(&list.body), [0, 0], "{}", list.body);
}
