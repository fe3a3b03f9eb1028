//! What the server does when nobody asks.

use std::time::Duration;

use directory::Directory;

/// How often it is looked whether a checkpoint is due.
const SECOND: Duration = Duration::from_secs(1);
/// How often expired rows are looked for.
const MINUTE: Duration = Duration::from_secs(60);

/// How often the GeoIP database's file and the tenants' limits are looked at.
const SECONDS: Duration = Duration::from_secs(5);

/// Reads the GeoIP database again when its file changes, until the process ends.
pub(crate) async fn follow_geoip(directory: Directory) {
    let mut moments = tokio::time::interval(SECONDS);
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
    let mut moments = tokio::time::interval(SECONDS);
    moments.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        moments.tick().await;
        if let Err(error) = directory.rate_limits().refresh().await {
            tracing::debug!(error = &error as &dyn std::error::Error, "the tenants' limits were not read");
        }
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
