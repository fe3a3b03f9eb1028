//! 1,000,000 users with hashes of another system come in from a file, while somebody logs in again and again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use directory::{Actor, Cost, DEFAULT_TENANT, Directory, Hashing, NewImport};
use model::Job;
use store::Db;

use crate::imports::row;
use crate::logins::shop::Shop;
use crate::process::peak;

const USERS: usize = 1_000_000;
/// So many rows are written to the upload at once.
const ROWS: usize = 1_000;

pub(crate) async fn measure(folder: &Path) {
    println!("\nImport of {USERS} users beside logins, SQLite");
    let shop = Shop::open(&folder.join("million"), Hashing::new(Cost::PRODUCTION)).await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let job = begin(&shop.directory, &operator).await;
    let is_done = Arc::new(AtomicBool::new(false));
    let logins = tokio::spawn(log_in_until(is_done.clone(), shop.clone()));
    let checkpoints = tokio::spawn(checkpoint(shop.db.clone()));
    let start = Instant::now();
    while shop.directory.jobs().work().await.unwrap() {}
    let seconds = start.elapsed().as_secs_f64();
    is_done.store(true, Ordering::SeqCst);
    checkpoints.abort();
    let waits = logins.await.unwrap();
    let job = shop.directory.jobs().get(&operator, &job.id).await.unwrap().job;
    assert_eq!(job.summary.inserted, i64::try_from(USERS).unwrap(), "{job:?}");
    let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!("  import: {seconds:.0} s (≤ 300), {:.0} a second", job.summary.total as f64 / seconds);
    println!("  memory at most, of the whole process: {:.0} MB (≤ 300)", peak(std::process::id()));
    println!("  {} logins meanwhile: median {:.0} ms, p99 {:.0} ms (≤ 200)", waits.len(), at(50), at(99));
}

async fn begin(directory: &Directory, actor: &Actor) -> Job {
    let mut upload = directory.jobs().receive(actor).await.unwrap();
    for first in (0..USERS).step_by(ROWS) {
        let rows: Vec<String> = (first..first + ROWS).map(|index| format!("{}\n", row(index))).collect();
        upload.write(rows.concat().into_bytes()).await.unwrap();
    }
    let connection_id = directory.connections().list(actor).await.unwrap()[0].id.clone();
    directory.jobs().import(actor, upload, NewImport { connection_id, ..NewImport::default() }).await.unwrap()
}

/// As the server does it beside very many writes.
async fn checkpoint(db: Db) {
    loop {
        db.checkpoint().await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What each login took, the shortest first.
async fn log_in_until(is_done: Arc<AtomicBool>, shop: Shop) -> Vec<Duration> {
    let mut waits = Vec::new();
    let mut pace = tokio::time::interval(Duration::from_millis(100));
    while !is_done.load(Ordering::SeqCst) {
        pace.tick().await;
        let start = Instant::now();
        shop.log_in().await;
        waits.push(start.elapsed());
    }
    waits.sort();
    waits
}
