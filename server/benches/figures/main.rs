//! The figures: how quick the Users page is over very many users, and what an idle server costs. `make bench` prints them.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]
#![expect(clippy::disallowed_methods, reason = "measures time")]

mod lists;
mod process;
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
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    process::measure(folder);
    engine("SQLite", |users| format!("sqlite://{}", folder.join(format!("{users}.db")).display())).await;
    match env::var("ROSTER_TEST_POSTGRES") {
        Ok(server) => {
            for users in [SMALL, LARGE] {
                world::make_postgres_database(&server, users).await;
            }
            engine("PostgreSQL", |users| world::postgres_url(&server, users)).await;
        }
        Err(_) => println!("\nPostgreSQL: set ROSTER_TEST_POSTGRES to a server to measure it too"),
    }
}

async fn engine(name: &str, url: impl Fn(u64) -> String) {
    println!("\n{name}");
    let small = lists::measure(&World::open(&url(SMALL), SMALL).await).await;
    let large = lists::measure(&World::open(&url(LARGE), LARGE).await).await;
    lists::print(&small, &large);
}
