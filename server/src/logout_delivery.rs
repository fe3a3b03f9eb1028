//! Telling applications of logouts, in the background.

use std::time::Duration;

use directory::Directory;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked for applications that are to be told.
const OFTEN: Duration = Duration::from_secs(1);

/// Tells whoever is due, until `stop` says so; what is being sent is finished first.
pub(crate) async fn run(directory: Directory, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(OFTEN);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = directory.logouts().deliver_due().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "applications could not be told of logouts");
        }
    }
}
