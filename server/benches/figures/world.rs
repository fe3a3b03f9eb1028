//! A server over a database of sample users, which is made once and kept under `target/`.

use std::fs;
use std::time::Instant;

use axum::Router;
use directory::{Actor, DEFAULT_TENANT, Directory, Origin, Settings};
use model::{Role, UserQuery};
use server::{PublicUrl, ServerState, Site, TrustedProxies, router};
use store::Db;

pub(crate) const URL: &str = "http://localhost:8080";

pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) directory: Directory,
    pub(crate) router: Router,
    pub(crate) cookie: String,
}

impl World {
    pub(crate) async fn open(url: &str, users: u64) -> Self {
        let db = migrated(url).await;
        let directory = Directory::new(db.clone(), Settings::new(URL));
        directory.start().await.unwrap();
        fill(&directory, users).await;
        let url: PublicUrl = URL.parse().unwrap();
        let cookie = sign_in(&directory).await;
        let router = router(ServerState::new(directory.clone(), url, TrustedProxies::default(), Site::empty()));
        Self { db, directory, router, cookie }
    }
}

/// The database that was kept, unless a migration changed since: then a new one.
async fn migrated(url: &str) -> Db {
    let db = Db::open(url).await.unwrap();
    match (db.migrate().await, url.strip_prefix("sqlite://")) {
        (Ok(_), _) => db,
        (Err(_), Some(file)) => {
            db.close().await;
            for suffix in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{file}{suffix}"));
            }
            let db = Db::open(url).await.unwrap();
            db.migrate().await.unwrap();
            db
        }
        (Err(error), None) => panic!("{error}: delete the database {url}"),
    }
}

async fn fill(directory: &Directory, users: u64) {
    let operator = Actor::operator(DEFAULT_TENANT);
    let count = directory.users().count(&operator, &UserQuery::default()).await.unwrap().count;
    if count == i64::try_from(users).unwrap() {
        return;
    }
    assert_eq!(count, 0, "an interrupted run left a part: delete target/tmp");
    let start = Instant::now();
    directory.demo().create_users(&operator, users, 1, &mut |_| {}).await.unwrap();
    println!("  creating {users:>9} users: {:.1} s", start.elapsed().as_secs_f64());
}

async fn sign_in(directory: &Directory) -> String {
    const EMAIL: &str = "bench@example.com";
    const PASSWORD: &str = "a password for the bench";
    let operator = Actor::operator(DEFAULT_TENANT);
    // There already when the database was kept.
    let _ = directory.administrators().create(&operator, EMAIL, PASSWORD, Role::Owner).await;
    format!("roster={}", directory.sessions().sign_in(EMAIL, PASSWORD, Origin::default()).await.unwrap())
}

pub(crate) fn postgres_url(server: &str, users: u64) -> String {
    let (base, _) = server.rsplit_once('/').unwrap();
    let query = server.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    format!("{base}/roster_bench_{users}{query}")
}

pub(crate) async fn make_postgres_database(server: &str, users: u64) {
    let Db::Postgres(pool) = Db::open(server).await.unwrap() else { panic!("{server} is not PostgreSQL") };
    let sql = sqlx::AssertSqlSafe(format!("CREATE DATABASE roster_bench_{users}"));
    // There already when the server was kept.
    let _ = sqlx::query(sql).execute(&pool).await;
}
