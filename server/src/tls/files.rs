//! --tls-cert and --tls-key

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

const CERTIFICATE: &str = "--tls-cert, ROSTER_TLS_CERT";
const KEY: &str = "--tls-key, ROSTER_TLS_KEY";

/// Two files, and how they looked when they were read last.
#[derive(Debug)]
pub(super) struct Files {
    certificate: PathBuf,
    key: PathBuf,
    seen: [Option<Look>; 2],
}

/// Changes when a file is written or replaced, behind a link too.
#[derive(Debug, PartialEq, Eq)]
struct Look {
    device: u64,
    inode: u64,
    length: u64,
    written: (i64, i64),
}

impl Files {
    /// The files, and what is in them.
    pub(super) fn open(certificate: &Path, key: &Path) -> Result<(Self, CertifiedKey), String> {
        let mut files = Self { certificate: certificate.to_owned(), key: key.to_owned(), seen: [None, None] };
        files.seen = files.look();
        let first = files.read()?;
        Ok((files, first))
    }

    /// What is in the files, when they changed since the last time.
    pub(super) fn next(&mut self) -> Result<Option<CertifiedKey>, String> {
        let look = self.look();
        if look == self.seen {
            return Ok(None);
        }
        // Remembered before they are read: what is written meanwhile is seen the next time.
        self.seen = look;
        self.read().map(Some)
    }

    fn look(&self) -> [Option<Look>; 2] {
        [&self.certificate, &self.key].map(|path| {
            let file = fs::metadata(path).ok()?;
            let written = (file.mtime(), file.mtime_nsec());
            Some(Look { device: file.dev(), inode: file.ino(), length: file.len(), written })
        })
    }

    fn read(&self) -> Result<CertifiedKey, String> {
        let chain = chain(&self.certificate)?;
        let key = private_key(&self.key)?;
        CertifiedKey::from_der(chain, key, &default_provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => format!(
                "the key in '{}' ({KEY}) does not belong to the first certificate in '{}' ({CERTIFICATE}). The file must \
                 begin with the server's own certificate, its issuers after it.",
                self.key.display(),
                self.certificate.display()
            ),
            error => format!(
                "cannot use the certificate in '{}' ({CERTIFICATE}) with the key in '{}' ({KEY}): {error}",
                self.certificate.display(),
                self.key.display()
            ),
        })
    }
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = read(path, CERTIFICATE)?;
    let told = |what: String| format!("'{}' ({CERTIFICATE}) {what}", path.display());
    let chain = CertificateDer::pem_slice_iter(&text)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| told(format!("cannot be read as PEM: {error}")))?;
    match chain.first() {
        None => Err(told("has no certificate. Expected PEM, which begins with -----BEGIN CERTIFICATE-----".to_owned())),
        Some(_) => Ok(chain),
    }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, String> {
    use rustls::pki_types::pem::Error;
    let text = read(path, KEY)?;
    PrivateKeyDer::from_pem_slice(&text).map_err(|error| {
        let shown = path.display();
        let is_encrypted = String::from_utf8_lossy(&text).contains("ENCRYPTED");
        match error {
            Error::NoItemsFound if is_encrypted => format!(
                "the key in '{shown}' ({KEY}) is encrypted. Write it out with: openssl pkey -in '{shown}' -out plain.pem"
            ),
            Error::NoItemsFound => format!(
                "'{shown}' ({KEY}) has no private key. Expected PEM, which begins with -----BEGIN PRIVATE KEY-----, \
                 -----BEGIN RSA PRIVATE KEY----- or -----BEGIN EC PRIVATE KEY-----"
            ),
            // The error may quote the file.
            _ => format!("'{shown}' ({KEY}) cannot be read as PEM"),
        }
    })
}

fn read(path: &Path, setting: &str) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("cannot read '{}' ({setting}): {error}", path.display()))
}
