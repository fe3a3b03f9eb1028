//! Sending mails in the background.

use std::time::Duration;

use directory::Directory;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

/// How often it is looked for mails that wait.
const OFTEN: Duration = Duration::from_secs(3);

/// Sends what waits, until `stop` says so; a mail that is being sent is finished first.
pub(crate) async fn run(directory: Directory, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(OFTEN);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.wait_for(|stop| *stop) => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = directory.mails().deliver_due().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "mails could not be sent");
        }
    }
}
