//! Each server function × each role and no session.

use std::collections::BTreeSet;

use model::Role;

use super::functions::FUNCTIONS;
use super::given::Given;
use crate::test_app::{Ask, TestApp};

/// S-501
#[test]
fn every_function_is_in_the_list() {
    let registered: BTreeSet<String> = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let listed = FUNCTIONS.iter().map(|function| format!("/fn/{}", function.path)).collect();
    assert_eq!(registered, listed);
}

#[tokio::test]
async fn each_role_may_do_what_it_may() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    let sessions = [
        (Some(Role::Owner), owner.clone()),
        (Some(Role::Editor), app.session(Role::Editor).await),
        (Some(Role::Viewer), app.session(Role::Viewer).await),
        (None, String::new()),
        (None, format!("roster={}", "0".repeat(32))),
        (None, "roster=".to_owned()),
    ];
    for (number, function) in FUNCTIONS.iter().enumerate() {
        for (place, (role, session)) in sessions.iter().enumerate() {
            let mut given = Given::new(&app, &owner, &format!("u{number}-{place}")).await;
            if function.path.starts_with("jobs/") {
                given.begin_jobs(&app, &owner).await;
            }
            let before = given.state(&app, &owner).await;
            let answer = app.send(Ask::call(function.path, &(function.arguments)(&given)).cookie(session)).await;
            let expected = match role {
                None => 401,
                Some(role) if function.least_role.is_some_and(|least| *role >= least) => 200,
                Some(_) => 403,
            };
            assert_eq!(answer.status.as_u16(), expected, "{} as {role:?}: {}", function.path, answer.body);
            assert_eq!(answer.header("content-type"), "application/json", "{}", function.path);
            if expected != 200 {
                let kind = if expected == 401 { "unauthenticated" } else { "forbidden" };
                assert_eq!(answer.json()["kind"], kind);
                assert_eq!(given.state(&app, &owner).await, before, "{} as {role:?} changed something", function.path);
            }
        }
    }
}

/// S-508
#[tokio::test]
async fn a_session_that_ended_changes_nothing_any_more() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let given = Given::new(&app, &session, "ada").await;
    app.send(Ask::form("/sign-out", &[]).cookie(&session)).await;
    for function in FUNCTIONS {
        let arguments = (function.arguments)(&given);
        assert_eq!(
            app.send(Ask::call(function.path, &arguments).cookie(&session)).await.status,
            401,
            "{}",
            function.path
        );
    }
}
