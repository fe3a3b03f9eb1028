//! Jobs, their rows that failed, and what they need of users in bulk.

use model::{
    FailedRow, Identity, Job, JobKind, JobRequest, JobStatus, JobSummary, RowError, Timestamp, UserId, UserProfile,
};
use serde_json::json;
use store::identifiers::Kind;
use store::jobs::{self, Progress, StoredJob};
use store::{Db, expired, identifiers, linked_identities, passwords, tenants, users};

on_both!(
    a_job_is_kept_as_it_is,
    one_process_works_on_one_job_at_a_time,
    a_job_that_ended_is_worked_on_no_more,
    rows_that_failed_are_told_in_the_order_of_the_file,
    jobs_are_forgotten_with_all_that_is_theirs,
    many_users_are_found_by_what_they_are_known_by
);

fn job(id: &str, created_at: i64) -> StoredJob {
    StoredJob {
        job: Job {
            id: id.to_owned(),
            kind: JobKind::UsersImport,
            status: JobStatus::Pending,
            request: JobRequest { upsert: true, connection: Some("Db".to_owned()), ..JobRequest::default() },
            summary: JobSummary::default(),
            rows: None,
            details: None,
            created_at: Timestamp(created_at),
            started_at: None,
            ended_at: None,
        },
        actor: json!({ "actor": { "type": "operator" } }),
        folder: "here".to_owned(),
        secret: "secret".to_owned(),
        size: 1 << 40,
        reached: 0,
        line: 1,
        cursor: String::new(),
        expires_at: Timestamp(created_at + 1_000),
    }
}

