//! roster demo

use std::path::Path;
use std::time::{Duration, Instant};

use directory::{Actor, DEFAULT_TENANT};

use super::admin::explained;
use super::directory;
use crate::config::StorageArgs;

/// Makes users, and says every second how far it is.
#[expect(clippy::disallowed_methods, reason = "measured for the lines on the screen alone")]
pub(super) async fn demo(
    storage: &StorageArgs,
    users: Option<u64>,
    seed: u64,
    geoip: Option<&Path>,
) -> Result<(), String> {
    let (db, directory) = directory(storage).await?;
    if let Some(file) = geoip {
        std::fs::write(file, directory.sample_geoip())
            .map_err(|error| format!("cannot write '{}' (--geoip): {error}", file.display()))?;
        let file = file.display();
        eprintln!("Wrote {file}; serve with --geoip {file} (ROSTER_GEOIP) to know places");
    }
    let Some(users) = users else {
        db.close().await;
        return Ok(());
    };
    let began = Instant::now();
    let mut told = began;
    let mut tell = |done: u64| {
        if told.elapsed() >= Duration::from_secs(1) {
            told = Instant::now();
            eprintln!("{done} of {users} users");
        }
    };
    let made = directory.demo().create_users(&Actor::operator(DEFAULT_TENANT), users, seed, &mut tell).await;
    made.map_err(|error| explained(&error.into()))?;
    db.close().await;
    eprintln!("{users} users in {:.1} s", began.elapsed().as_secs_f64());
    Ok(())
}
