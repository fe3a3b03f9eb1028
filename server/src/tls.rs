//! TLS: what Roster proves its name with, and the rules of the handshake.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use directory::Clock;
use rustls::ServerConfig;
use rustls::crypto::aws_lc_rs::{Ticketer, default_provider};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use tokio::net::TcpStream;
use tokio::time::{MissedTickBehavior, interval};
use tokio_rustls::{Accept, TlsAcceptor};

mod authority;
mod files;
mod local;

use files::Files;
use local::Local;
pub(crate) use local::how_to_trust;

/// Serves TLS with a certificate that may change while it runs; cheap to clone.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
    shown: Arc<Shown>,
}

/// The certificate that new handshakes show.
#[derive(Debug)]
struct Shown {
    source: Mutex<Source>,
    current: RwLock<Arc<CertifiedKey>>,
}

#[derive(Debug)]
enum Source {
    Files(Files),
    Local(Local),
}

impl Tls {
    /// With the chain and the key in these PEM files, which are read again when they change.
    ///
    /// # Errors
    /// What is wrong with which file.
    pub fn from_files(certificate: &Path, key: &Path) -> Result<Self, String> {
        let (files, first) = Files::open(certificate, key)?;
        Self::new(Source::Files(files), first)
    }

    /// With a certificate for `host` and this machine, from an authority that is kept in `folder`.
    ///
    /// # Errors
    /// When the authority cannot be read or made.
    pub fn local(folder: &Path, host: &str, clock: Clock) -> Result<Self, String> {
        let (local, first) = Local::open(folder, host, clock)?;
        Self::new(Source::Local(local), first)
    }

    fn new(source: Source, first: CertifiedKey) -> Result<Self, String> {
        let shown = Arc::new(Shown { source: Mutex::new(source), current: RwLock::new(Arc::new(first)) });
        let told = |error| format!("cannot set up TLS: {error}");
        // S-806
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .map_err(told)?
            .with_no_client_auth()
            .with_cert_resolver(shown.clone());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        // Clients resume with a ticket, so that nothing is kept for those who never come back.
        config.ticketer = Ticketer::new().map_err(told)?;
        Ok(Self { config: Arc::new(config), shown })
    }

    pub(crate) fn accept(&self, stream: TcpStream) -> Accept<TcpStream> {
        TlsAcceptor::from(self.config.clone()).accept(stream)
    }

    /// Looks every so often whether there is a newer certificate.
    pub(crate) async fn keep_fresh(self, every: Duration) {
        let mut ticks = interval(every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.shown.renew();
        }
    }
}

impl Shown {
    /// Keeps the certificate that it has when the next one is bad.
    fn renew(&self) {
        let next = self.source.lock().unwrap_or_else(PoisonError::into_inner).next();
        match next {
            Ok(None) => {}
            Ok(Some(next)) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
                tracing::info!("new connections get the new certificate");
            }
            Err(message) => tracing::warn!("the certificate in use stays, because the new one is bad: {message}"),
        }
    }
}

impl Source {
    /// The next certificate, when its time has come.
    fn next(&mut self) -> Result<Option<CertifiedKey>, String> {
        match self {
            Self::Files(files) => files.next(),
            Self::Local(local) => local.next(),
        }
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use model::Timestamp;
    use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
    use rustls::pki_types::CertificateDer;

    use super::*;

    const DAY: i64 = 24 * 60 * 60 * 1000;

    fn pair() -> CertifiedKey<KeyPair> {
        generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap()
    }

    fn shown(tls: &Tls) -> CertificateDer<'static> {
        tls.shown.current.read().unwrap().cert[0].clone()
    }

    #[test]
    fn a_bad_pair_is_not_taken_and_a_good_one_after_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        let (first, second) = (pair(), pair());
        fs::write(&certificate, first.cert.pem()).unwrap();
        fs::write(&key, first.signing_key.serialize_pem()).unwrap();
        let tls = Tls::from_files(&certificate, &key).unwrap();
        fs::write(&certificate, second.cert.pem()).unwrap();
        tls.shown.renew();
        assert_eq!(&shown(&tls), first.cert.der(), "the key of the second is not there yet");
        fs::remove_file(&key).unwrap();
        tls.shown.renew();
        assert_eq!(&shown(&tls), first.cert.der());
        fs::write(&key, second.signing_key.serialize_pem()).unwrap();
        tls.shown.renew();
        assert_eq!(&shown(&tls), second.cert.der());
    }

    #[test]
    fn a_local_certificate_is_renewed_before_it_ends_and_its_authority_stays() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Clock::manual(Timestamp(1_795_000_000_000));
        let tls = Tls::local(folder.path(), "localhost", clock.clone()).unwrap();
        let authority = fs::read(folder.path().join("local-ca.pem")).unwrap();
        let first = shown(&tls);
        clock.advance(59 * DAY);
        tls.shown.renew();
        assert_eq!(shown(&tls), first);
        clock.advance(2 * DAY);
        tls.shown.renew();
        assert_ne!(shown(&tls), first);
        assert_eq!(fs::read(folder.path().join("local-ca.pem")).unwrap(), authority);
    }
}
