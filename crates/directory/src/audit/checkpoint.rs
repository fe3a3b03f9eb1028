//! What is signed: the ends of a tenant's chains at a moment.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::Conn;
use store::log_chains::{self, Canonical, Chain};
use store::log_checkpoints::{self, Checkpoint};

use super::AuditKey;
use crate::random::hex;
use crate::{Directory, Error, Result};

/// The content of a checkpoint.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Contents {
    /// Every chain.
    pub(super) chains: Vec<ChainEnd>,
    /// The oldest checkpoint that is kept.
    pub(super) first_checkpoint: i64,
    /// The id of the key.
    pub(super) key: String,
    /// SHA-256 of the signature of the checkpoint before; empty for the first.
    pub(super) previous: String,
    /// How many events there are from before there were chains.
    pub(super) unchained: i64,
}

/// What a checkpoint says of one chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ChainEnd {
    pub(super) chain: i64,
    pub(super) number: i64,
    pub(super) hash: String,
    pub(super) first_number: i64,
    pub(super) first_hash: String,
}

impl From<Chain> for ChainEnd {
    fn from(chain: Chain) -> Self {
        let Chain { chain, number, hash, first_number, first_hash } = chain;
        Self { chain, number, hash, first_number, first_hash }
    }
}

/// What retention deleted beside the beginning of a chain.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Deleted {
    /// Events of no chain.
    pub(super) unchained: u64,
    /// The oldest checkpoint that is left, if older ones went.
    pub(super) first_checkpoint: Option<i64>,
}

/// The newest checkpoint, and its content if it can be read.
pub(super) async fn newest(conn: &mut Conn, tenant: &str) -> Result<Option<(Checkpoint, Option<Contents>)>> {
    let newest = log_checkpoints::newest(conn, tenant).await?;
    Ok(newest.map(|checkpoint| {
        let contents = contents(&checkpoint);
        (checkpoint, contents)
    }))
}

/// None where it was not Roster that wrote it.
pub(super) fn contents(checkpoint: &Checkpoint) -> Option<Contents> {
    serde_json::from_value(checkpoint.chains.clone()).ok()
}

/// What the signature is made over.
pub(super) fn message(tenant: &str, checkpoint: &Checkpoint) -> Vec<u8> {
    let mut bytes = Canonical::default();
    bytes.text("roster log checkpoint 1").text(tenant).int(checkpoint.number).int(checkpoint.created_at.0);
    bytes.json(&checkpoint.chains).bytes().to_vec()
}

/// Names a checkpoint in the one after it.
pub(super) fn fingerprint(checkpoint: &Checkpoint) -> String {
    hex(&Sha256::digest(checkpoint.signature.as_bytes()))
}

impl Directory {
    /// Signs the chains if they are not as they were at the last checkpoint. Whether it did: not where another server was
    /// quicker.
    pub(super) async fn sign_what_is_new(&self, conn: &mut Conn, tenant: &str, key: &AuditKey) -> Result<bool> {
        let before = newest(conn, tenant).await?;
        let chains: Vec<ChainEnd> = log_chains::list(conn, tenant).await?.into_iter().map(ChainEnd::from).collect();
        let known = before.as_ref().and_then(|(_, contents)| contents.as_ref()).map(|contents| &contents.chains);
        if chains.is_empty() || known == Some(&chains) {
            return Ok(false);
        }
        self.sign(conn, tenant, key, Deleted::default()).await
    }

    /// Signs the chains as they are in this transaction. Whether it did: not where another server was quicker.
    pub(super) async fn sign(&self, conn: &mut Conn, tenant: &str, key: &AuditKey, deleted: Deleted) -> Result<bool> {
        let before = newest(conn, tenant).await?;
        let chains = log_chains::list(conn, tenant).await?.into_iter().map(ChainEnd::from).collect();
        let known = before.as_ref().and_then(|(_, contents)| contents.as_ref());
        let unchained = match known {
            Some(known) => known.unchained - i64::try_from(deleted.unchained).unwrap_or(i64::MAX),
            None => log_chains::unchained(conn, tenant).await?,
        };
        let contents = Contents {
            chains,
            first_checkpoint: deleted.first_checkpoint.or(known.map(|known| known.first_checkpoint)).unwrap_or(1),
            key: key.public().id(),
            previous: before.as_ref().map(|(checkpoint, _)| fingerprint(checkpoint)).unwrap_or_default(),
            unchained,
        };
        let mut checkpoint = Checkpoint {
            number: before.map_or(1, |(checkpoint, _)| checkpoint.number + 1),
            chains: serde_json::to_value(contents).map_err(|error| Error::Internal(error.to_string()))?,
            created_at: self.now(),
            signature: String::new(),
        };
        checkpoint.signature = key.sign(&message(tenant, &checkpoint))?;
        Ok(log_checkpoints::insert(conn, tenant, &checkpoint).await?)
    }
}
