//! --tls local

use std::path::Path;

use directory::Clock;
use model::Timestamp;
use rustls::sign::CertifiedKey;

use super::authority::{self, Authority};
use crate::PublicUrl;

/// A certificate for this machine, renewed long before it ends. It is never on the disk: every start makes a new one.
#[derive(Debug)]
pub(super) struct Local {
    authority: Authority,
    hosts: Vec<String>,
    clock: Clock,
    renew_at: Timestamp,
}

impl Local {
    /// For `host` and the names by which a machine knows itself.
    pub(super) fn open(folder: &Path, host: &str, clock: Clock) -> Result<(Self, CertifiedKey), String> {
        let authority = Authority::open(folder, clock.now())?;
        let mut hosts = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        if !hosts.iter().any(|known| known == host) {
            hosts.push(host.to_owned());
        }
        let mut local = Self { authority, hosts, clock, renew_at: Timestamp(0) };
        let first = local.make()?;
        Ok((local, first))
    }

    pub(super) fn next(&mut self) -> Result<Option<CertifiedKey>, String> {
        if self.clock.now() < self.renew_at { Ok(None) } else { self.make().map(Some) }
    }

    fn make(&mut self) -> Result<CertifiedKey, String> {
        let now = self.clock.now();
        let made = self.authority.certify(&self.hosts, now)?;
        // With a third of its life left.
        let after = authority::VALID.as_millis() * 2 / 3;
        self.renew_at = Timestamp(now.0.saturating_add(i64::try_from(after).unwrap_or(i64::MAX)));
        Ok(made)
    }
}

/// What a person does to make clients believe the certificate.
pub(crate) fn how_to_trust(folder: &Path, url: &PublicUrl) -> String {
    let file = folder.join(authority::FILE);
    let (file, folder) = (file.display(), folder.display());
    format!(
        "Its certificate is from an authority of its own, {file}. To trust it:
  curl     curl --cacert {file} {url}/health
  Node     export NODE_EXTRA_CA_CERTS={file}
  Python   cat /etc/ssl/certs/ca-certificates.crt {file} > {folder}/bundle.pem
           export SSL_CERT_FILE={folder}/bundle.pem REQUESTS_CA_BUNDLE={folder}/bundle.pem
  Debian   sudo cp {file} /usr/local/share/ca-certificates/roster.crt && sudo update-ca-certificates
Firefox and Chromium have lists of their own: import the file there as an authority for websites.
"
    )
}
