//! Rows of a file that is imported, read as many at a time as a step writes.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::FailedRow;
use store::jobs::StoredJob;

use super::super::columns;
use super::super::row::{Maker, NewRow};
use super::super::rows::{BUFFER, Rows, Stop};
use super::super::work::Halt;
use crate::Result;

/// Rows of a step: so few that nobody waits for the transaction that writes them.
const ROWS: usize = 300;
/// Bytes of a step.
const BYTES: u64 = 8 << 20;

/// The rows of a step, and where the next one begins.
pub(super) struct Chunk {
    /// Where they begin, in bytes.
    from: i64,
    pub(super) rows: Vec<Result<NewRow, FailedRow>>,
    pub(super) at: i64,
    pub(super) line: i64,
    pub(super) is_last: bool,
}

impl Chunk {
    /// The rows from the byte `from`, which is on `line`.
    pub(super) fn read(path: &Path, (from, line): (i64, i64), maker: &Maker) -> Result<Self, Halt> {
        let mut rows = open(path, from, line)?;
        let begin = rows.place().0;
        let mut read = Vec::with_capacity(ROWS);
        let mut is_last = false;
        while read.len() < ROWS && rows.place().0 - begin < BYTES {
            match rows.next()? {
                Some(row) => read.push(maker.read(row)),
                None => {
                    is_last = true;
                    break;
                }
            }
        }
        let (at, line) = rows.place();
        Ok(Self { from, rows: read, at: i64::try_from(at).unwrap_or(i64::MAX), line, is_last })
    }
}

/// The rows of a job's next step, which were read while others were written.
#[derive(Default)]
pub(in super::super) struct Ahead(Mutex<Option<(String, Chunk)>>);

impl Ahead {
    /// Those of `job`, where it is now; whatever else was kept is forgotten.
    pub(super) fn take(&self, job: &StoredJob) -> Option<Chunk> {
        let kept = self.lock().take();
        kept.filter(|(id, chunk)| *id == job.job.id && chunk.from == job.reached).map(|(_, chunk)| chunk)
    }

    pub(super) fn keep(&self, job: &StoredJob, chunk: Option<Chunk>) {
        *self.lock() = chunk.map(|chunk| (job.job.id.clone(), chunk));
    }

    /// For when no job goes on.
    pub(in super::super) fn forget(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<(String, Chunk)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn open(path: &Path, at: i64, line: i64) -> Result<Rows<BufReader<File>>, Halt> {
    let file = File::open(path).map_err(Stop::Io)?;
    Ok(Rows::open(BufReader::with_capacity(BUFFER, file), u64::try_from(at).unwrap_or(0), line)?)
}

/// How many rows there are, once the whole file was looked at: nothing is imported of one that is broken.
pub(super) fn count(path: &Path, maker: &Maker) -> Result<i64, Halt> {
    let mut rows = open(path, 0, 1)?;
    columns::compare(&maker.columns, rows.columns()).map_err(Halt::Ended)?;
    let mut count = 0;
    while rows.next()?.is_some() {
        count += 1;
    }
    Ok(count)
}
