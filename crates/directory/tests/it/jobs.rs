//! Imports and exports on both engines.

use directory::{Actor, Error, NewExport, NewImport, NewVerification};
use model::{FailureKind, Job, JobStatus, Role, UserId, UserQuery};
use serde_json::{Value, json};
use store::Db;

use crate::world::{CONNECTION, World};

on_both!(
    users_come_in_and_go_out,
    a_user_who_is_made_meanwhile_is_a_conflict_of_one_row,
    what_postgresql_cannot_keep_costs_only_its_row,
    roles_may_do_with_jobs_what_they_may_with_users
);

async fn import(world: &World, actor: &Actor, file: String, more: NewImport) -> Result<Job, Error> {
    let connections = world.dir.connections().list(&world.operator()).await.unwrap();
    let connection = connections.iter().find(|connection| connection.name == CONNECTION).unwrap();
    let mut upload = world.dir.jobs().receive(actor).await?;
    for part in file.into_bytes().chunks(1_000) {
        upload.write(part.to_vec()).await?;
    }
    let connection_id = if more.full { String::new() } else { connection.id.clone() };
    world.dir.jobs().import(actor, upload, NewImport { connection_id, ..more }).await
}

async fn finished(world: &World, job: &Job) -> Job {
    while world.dir.jobs().work().await.unwrap() {}
    world.dir.jobs().get(&world.operator(), &job.id).await.unwrap().job
}

fn lines(rows: impl Iterator<Item = Value>) -> String {
    rows.map(|row| format!("{row}\n")).collect()
}

async fn users_come_in_and_go_out(db: Db) {
    let world = World::new(db).await;
    let operator = world.operator();
    let row = |index: usize| json!({ "email": format!("u{index}@example.com"), "user_metadata": { "n": index }, "password_hash": BCRYPT });
    let job = import(&world, &operator, lines((0..1_700).map(row)), NewImport::default()).await.unwrap();
    let done = finished(&world, &job).await;
    assert_eq!((done.status, done.summary.inserted, done.summary.failed), (JobStatus::Completed, 1_700, 0));
    assert_eq!(world.dir.users().count(&operator, &UserQuery::default()).await.unwrap().count, 1_700);
    let upsert = NewImport { upsert: true, ..NewImport::default() };
    let changed = (0..1_200).map(|index| json!({ "email": format!("U{index}@example.com"), "name": "Changed" }));
    let job = import(&world, &operator, lines(changed), upsert).await.unwrap();
    assert_eq!(finished(&world, &job).await.summary.updated, 1_200);
    let job = world.dir.jobs().export(&operator, NewExport { full: true, ..NewExport::default() }).await.unwrap();
    let done = finished(&world, &job).await;
    assert_eq!((done.status, done.summary.total, done.rows), (JobStatus::Completed, 1_700, Some(1_700)));
    assert!(world.dir.jobs().get(&operator, &job.id).await.unwrap().location.is_some());
}

const BCRYPT: &str = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

async fn a_user_who_is_made_meanwhile_is_a_conflict_of_one_row(db: Db) {
    let world = World::new(db).await;
    let rows = (0..2_000).map(|index| json!({ "email": format!("u{index}@example.com") }));
    let job = import(&world, &world.operator(), lines(rows), NewImport::default()).await.unwrap();
    // Users are made while the import goes on, some of them with its addresses.
    let creating = async {
        let mut made = 0;
        for index in (0..2_000).step_by(97) {
            let new = crate::world::new_user(&format!("u{index}@example.com"));
            made += i64::from(world.dir.users().create(&world.operator(), new).await.is_ok());
        }
        made
    };
    let (made, done) = tokio::join!(creating, finished(&world, &job));
    assert_eq!((done.status, done.summary.total), (JobStatus::Completed, 2_000), "{done:?}");
    assert_eq!(done.summary.inserted + made, 2_000);
    assert_eq!(done.summary.failed, made);
    assert_eq!(world.dir.users().count(&world.operator(), &UserQuery::default()).await.unwrap().count, 2_000);
}

/// S-622.
async fn what_postgresql_cannot_keep_costs_only_its_row(db: Db) {
    let world = World::new(db).await;
    let rows = [
        json!({ "email": "a\u{0}@example.com" }),
        json!({ "email": "b@example.com", "name": "a\u{0}b" }),
        json!({ "email": "c@example.com", "user_metadata": { "a": ["\u{0}"] } }),
        json!({ "email": "d@example.com", "a\u{0}b": 1 }),
        json!({ "email": "e@example.com", "password_hash": "\u{0}" }),
        json!({ "email": "f@example.com", "user_id": "\u{0}" }),
        json!({ "email": "g@example.com" }),
    ];
    let job = import(&world, &world.operator(), lines(rows.into_iter()), NewImport::default()).await.unwrap();
    let done = finished(&world, &job).await;
    assert_eq!((done.status, done.summary.inserted, done.summary.failed), (JobStatus::Completed, 1, 6));
    let (errors, _) = world.dir.jobs().errors(&world.operator(), &job.id, None).await.unwrap();
    assert_eq!(errors.len(), 6);
}

async fn roles_may_do_with_jobs_what_they_may_with_users(db: Db) {
    let world = World::new(db).await;
    let [viewer, editor, owner] = [
        world.administrator(Role::Viewer).await,
        world.administrator(Role::Editor).await,
        world.administrator(Role::Owner).await,
    ];
    let row = || lines(std::iter::once(json!({ "email": "a@example.com" })));
    let forbidden = |error: Error| model::Failure::from(error).kind == FailureKind::Forbidden;
    assert!(import(&world, &viewer, row(), NewImport::default()).await.is_err_and(forbidden));
    let job = import(&world, &editor, row(), NewImport::default()).await.unwrap();
    assert!(world.dir.jobs().cancel(&viewer, &job.id).await.is_err_and(forbidden));
    assert_eq!(world.dir.jobs().list(&viewer).await.unwrap().len(), 1);
    world.dir.jobs().cancel(&editor, &job.id).await.unwrap();
    let full = NewImport { full: true, ..NewImport::default() };
    assert!(import(&world, &editor, row(), full.clone()).await.is_err_and(forbidden));
    assert!(import(&world, &owner, row(), full).await.is_ok());
    let mail = NewVerification { user_id: UserId::from("auth0|x"), client_id: None };
    assert!(world.dir.jobs().verification_email(&viewer, &mail).await.is_err_and(forbidden));
    assert!(world.dir.jobs().export(&viewer, NewExport::default()).await.is_err_and(forbidden));
    assert!(world.dir.jobs().export(&editor, NewExport::default()).await.is_ok());
}
