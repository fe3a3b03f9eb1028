//! roster audit

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use directory::{Actor, AuditPublicKey, CheckpointCopy, DEFAULT_TENANT, Directory, Evidence, Settings, Verified};
use store::Db;

use super::admin::explained;
use super::told;
use crate::config::{AuditKeyArgs, StorageArgs};
use crate::data_folder::DataFolder;

#[derive(Subcommand, Debug)]
pub(super) enum AuditCommand {
    /// Check whether the log is as it was written; ends with 1 and the first thing that is wrong if it is not
    Verify(Verify),
    /// Print the public key that checkpoints of the log are verified with
    Key(AuditKeyArgs),
}

#[derive(Args, Debug)]
pub(super) struct Verify {
    /// Whose log; all by default
    #[arg(long, value_name = "TENANT")]
    tenant: Option<String>,
    /// Public keys (PEM, one or several) instead of the server's own key
    #[arg(long, value_name = "FILE")]
    public_key: Option<PathBuf>,
    /// Copies of checkpoints, as ROSTER_AUDIT_CHECKPOINTS keeps them
    #[arg(long, value_name = "FILE")]
    checkpoints: Option<PathBuf>,
    #[command(flatten)]
    key: AuditKeyArgs,
}

/// Does it, and prints what came of it.
pub(super) async fn run(storage: &StorageArgs, command: AuditCommand) -> Result<(), String> {
    match command {
        AuditCommand::Verify(verify) => verify.run(storage).await,
        AuditCommand::Key(key) => {
            let (folder, _) = storage.open()?;
            print!("{}", own_key(&key, &folder)?.ok_or(NO_KEY)?.to_pem());
            Ok(())
        }
    }
}

const NO_KEY: &str = "there is no key yet: the first start of `roster serve` makes it";

fn own_key(args: &AuditKeyArgs, folder: &DataFolder) -> Result<Option<AuditPublicKey>, String> {
    Ok(args.read(folder)?.map(|key| key.public()))
}

impl Verify {
    async fn run(&self, storage: &StorageArgs) -> Result<(), String> {
        let (folder, url) = storage.open()?;
        let evidence = self.evidence(&folder)?;
        // Looks only: nothing is migrated, nothing made.
        let file = url.strip_prefix("sqlite:").map(|path| Path::new(path.strip_prefix("//").unwrap_or(path)));
        if let Some(file) = file.filter(|file| !file.exists()) {
            return Err(format!("there is no database '{}'", file.display()));
        }
        let db = Db::open(&url).await.map_err(|error| told(&error))?;
        let directory = Directory::new(db.clone(), Settings::new(""));
        let verified = self.verify(&directory, &evidence).await;
        db.close().await;
        verified
    }

    fn evidence(&self, folder: &DataFolder) -> Result<Evidence, String> {
        let keys = match &self.public_key {
            Some(path) => AuditPublicKey::all_from_pem(&read(path, "--public-key")?)
                .map_err(|mistake| format!("cannot use '{}' (--public-key): {mistake}", path.display()))?,
            None => own_key(&self.key, folder)?.into_iter().collect(),
        };
        let copies = match &self.checkpoints {
            Some(path) => {
                let (copies, unread) = CheckpointCopy::all_from(&read(path, "--checkpoints")?);
                if unread > 0 {
                    eprintln!("{unread} lines of '{}' are no copies of checkpoints", path.display());
                }
                copies
            }
            None => Vec::new(),
        };
        Ok(Evidence { keys, copies })
    }

    async fn verify(&self, directory: &Directory, evidence: &Evidence) -> Result<(), String> {
        let explain = |error: directory::Error| match error {
            directory::Error::Store(error) => told(&error),
            other => explained(&other.into()),
        };
        let known = directory.audit().tenants(&Actor::operator(DEFAULT_TENANT)).await.map_err(explain)?;
        let tenants = match &self.tenant {
            Some(tenant) if known.contains(tenant) => vec![tenant.clone()],
            Some(tenant) => return Err(format!("there is no tenant '{tenant}' (--tenant)")),
            None => known,
        };
        for tenant in tenants {
            let verified = directory.audit().verify(&Actor::operator(&tenant), evidence).await.map_err(explain)?;
            let verified =
                verified.map_err(|tampering| format!("the log of {tenant} was tampered with: {tampering}"))?;
            print!("{}", report(&tenant, &verified));
        }
        Ok(())
    }
}

fn read(path: &Path, option: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read '{}' ({option}): {error}", path.display()))
}

fn report(tenant: &str, verified: &Verified) -> String {
    let Verified { events, chains, .. } = *verified;
    let rate = events * 1_000 / verified.milliseconds.max(1);
    let mut text = format!(
        "{tenant}: intact. {events} events in {chains} chains are as they were written ({rate} events a second)\n"
    );
    let mut add = |line: String| text.push_str(&format!("  {line}\n"));
    match verified.signed_at {
        Some(at) => add(format!("{} checkpoints with good signatures, the newest of {at}", verified.checkpoints)),
        None => add("there is no checkpoint yet: `roster serve` makes the first".to_owned()),
    }
    if verified.unsigned > 0 {
        add(format!("{} events after it are not signed yet", verified.unsigned));
    }
    if verified.copies > 0 {
        add(format!("{} checkpoints agree with their copies", verified.copies));
    }
    if verified.deleted > 0 {
        add(format!("{} older events were deleted when their time was over", verified.deleted));
    }
    if verified.unchained > 0 {
        add(format!("{} events from before there were chains cannot be verified", verified.unchained));
    }
    text
}