async fn insert(db: &Db, tenant: &str, job: &StoredJob) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    jobs::insert(&mut tx, tenant, job).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(db: &Db, id: &str, runner: &str, now: i64) -> bool {
    let mut tx = db.begin().await.unwrap();
    let claimed = jobs::claim(&mut tx, "t", id, runner, Timestamp(now), Timestamp(now + 10)).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn next(db: &Db, folder: &str, runner: &str, now: i64) -> Option<String> {
    let mut conn = db.read().await.unwrap();
    jobs::next(&mut conn, "t", folder, runner, Timestamp(now)).await.unwrap().map(|job| job.job.id)
}

async fn a_job_is_kept_as_it_is(db: Db) {
    let new = job("job_1", 1);
    insert(&db, "t", &new).await;
    insert(&db, "u", &job("job_2", 2)).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(jobs::find(&mut tx, "t", "job_1").await.unwrap(), Some(new.clone()));
    assert_eq!(jobs::find(&mut tx, "t", "job_2").await.unwrap(), None);
    assert_eq!(jobs::list(&mut tx, "u", 10).await.unwrap().len(), 1);
    jobs::set_rows(&mut tx, "t", "job_1", 7).await.unwrap();
    let summary = JobSummary { total: 4, inserted: 1, updated: 1, failed: 2 };
    let progress = Progress { reached: 1 << 35, line: 5, cursor: "auth0|9".to_owned(), summary };
    jobs::progress(&mut tx, "t", "job_1", &progress).await.unwrap();
    let found = jobs::find(&mut tx, "t", "job_1").await.unwrap().unwrap();
    assert_eq!((found.reached, found.line, found.cursor.as_str()), (1 << 35, 5, "auth0|9"));
    assert_eq!((found.job.rows, found.job.summary), (Some(7), summary));
    assert_eq!(jobs::waiting(&mut tx, "t").await.unwrap(), 1);
}

async fn one_process_works_on_one_job_at_a_time(db: Db) {
    for (id, created_at) in [("job_b", 2), ("job_a", 1)] {
        insert(&db, "t", &job(id, created_at)).await;
    }
    assert_eq!(next(&db, "elsewhere", "one", 100).await, None);
    assert_eq!(next(&db, "here", "one", 100).await.as_deref(), Some("job_a"));
    assert!(claim(&db, "job_a", "one", 100).await);
    assert!(!claim(&db, "job_a", "two", 105).await, "it is the first one's");
    assert_eq!(next(&db, "here", "two", 105).await, None, "one job at a time");
    assert!(claim(&db, "job_a", "one", 105).await);
    assert_eq!(next(&db, "here", "one", 105).await.as_deref(), Some("job_a"));
    // The first one says nothing any more.
    assert_eq!(next(&db, "here", "two", 116).await.as_deref(), Some("job_a"));
    assert!(claim(&db, "job_a", "two", 116).await);
    assert!(!claim(&db, "job_a", "one", 117).await);
    let mut tx = db.begin().await.unwrap();
    jobs::release(&mut tx, "t", "two").await.unwrap();
    tx.commit().await.unwrap();
    assert!(claim(&db, "job_a", "one", 117).await);
}

async fn a_job_that_ended_is_worked_on_no_more(db: Db) {
    insert(&db, "t", &job("job_a", 1)).await;
    assert!(claim(&db, "job_a", "one", 100).await);
    let mut tx = db.begin().await.unwrap();
    assert!(jobs::cancel(&mut tx, "t", "job_a", "Not wanted", Timestamp(101)).await.unwrap());
    assert!(!jobs::end(&mut tx, "t", "job_a", JobStatus::Completed, None, Timestamp(102)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!claim(&db, "job_a", "one", 103).await);
    assert_eq!(next(&db, "here", "one", 103).await, None);
    let mut conn = db.read().await.unwrap();
    let found = jobs::find(&mut conn, "t", "job_a").await.unwrap().unwrap().job;
    assert_eq!((found.status, found.details.as_deref()), (JobStatus::Canceled, Some("Not wanted")));
    assert_eq!((found.started_at, found.ended_at), (Some(Timestamp(100)), Some(Timestamp(101))));
}

fn failed(line: i64) -> FailedRow {
    let error = RowError { code: "FORMAT".to_owned(), message: "bad".to_owned(), path: "email".to_owned(), line };
    FailedRow { user: json!({ "email": line }).as_object().unwrap().clone(), errors: vec![error] }
}

async fn rows_that_failed_are_told_in_the_order_of_the_file(db: Db) {
    insert(&db, "t", &job("job_a", 1)).await;
    let mut tx = db.begin().await.unwrap();
    // Some begin on the same line.
    let rows: Vec<_> = (0..1_200).rev().map(|place| ((place / 3, place), failed(place / 3))).collect();
    jobs::add_errors(&mut tx, "t", "job_a", &rows).await.unwrap();
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let part = jobs::errors(&mut tx, "t", "job_a", after, 500).await.unwrap();
        let Some((place, _)) = part.last() else { break };
        after = Some(*place);
        found.extend(part.into_iter().map(|((_, place), row)| (place, row)));
    }
    assert_eq!(found.len(), 1_200);
    assert!(
        found.iter().enumerate().all(|(index, (place, row))| index as i64 == *place && row.errors[0].line == place / 3)
    );
}

async fn jobs_are_forgotten_with_all_that_is_theirs(db: Db) {
    insert(&db, "t", &job("job_a", 1)).await;
    let mut tx = db.begin().await.unwrap();
    let keys: Vec<String> = (0..700).map(|key| key.to_string()).collect();
    jobs::add_keys(&mut tx, "t", "job_a", &keys).await.unwrap();
    jobs::add_errors(&mut tx, "t", "job_a", &[((1, 1), failed(1))]).await.unwrap();
    let asked: Vec<String> = ["0", "699", "700"].map(str::to_owned).to_vec();
    let known = jobs::known_keys(&mut tx, "t", "job_a", &asked).await.unwrap();
    assert!(known.len() == 2 && !known.contains("700"));
    assert!(jobs::known_keys(&mut tx, "t", "job_b", &asked).await.unwrap().is_empty());
    // A job that goes on is not forgotten.
    for table in 0..expired::TABLES {
        assert_eq!(expired::delete(&mut tx, "t", table, Timestamp(5_000), 1_000).await.unwrap(), 0);
    }
    jobs::end(&mut tx, "t", "job_a", JobStatus::Completed, None, Timestamp(100)).await.unwrap();
    let mut deleted = 0;
    for table in 0..expired::TABLES {
        deleted += expired::delete(&mut tx, "t", table, Timestamp(5_000), 1_000).await.unwrap();
    }
    assert_eq!(deleted, 702);
    assert_eq!(jobs::find(&mut tx, "t", "job_a").await.unwrap(), None);
}

fn user(index: usize) -> UserProfile {
    let identity = |local: String| Identity {
        connection: "Db".to_owned(),
        user_id: local,
        provider: "auth0".to_owned(),
        ..Identity::default()
    };
    UserProfile {
        user_id: UserId::new("auth0", &format!("{index:04}")),
        email: Some(format!("u{index}@example.com")),
        created_at: Timestamp(1),
        updated_at: Timestamp(1),
        identities: vec![identity(format!("{index:04}"))],
        ..UserProfile::default()
    }
}

async fn many_users_are_found_by_what_they_are_known_by(db: Db) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, "t", "t", Timestamp(1)).await.unwrap();
    let mut all: Vec<UserProfile> = (0..1_100).map(user).collect();
    let profile = json!({ "email": "linked@example.com" }).as_object().unwrap().clone();
    all[7].identities.push(Identity {
        connection: "Other".to_owned(),
        user_id: "linked".to_owned(),
        provider: "auth0".to_owned(),
        profile_data: Some(profile),
        ..Identity::default()
    });
    users::insert_many(&mut tx, "t", &all).await.unwrap();
    let linked = UserId::from("auth0|linked");
    let account = [(linked.clone(), Some("hash".to_owned()), Timestamp(3))];
    assert_eq!(users::claim_accounts(&mut tx, "t", &all[7], &account).await.unwrap(), users::Inserted::Done);
    let hash = |user: &UserProfile| (user.user_id.clone(), format!("h{}", user.user_id.local()), Timestamp(2));
    let hashes: Vec<_> = all.iter().map(hash).collect();
    passwords::insert_many(&mut tx, "t", &hashes).await.unwrap();
    passwords::insert_histories(&mut tx, "t", &hashes[..600]).await.unwrap();
    let ids: Vec<UserId> = all.iter().map(|user| user.user_id.clone()).collect();
    let mut found = passwords::of_users(&mut tx, "t", &ids).await.unwrap();
    found.sort();
    assert_eq!(found, hashes);
    assert_eq!(passwords::histories(&mut tx, "t", &ids).await.unwrap().len(), 600);
    assert_eq!(linked_identities::find_many(&mut tx, "t", std::slice::from_ref(&linked)).await.unwrap(), account);

    let emails: Vec<String> = (1_000..1_300).map(|index| format!("u{index}@example.com")).collect();
    let found = identifiers::find_many(&mut tx, "t", "Db", Kind::Email, &emails).await.unwrap();
    assert!(found.len() == 100 && found.iter().all(|(_, _, linked)| !linked));
    let email = ["linked@example.com".to_owned()];
    let found = identifiers::find_many(&mut tx, "t", "Other", Kind::Email, &email).await.unwrap();
    assert_eq!(found, [(email[0].clone(), ids[7].clone(), true)]);
    let asked = [ids[3].clone(), linked.clone(), UserId::from("auth0|none")];
    let mut found = users::existing(&mut tx, "t", &asked).await.unwrap();
    found.sort();
    assert_eq!(found, [ids[3].clone(), linked]);

    for (connection, expected) in [(None, 1_100), (Some("Db"), 1_100), (Some("Other"), 1), (Some("None"), 0)] {
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let part = users::after(&mut tx, "t", connection, &after, 400).await.unwrap();
            let Some(last) = part.last() else { break };
            after = last.user_id.as_str().to_owned();
            seen.extend(part.into_iter().map(|user| user.user_id));
        }
        assert!(seen.len() == expected && seen.is_sorted(), "{connection:?}");
    }
}
