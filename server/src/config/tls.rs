//! Whether Roster speaks TLS itself, and with which certificate.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use directory::Clock;

use super::PublicUrl;
use crate::Tls;
use crate::data_folder::DataFolder;

/// How the server proves who it is.
#[derive(Args, Clone, Debug)]
pub(crate) struct TlsArgs {
    /// Serve https with the certificate chain in this PEM file; read again when it changes
    #[arg(long, env = "ROSTER_TLS_CERT", value_name = "FILE")]
    tls_cert: Option<PathBuf>,

    /// The private key that belongs to it, in PEM: PKCS#8, PKCS#1 or SEC1
    #[arg(long, env = "ROSTER_TLS_KEY", value_name = "FILE")]
    tls_key: Option<PathBuf>,

    /// Serve https for work on this machine, with a certificate from an authority that Roster makes in the data folder
    #[arg(long, env = "ROSTER_TLS", value_name = "HOW")]
    tls: Option<Made>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Made {
    /// By an authority in the data folder, local-ca.pem, which clients must be told to trust
    Local,
}

/// The settings, without contradiction.
pub(crate) enum TlsPlan {
    Off,
    Files(PathBuf, PathBuf),
    Local,
}

impl TlsArgs {
    /// What was asked for.
    ///
    /// # Errors
    /// When the settings contradict each other.
    pub(crate) fn plan(&self) -> Result<TlsPlan, String> {
        match (self.tls, self.tls_cert.clone(), self.tls_key.clone()) {
            (None, None, None) => Ok(TlsPlan::Off),
            (None, Some(certificate), Some(key)) => Ok(TlsPlan::Files(certificate, key)),
            (Some(Made::Local), None, None) => Ok(TlsPlan::Local),
            (Some(Made::Local), ..) => Err("--tls local (ROSTER_TLS) makes a certificate, --tls-cert and --tls-key \
                (ROSTER_TLS_CERT, ROSTER_TLS_KEY) name one: choose either."
                .to_owned()),
            (None, Some(_), None) => {
                Err("--tls-cert (ROSTER_TLS_CERT) needs --tls-key (ROSTER_TLS_KEY): the file with \
                the private key that belongs to the certificate."
                    .to_owned())
            }
            (None, None, Some(_)) => {
                Err("--tls-key (ROSTER_TLS_KEY) needs --tls-cert (ROSTER_TLS_CERT): the file with \
                the certificate that belongs to the key."
                    .to_owned())
            }
        }
    }
}

impl TlsPlan {
    pub(crate) fn is_on(&self) -> bool {
        !matches!(self, Self::Off)
    }

    /// Reads or makes the certificate, for a server that is reached at `url`.
    pub(crate) fn open(&self, folder: &DataFolder, url: &PublicUrl) -> Result<Option<Tls>, String> {
        match self {
            Self::Off => Ok(None),
            Self::Files(certificate, key) => Tls::from_files(certificate, key).map(Some),
            Self::Local => Tls::local(folder.path(), url.host(), Clock::system()).map(Some),
        }
    }
}
