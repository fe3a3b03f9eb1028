//! Users in files: 100,000 with given hashes come in, all that they are goes out and comes in elsewhere, and what logins wait
//! meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use directory::{Actor, DEFAULT_TENANT, Directory, NewExport, NewImport, Settings};
use model::{Job, NewUser, UserQuery};
use serde_json::json;
use store::Db;

const USERS: usize = 100_000;
const URL: &str = "http://localhost:8080";
const CONNECTION: &str = "Username-Password-Authentication";
/// Of `U*U`: crypt_blowfish's own test vector.
const BCRYPT: &str = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
const EMAIL: &str = "somebody@example.com";

pub(crate) async fn measure(folder: &Path) {
    println!("\nImports and exports of {USERS} users, SQLite");
    let first = open(&folder.join("imports-1")).await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let new = NewUser {
        connection: CONNECTION.to_owned(),
        email: EMAIL.to_owned(),
        password: "Correct-Horse-9".to_owned(),
        ..NewUser::default()
    };
    first.users().create(&operator, new).await.unwrap();
    let connection_id = first.connections().list(&operator).await.unwrap()[0].id.clone();
    let import = NewImport { connection_id, ..NewImport::default() };

    let dry = begin(&first, &operator, file(), NewImport { dry_run: true, ..import.clone() }).await;
    timed("dry run", &first, &operator, &dry).await;
    let job = begin(&first, &operator, file(), import.clone()).await;
    let (waits, job) = while_writing(&first, &operator, job).await;
    assert_eq!(job.summary.inserted, i64::try_from(USERS).unwrap(), "{job:?}");
    println!("  others' writes meanwhile: median {:.1} ms, p99 {:.1} ms, worst {:.1} ms", waits[0], waits[1], waits[2]);
    let upsert = begin(&first, &operator, file(), NewImport { upsert: true, ..import }).await;
    timed("upsert of the same, nothing changes", &first, &operator, &upsert).await;

    let job = first.jobs().export(&operator, NewExport { full: true, ..NewExport::default() }).await.unwrap();
    timed("full export", &first, &operator, &job).await;
    let exported = folder.join("imports-1/jobs").join(format!("{}.out", job.id));
    let exported = std::fs::read(exported).unwrap();
    println!("  its file: {:.1} MB in gzip", exported.len() as f64 / 1e6);
    let second = open(&folder.join("imports-2")).await;
    let full = NewImport { full: true, ..NewImport::default() };
    let job = begin(&second, &operator, exported, full).await;
    let job = timed("full import", &second, &operator, &job).await;
    assert_eq!((job.summary.inserted, job.summary.failed), (i64::try_from(USERS + 1).unwrap(), 0));
    let count = second.users().count(&operator, &UserQuery::default()).await.unwrap().count;
    assert!(count >= 10_000, "{count}");
    // The same users: what a second full export says is what the first one said.
    let again = second.jobs().export(&operator, NewExport { full: true, ..NewExport::default() }).await.unwrap();
    timed("full export again", &second, &operator, &again).await;
    let read = |bytes: &[u8]| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::MultiGzDecoder::new(bytes), &mut text).unwrap();
        text
    };
    let (one, two) = (folder.join("imports-1/jobs"), folder.join("imports-2/jobs"));
    let one = read(&std::fs::read(one.join(format!("{}.out", exported_id(&first, &operator).await))).unwrap());
    let two = read(&std::fs::read(two.join(format!("{}.out", again.id))).unwrap());
    assert!(one == two, "the users differ after the round trip");
    println!("  both exports are the same, byte for byte");
}

async fn exported_id(directory: &Directory, actor: &Actor) -> String {
    let jobs = directory.jobs().list(actor).await.unwrap();
    jobs.into_iter().find(|found| found.job.request.full).unwrap().job.id
}

async fn open(folder: &Path) -> Directory {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.join("roster.db").display())).await.unwrap();
    db.migrate().await.unwrap();
    let directory = Directory::new(db, Settings { files: Some(folder.join("jobs")), ..Settings::new(URL) });
    directory.start().await.unwrap();
    directory
}

/// The user of that number.
pub(crate) fn row(index: usize) -> serde_json::Value {
    json!({
        "email": format!("given{}.family{}.{index}@example.com", index % 97, index % 89), "email_verified": true,
        "given_name": format!("Given{}", index % 97), "family_name": format!("Family{}", index % 89),
        "name": format!("Given{} Family{}", index % 97, index % 89), "password_hash": BCRYPT,
        "user_metadata": { "theme": "dark", "n": index }, "app_metadata": { "plan": "gold" },
    })
}

fn file() -> Vec<u8> {
    let rows: Vec<String> = (0..USERS).map(|index| row(index).to_string()).collect();
    format!("[{}]", rows.join(",\n")).into_bytes()
}

async fn begin(directory: &Directory, actor: &Actor, file: Vec<u8>, new: NewImport) -> Job {
    let start = Instant::now();
    let mut upload = directory.jobs().receive(actor).await.unwrap();
    let size = file.len();
    for part in file.chunks(64 << 10) {
        upload.write(part.to_vec()).await.unwrap();
    }
    let job = directory.jobs().import(actor, upload, new).await.unwrap();
    println!("  taking {:.1} MB: {:.2} s", size as f64 / 1e6, start.elapsed().as_secs_f64());
    job
}

async fn timed(what: &str, directory: &Directory, actor: &Actor, job: &Job) -> Job {
    let start = Instant::now();
    while directory.jobs().work().await.unwrap() {}
    let seconds = start.elapsed().as_secs_f64();
    let job = directory.jobs().get(actor, &job.id).await.unwrap().job;
    println!("  {what}: {seconds:.1} s, {:.0} a second", job.summary.total as f64 / seconds);
    job
}

/// The import, with somebody who writes all the time: what they wait.
async fn while_writing(directory: &Directory, actor: &Actor, job: Job) -> ([f64; 3], Job) {
    let is_done = Arc::new(AtomicBool::new(false));
    let (other, stop, who) = (directory.clone(), is_done.clone(), actor.clone());
    let writer = tokio::spawn(async move {
        let user = other.users().list(&who, &UserQuery::default()).await.unwrap().users[0].user_id.clone();
        let mut waits: Vec<Duration> = Vec::new();
        let mut pace = tokio::time::interval(Duration::from_millis(10));
        while !stop.load(Ordering::SeqCst) {
            pace.tick().await;
            let patch =
                model::UserPatch { nickname: Some(Some(format!("n{}", waits.len()))), ..model::UserPatch::default() };
            let start = Instant::now();
            other.users().patch(&who, &user, patch).await.unwrap();
            waits.push(start.elapsed());
        }
        waits.sort();
        waits
    });
    let job = timed("import", directory, actor, &job).await;
    is_done.store(true, Ordering::SeqCst);
    let waits = writer.await.unwrap();
    let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1e3;
    ([at(50), at(99), at(100)], job)
}
