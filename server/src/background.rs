//! What the server does when nobody asks.

use std::time::Duration;

use directory::Directory;
use store::Db;
use tokio::sync::watch;

/// How often it is looked whether a checkpoint is due.
const SECOND: Duration = Duration::from_secs(1);
/// How often expired rows are looked for.
const MINUTE: Duration = Duration::from_secs(60);

/// How often the GeoIP database's file and the tenants' limits are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// A write-ahead log of so many pages, 16 MB, is looked at again soon: somebody writes very much.
const MANY_PAGES: i64 = 4_096;
const SOON: Duration = Duration::from_millis(20);

/// Reads the GeoIP database again when its file changes, until the process ends.
pub(crate) async fn follow_geoip(directory: Directory) {
    let mut moments = tokio::time::interval(LOOK);
    moments.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        moments.tick().await;
        let directory = directory.clone();
        // It waits for the disk. A panic is in the log already.
        let _ = tokio::task::spawn_blocking(move || directory.refresh_geoip()).await;
    }
}

/// Reads the tenants' limits again, which another process may have changed, until the process ends.
pub(crate) async fn follow_limits(directory: Directory) {
    let mut moments = tokio::time::interval(LOOK);
    moments.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        moments.tick().await;
        if let Err(error) = directory.rate_limits().refresh().await {
            tracing::debug!(error = &error as &dyn std::error::Error, "the tenants' limits were not read");
        }
    }
}

/// Works on imports and exports, one step after another, until `stop` says so; a step that has begun is finished. Whoever
/// else waits for the database or for a core is served between two steps.
pub(crate) async fn jobs(directory: Directory, mut stop: watch::Receiver<bool>) {
    let mut seconds = tokio::time::interval(SECOND);
    seconds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let jobs = directory.jobs();
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            // Other processes may have been asked for something.
            _ = seconds.tick() => {}
            () = jobs.asked() => {}
        }
        loop {
            let done = jobs.work().await;
            let is_stopped = *stop.borrow();
            match done {
                Ok(true) if !is_stopped => tokio::task::yield_now().await,
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "a job does not go on for a moment");
                    break;
                }
            }
        }
    }
    if let Err(error) = jobs.release().await {
        tracing::debug!(error = &error as &dyn std::error::Error, "a job goes on elsewhere in half a minute only");
    }
}

/// Deletes what has expired, every minute, until the process ends.
pub(crate) async fn sweep(directory: Directory) {
    let mut minutes = tokio::time::interval(MINUTE);
    minutes.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        minutes.tick().await;
        match directory.sweep().await {
            Ok(0) => {}
            Ok(rows) => tracing::debug!(rows, "deleted what had expired"),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "what has expired was not deleted");
            }
        }
    }
}

/// Keeps SQLite's write-ahead log short, so that nobody's commit has to, until the process ends.
#[expect(clippy::disallowed_methods, reason = "how long it pauses depends on what it found")]
pub(crate) async fn keep_log_short(db: Db) {
    let (mut writes, mut pause) = (store::writes(), SECOND);
    while writes.changed().await.is_ok() {
        tokio::time::sleep(pause).await;
        pause = match db.checkpoint().await {
            Ok(pages) if pages > MANY_PAGES => SOON,
            // It may have begun anew a moment ago.
            Ok(_) => (pause * 2).min(SECOND),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "the write-ahead log was not checkpointed");
                SECOND
            }
        };
    }
}

/// Signs what is new in the log, every minute or thousand events, until the process ends.
pub(crate) async fn checkpoints(directory: Directory) {
    let mut seconds = tokio::time::interval(SECOND);
    seconds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        seconds.tick().await;
        if let Err(error) = directory.audit().checkpoint_if_due().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the log has no new checkpoint");
        }
    }
}
