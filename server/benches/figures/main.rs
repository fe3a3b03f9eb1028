//! The figures: how quick the Users page is over very many users, and what an idle server costs. `make bench` prints them;
//! arguments choose among `process`, `connections`, `imports`, `million`, `logins`, `locations`, `search`, `sqlite` and
//! `postgres`.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]
#![expect(clippy::disallowed_methods, reason = "measures time")]

mod connections;
mod imports;
mod lists;
mod locations;
mod logins;
mod logs;
mod million;
mod process;
mod search;
mod world;

use std::env;
use std::path::Path;

use world::World;

const SMALL: u64 = 100_000;
const LARGE: u64 = 1_000_000;

#[tokio::main]
async fn main() {
    if env::args().any(|arg| arg == "--test") {
        return;
    }
    let chosen: Vec<String> = env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|chosen| chosen == name);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    if is_chosen("process") {
        process::measure(folder);
    }
    if is_chosen("connections") {
        connections::measure(folder).await;
    }
    if is_chosen("imports") {
        imports::measure(folder).await;
    }
    if is_chosen("million") {
        million::measure(folder).await;
    }
    if is_chosen("logins") {
        logins::measure(folder).await;
    }
    if is_chosen("locations") {
        locations::measure(folder).await;
    }
    let (lists, searches) = (is_chosen("sqlite"), is_chosen("search"));
    if lists || searches {
        let url = |users| format!("sqlite://{}", folder.join(format!("{users}.db")).display());
        engine("SQLite", url, lists, searches).await;
    }
    let lists = is_chosen("postgres");
    if lists || searches {
        postgres(lists, searches).await;
    }
}

async fn postgres(lists: bool, searches: bool) {
    match env::var("ROSTER_TEST_POSTGRES") {
        Ok(server) => {
            for users in [SMALL, LARGE] {
                world::make_postgres_database(&server, users).await;
            }
            engine("PostgreSQL", |users| world::postgres_url(&server, users), lists, searches).await;
        }
        Err(_) => println!("\nPostgreSQL: set ROSTER_TEST_POSTGRES to a server to measure it too"),
    }
}

async fn engine(name: &str, url: impl Fn(u64) -> String, lists: bool, searches: bool) {
    println!("\n{name}");
    let (small, large) = (World::open(&url(SMALL), SMALL).await, World::open(&url(LARGE), LARGE).await);
    if searches {
        lists::print("users", &search::measure(&small).await, &search::measure(&large).await);
    }
    if !lists {
        return;
    }
    lists::print("users", &lists::measure(&small).await, &lists::measure(&large).await);
    lists::print("events", &logs::measure(&small, SMALL).await, &logs::measure(&large, LARGE).await);
}
