//! The folder of the files that jobs read and write.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use model::Timestamp;

use super::Jobs;
use crate::{Error, Random, Result};

/// How much of the disk a file of users leaves to the database, in bytes.
pub(super) const LEFT: u64 = 256 << 20;
/// A file that comes in and is so old will not be finished any more, in milliseconds: a day.
const ABANDONED: i64 = 86_400_000;

/// The folder. It holds what users are, and in full exports what logs them in: it is its owner's alone.
pub(super) struct Files<'a>(pub(super) &'a Path);

impl Jobs<'_> {
    /// The folder of the files.
    ///
    /// # Errors
    /// `Unfit` where there is none.
    pub(super) fn files(&self) -> Result<Files<'_>> {
        let folder = self.0.settings().files.as_deref();
        folder.map(Files).ok_or(Error::Unfit("This Roster has no folder for the files of imports and exports"))
    }
}

impl Files<'_> {
    /// Which folder it is: a job's files are in one of them.
    ///
    /// # Errors
    /// The disk's.
    pub(super) fn id(&self, random: &Random) -> Result<String> {
        let path = self.0.join("id");
        match fs::read_to_string(&path) {
            Ok(id) if !id.trim().is_empty() => return Ok(id.trim().to_owned()),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(&error)),
            _ => {}
        }
        DirBuilder::new().recursive(true).mode(0o700).create(self.0).map_err(|error| failed(&error))?;
        let id = random.secret();
        // Whole or not there, whoever else does the same.
        let draft = self.0.join(format!("id-{id}"));
        let made = create(&draft).and_then(|mut file| file.write_all(id.as_bytes()).and_then(|()| file.sync_all()));
        let linked = made.and_then(|()| fs::hard_link(&draft, &path));
        let _ = fs::remove_file(&draft);
        match linked {
            Ok(()) => Ok(id),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                fs::read_to_string(&path).map(|id| id.trim().to_owned()).map_err(|error| failed(&error))
            }
            Err(error) => Err(failed(&error)),
        }
    }

    /// A file that comes in.
    pub(super) fn upload(&self, name: &str) -> PathBuf {
        self.0.join(format!("upload-{name}"))
    }

    /// What an import reads.
    pub(super) fn import(&self, job: &str) -> PathBuf {
        self.0.join(format!("{job}.in"))
    }

    /// What an export writes.
    pub(super) fn export(&self, job: &str) -> PathBuf {
        self.0.join(format!("{job}.out"))
    }

    pub(super) fn remove_import(&self, job: &str) {
        remove(&self.import(job));
    }

    pub(super) fn remove_export(&self, job: &str) {
        remove(&self.export(job));
    }

    /// Makes a rename last through a power cut.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(self.0)?.sync_all()
    }

    /// The files of jobs, and those that come in.
    pub(super) fn list(&self, now: Timestamp) -> Vec<Found> {
        let Ok(entries) = fs::read_dir(self.0) else { return Vec::new() };
        let of = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().ok()?;
            let import = name.strip_suffix(".in").map(|id| (id.to_owned(), true));
            let job = import.or(name.strip_suffix(".out").map(|id| (id.to_owned(), false)));
            if job.is_none() && !name.starts_with("upload-") {
                return None;
            }
            let modified = entry.metadata().ok()?.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            let age = now.0 - i64::try_from(modified.as_millis()).ok()?;
            Some(Found { path: entry.path(), job, is_old: age > ABANDONED })
        };
        entries.flatten().filter_map(of).collect()
    }
}

/// A file in the folder.
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// The id of its job, and whether it is what an import reads; none for a file that comes in.
    pub(super) job: Option<(String, bool)>,
    /// Whether nobody writes it any more.
    pub(super) is_old: bool,
}

/// Makes a new file that its owner alone may read.
pub(super) fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

pub(super) fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::warn!(%error, path = %path.display(), "a job's file was not deleted");
        }
        _ => {}
    }
}

/// What the disk refused.
pub(super) fn failed(error: &io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => full(),
        _ => Error::Internal(format!("the files of jobs: {error}")),
    }
}

/// There is no room.
pub(super) fn full() -> Error {
    Error::TooLarge(
        "The server's disk has no room for this file: nothing was done. Make room and try again.".to_owned(),
    )
}
