//! The folder for everything that Roster keeps in files.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// A folder that exists, by its absolute path.
pub(crate) struct DataFolder(PathBuf);

/// Held as long as a server runs on the folder. The system releases it when the process ends, however it ends.
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file releases the lock")] File);

impl DataFolder {
    /// Makes the folder where it is missing, readable by its owner alone: it holds password hashes.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let told = |error| format!("cannot use the data folder '{}' (--data, ROSTER_DATA): {error}", path.display());
        DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(told)?;
        fs::canonicalize(path).map(Self).map_err(told)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The path of a file in the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Keeps a second server away: two of them would each count on being the only writer.
    pub(crate) fn lock(&self) -> Result<Lock, String> {
        let path = self.file("roster.lock");
        let file = File::create(&path).map_err(|error| format!("cannot open '{}': {error}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(format!(
                "another Roster already runs on the data folder '{}'. Stop it first, or give this one a folder of its \
                 own with --data (ROSTER_DATA).",
                self.0.display()
            )),
            Err(TryLockError::Error(error)) => Err(format!("cannot lock '{}': {error}", path.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn only_one_server_gets_the_folder_and_only_its_owner_sees_into_it() {
        let parent = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(&parent.path().join("new")).unwrap();
        assert_eq!(fs::metadata(&folder.0).unwrap().permissions().mode() & 0o777, 0o700);
        let first = folder.lock().unwrap();
        assert!(folder.lock().is_err_and(|message| message.contains("already runs")));
        drop(first);
        assert!(folder.lock().is_ok());
    }
}
