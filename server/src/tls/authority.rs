//! The authority of `--tls local`: made once, so that it has to be trusted once.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::net::IpAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use model::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    SanType, date_time_ymd,
};
use rustls::RootCertStore;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Clocks of clients may be behind.
const EARLIER: Duration = DAY;
const YEARS: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
/// How long a server's certificate is good. No client takes more than 825 days.
pub(super) const VALID: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// The name of the file that clients are told to trust.
pub(super) const FILE: &str = "local-ca.pem";
const KEY_FILE: &str = "local-ca.key";

/// Signs certificates for this server.
#[derive(Debug)]
pub(super) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

impl Authority {
    /// The authority in `folder`; a new one where there is none.
    pub(super) fn open(folder: &Path, now: Timestamp) -> Result<Self, String> {
        let (file, key_file) = (folder.join(FILE), folder.join(KEY_FILE));
        let key = match fs::read_to_string(&key_file) {
            Ok(text) => KeyPair::from_pem(&text)
                .map_err(|error| format!("cannot use '{}': {error}. {}", key_file.display(), anew(folder)))?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let key = KeyPair::generate().map_err(|error| format!("cannot make a key: {error}"))?;
                write(&key_file, &key.serialize_pem(), 0o600)?;
                // Whatever stood here belonged to another key.
                let _ = fs::remove_file(&file);
                key
            }
            Err(error) => return Err(format!("cannot read '{}': {error}", key_file.display())),
        };
        let params = params(&key, now);
        if !file.exists() {
            let certificate =
                params.self_signed(&key).map_err(|error| format!("cannot make a certificate: {error}"))?;
            write(&file, &certificate.pem(), 0o644)?;
        }
        let authority = Self { issuer: Issuer::new(params, key), file };
        authority
            .check(now)
            .map_err(|error| format!("cannot use '{}': {error}. {}", authority.file.display(), anew(folder)))?;
        Ok(authority)
    }

    /// A certificate for `hosts` with a key of its own.
    pub(super) fn certify(&self, hosts: &[String], now: Timestamp) -> Result<CertifiedKey, String> {
        let told =
            |error: &dyn std::fmt::Display| format!("cannot make a certificate for {}: {error}", hosts.join(", "));
        let names = hosts.iter().map(|host| match host.parse::<IpAddr>() {
            Ok(address) => Ok(SanType::IpAddress(address)),
            Err(_) => host.as_str().try_into().map(SanType::DnsName),
        });
        let mut params = CertificateParams::default();
        params.subject_alt_names = names.collect::<Result<_, _>>().map_err(|error| told(&error))?;
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Roster");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        set_validity(&mut params, now, VALID);
        let key = KeyPair::generate().map_err(|error| told(&error))?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(|error| told(&error))?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        CertifiedKey::from_der(vec![certificate.der().clone()], key, &default_provider()).map_err(|error| told(&error))
    }

    /// Whether those who trust the file accept what the key signs: either may have been replaced.
    fn check(&self, now: Timestamp) -> Result<(), String> {
        let text = fs::read(&self.file).map_err(|error| error.to_string())?;
        let told = |error: rustls::Error| error.to_string();
        let mut roots = RootCertStore::empty();
        let root = CertificateDer::from_pem_slice(&text).map_err(|error| error.to_string())?;
        roots.add(root).map_err(told)?;
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()))
            .build()
            .map_err(|error| error.to_string())?;
        let sample = self.certify(&["localhost".to_owned()], now)?;
        let name = ServerName::try_from("localhost").map_err(|error| error.to_string())?;
        let end = sample.end_entity_cert().map_err(told)?;
        verifier.verify_server_cert(end, &[], &name, &[], UnixTime::since_unix_epoch(since(now))).map_err(told)?;
        Ok(())
    }
}

/// The same for one key whenever it is asked for, so that issuer and subject agree.
fn params(key: &KeyPair, now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    // Told apart by their names in a list of trusted authorities.
    let short = params.key_identifier(key).iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, format!("Roster local CA {short}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    set_validity(&mut params, now, YEARS);
    params
}

fn anew(folder: &Path) -> String {
    format!(
        "Delete {FILE} and {KEY_FILE} in '{}' and the next start makes new ones, to be trusted anew.",
        folder.display()
    )
}

/// Whole or not at all.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), String> {
    let beside = path.with_extension("new");
    let written = (|| {
        let _ = fs::remove_file(&beside);
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    })();
    written.map_err(|error| format!("cannot write '{}': {error}", path.display()))
}

fn since(now: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(now.0).unwrap_or(0))
}

fn set_validity(params: &mut CertificateParams, now: Timestamp, life: Duration) {
    let epoch = date_time_ymd(1970, 1, 1);
    params.not_before = epoch + since(now).saturating_sub(EARLIER);
    params.not_after = epoch + since(now) + life;
}
