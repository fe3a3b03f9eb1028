//! Sending events of the log to its streams, in the background.

use std::time::Duration;

use directory::Directory;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked for events that are not sent yet.
const OFTEN: Duration = Duration::from_secs(1);

/// Sends what is new, until `stop` says so. What is cut off by the end of the process is sent again after the next start.
pub(crate) async fn run(directory: Directory, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(OFTEN);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = directory.log_streams().deliver_due().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "events could not be sent to log streams");
        }
    }
}
