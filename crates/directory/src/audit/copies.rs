//! Copies of checkpoints in a file outside of the database, best on another machine's disk: they show when somebody cuts both
//! the log and its checkpoints.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::log_checkpoints::{self, Checkpoint};
use tokio::sync::Mutex;

use crate::{Directory, Error, Result};

/// So much of the file's end is read to know which checkpoints are in it.
const END: u64 = 1 << 20;
/// Checkpoints that are copied at once.
const AT_ONCE: i64 = 500;

/// A checkpoint outside of the database: one line of JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckpointCopy {
    /// Whose log it is.
    pub tenant: String,
    /// Which checkpoint.
    pub number: i64,
    /// When it was signed.
    pub created_at: Timestamp,
    /// What was signed.
    pub chains: Value,
    /// Base64.
    pub signature: String,
}

impl CheckpointCopy {
    /// Every copy in a file's text, and how many of its lines are none, as after a write that was cut off.
    pub fn all_from(text: &str) -> (Vec<Self>, usize) {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let mut unread = 0;
        let copies = lines.filter_map(|line| serde_json::from_str(line).inspect_err(|_| unread += 1).ok()).collect();
        (copies, unread)
    }

    fn new(tenant: &str, checkpoint: Checkpoint) -> Self {
        let Checkpoint { number, chains, created_at, signature } = checkpoint;
        Self { tenant: tenant.to_owned(), number, created_at, chains, signature }
    }

    pub(super) fn checkpoint(&self) -> Checkpoint {
        let Self { number, created_at, .. } = *self;
        Checkpoint { number, created_at, chains: self.chains.clone(), signature: self.signature.clone() }
    }
}

/// The file. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Copies(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// The last number of each tenant that is in the file.
    last: Mutex<HashMap<String, i64>>,
}

impl Copies {
    /// Copies go to the end of the file at `path`, which is made where it is missing.
    ///
    /// # Errors
    /// The file system's.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = options().read(true).open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if bytes.last().is_some_and(|last| *last != b'\n') {
            // A write was cut off.
            file.write_all(b"\n")?;
        }
        let mut last = HashMap::<String, i64>::new();
        for copy in CheckpointCopy::all_from(&String::from_utf8_lossy(&bytes)).0 {
            let number = last.entry(copy.tenant).or_default();
            *number = copy.number.max(*number);
        }
        Ok(Self(Arc::new(Inner { path: path.to_owned(), last: Mutex::new(last) })))
    }
}

fn options() -> OpenOptions {
    let mut options = File::options();
    options.append(true).create(true).mode(0o600);
    options
}

impl Directory {
    /// Copies the checkpoints that are not copied yet. What fails is told in the server's log and done with the next one.
    pub(super) async fn copy_checkpoints(&self, tenant: &str) {
        let Some(copies) = self.settings().notary.as_ref().and_then(|notary| notary.copies.as_ref()) else { return };
        if let Err(error) = self.copy_to(copies, tenant).await {
            let path = copies.0.path.display();
            tracing::error!(error = &error as &dyn std::error::Error, %path, "checkpoints of the log were not copied");
        }
    }

    async fn copy_to(&self, copies: &Copies, tenant: &str) -> Result<()> {
        let mut last = copies.0.last.lock().await;
        loop {
            let after = last.get(tenant).copied().unwrap_or(0);
            let mut conn = self.db().read().await?;
            let checkpoints = log_checkpoints::list(&mut conn, tenant, after, AT_ONCE).await?;
            drop(conn);
            let Some(newest) = checkpoints.last().map(|checkpoint| checkpoint.number) else { return Ok(()) };
            let copied = checkpoints.into_iter().map(|checkpoint| CheckpointCopy::new(tenant, checkpoint));
            let lines: std::result::Result<Vec<String>, _> = copied.map(|copy| serde_json::to_string(&copy)).collect();
            let text = lines.map_err(|error| Error::Internal(error.to_string()))?.join("\n") + "\n";
            let path = copies.0.path.clone();
            let written = tokio::task::spawn_blocking(move || append(&path, &text)).await;
            written
                .map_err(|error| Error::Internal(error.to_string()))?
                .map_err(|error| Error::Internal(error.to_string()))?;
            last.insert(tenant.to_owned(), newest);
        }
    }
}

/// Opened each time, so that a file that was moved away is made anew.
fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut file = options().open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_data()
}
