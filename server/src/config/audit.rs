//! What the log's checkpoints are signed with, and where copies of them go.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use directory::{AuditKey, Copies, Notary};

use crate::data_folder::DataFolder;

/// In the data folder.
const KEY_FILE: &str = "audit-key.pem";

/// Where the key is.
#[derive(Args, Clone, Debug)]
pub(crate) struct AuditKeyArgs {
    /// Ed25519 key (PEM) that checkpoints of the log are signed with; several servers on one database need the same
    ///
    /// Without it, audit-key.pem of the data folder, which the first start makes.
    #[arg(long, env = "ROSTER_AUDIT_KEY", value_name = "FILE")]
    pub(crate) audit_key: Option<PathBuf>,
}

/// What a server does against tampering with the log.
#[derive(Args, Clone, Debug)]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    key: AuditKeyArgs,

    /// File that a copy of each checkpoint of the log is appended to, best on another machine's disk
    #[arg(long, env = "ROSTER_AUDIT_CHECKPOINTS", value_name = "FILE")]
    audit_checkpoints: Option<PathBuf>,
}

impl AuditArgs {
    /// The key, made where there is none, and the file of copies.
    pub(crate) fn notary(&self, folder: &DataFolder) -> Result<Notary, String> {
        let key = match (self.key.read(folder)?, self.key.given()) {
            (Some(key), _) => key,
            (None, Some(path)) => return Err(missing(path)),
            (None, None) => make(&folder.file(KEY_FILE))?,
        };
        let copies = self.audit_checkpoints.as_deref().filter(|path| !path.as_os_str().is_empty());
        let copies = copies.map(|path| {
            Copies::open(path).map_err(|error| {
                let path = path.display();
                format!("cannot write to '{path}' (--audit-checkpoints, ROSTER_AUDIT_CHECKPOINTS): {error}")
            })
        });
        Ok(Notary { key, copies: copies.transpose()? })
    }
}

impl AuditKeyArgs {
    /// The key; none where there is no file.
    pub(crate) fn read(&self, folder: &DataFolder) -> Result<Option<AuditKey>, String> {
        let path = self.given().map_or_else(|| folder.file(KEY_FILE), Path::to_owned);
        let told = |reason: &dyn std::fmt::Display| {
            format!("cannot use '{}' (--audit-key, ROSTER_AUDIT_KEY): {reason}", path.display())
        };
        match fs::read_to_string(&path) {
            Ok(text) => AuditKey::from_pem(&text).map(Some).map_err(|mistake| told(&mistake)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(told(&error)),
        }
    }

    fn given(&self) -> Option<&Path> {
        self.audit_key.as_deref().filter(|path| !path.as_os_str().is_empty())
    }
}

fn missing(path: &Path) -> String {
    let path = path.display();
    format!(
        "there is no key '{path}' (--audit-key, ROSTER_AUDIT_KEY). Make one with: openssl genpkey -algorithm ed25519 -out {path}"
    )
}

/// Whole or not at all, and for its owner alone.
fn make(path: &Path) -> Result<AuditKey, String> {
    let key = AuditKey::generate().map_err(|error| error.to_string())?;
    let pem = key.to_pem().map_err(|error| error.to_string())?;
    let beside = path.with_extension("new");
    let written = (|| {
        let _ = fs::remove_file(&beside);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        file.write_all(pem.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    written.map_err(|error| format!("cannot write '{}': {error}", path.display()))?;
    Ok(key)
}
