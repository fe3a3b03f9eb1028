//! The threads that hash, and do what else may wait.

use tokio::runtime::{Builder, Runtime};

use crate::{Error, Result};

/// Threads of their own, which yield to all others: a hash takes long and must take long, and what waits for a core while
/// hashes are made (a statement, a signature, an answer) takes microseconds.
#[derive(Debug)]
pub(crate) struct Workers(Option<Runtime>);

impl Workers {
    /// At most `count`. They are started when they are needed, and end when they are not.
    pub(crate) fn new(name: &str, count: usize) -> Self {
        let mut runtime = Builder::new_current_thread();
        runtime.max_blocking_threads(count).thread_name(name).on_thread_start(yield_to_others);
        Self(runtime.build().inspect_err(|error| tracing::warn!(%error, "no threads that yield to others")).ok())
    }

    /// Does the work on one of them.
    ///
    /// # Errors
    /// What the work says, or `Internal` when it panicked.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let task = match &self.0 {
            Some(runtime) => runtime.spawn_blocking(work),
            None => tokio::task::spawn_blocking(work),
        };
        task.await.map_err(|error| Error::Internal(format!("on a thread that yields: {error}")))?
    }
}

impl Drop for Workers {
    /// A runtime that waited for its threads must not be dropped where a future may be.
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// On Linux priorities are a thread's; elsewhere they are the whole process's.
fn yield_to_others() {
    #[cfg(target_os = "linux")]
    {
        /// Of 19: behind what answers requests, and before what idles.
        const NICE: i32 = 10;
        if let Err(error) = rustix::process::nice(NICE) {
            tracing::debug!(%error, "the priority of a thread stays");
        }
    }
}
