//! What can be set from outside, checked before anything starts.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::TrustedProxies;
use crate::data_folder::DataFolder;

mod audit;
mod database;
mod map_tiles;
mod public_url;
mod tls;

use audit::AuditArgs;
pub(crate) use audit::AuditKeyArgs;
pub(crate) use database::check_database_url;
use map_tiles::MapArgs;
pub use map_tiles::TileServer;
pub use public_url::PublicUrl;
use tls::TlsArgs;
pub(crate) use tls::TlsPlan;

/// Where the data is: every command needs it.
#[derive(Args, Clone, Debug)]
pub(crate) struct StorageArgs {
    /// Folder for everything that Roster keeps in files; made when it is missing
    #[arg(long, env = "ROSTER_DATA", value_name = "FOLDER", default_value = "./data", global = true)]
    pub(crate) data: PathBuf,

    /// Database: sqlite://<file> or postgres://<user>:<password>@<host>/<name>
    ///
    /// Without it, SQLite in the file roster.db of the data folder.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub(crate) database: Option<String>,
}

impl StorageArgs {
    /// The data folder, made where it was missing, and the database's URL.
    pub(crate) fn open(&self) -> Result<(DataFolder, String), String> {
        let folder = DataFolder::open(&self.data)?;
        let url = match self.database.as_deref().filter(|url| !url.is_empty()) {
            Some(url) => check_database_url(url)?,
            None => format!("sqlite://{}", folder.file("roster.db").display()),
        };
        Ok((folder, url))
    }
}

/// How the server is reached.
#[derive(Args, Clone, Debug)]
pub(crate) struct ServeArgs {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "ROSTER_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = listen_address)]
    pub(crate) listen: SocketAddr,

    /// Public address, as browsers see it: the base of every link, and what decides whether cookies are Secure
    ///
    /// Without it, http://localhost and the port; https with TLS.
    #[arg(long, env = "ROSTER_URL", value_name = "URL")]
    pub(crate) url: Option<PublicUrl>,

    #[command(flatten)]
    pub(crate) tls: TlsArgs,

    #[command(flatten)]
    pub(crate) audit: AuditArgs,

    /// Proxies in front of Roster whose X-Forwarded-For is believed: IP addresses or networks like 10.0.0.0/8, with commas
    #[arg(long, env = "ROSTER_TRUSTED_PROXIES", value_name = "LIST", default_value = "", hide_default_value = true)]
    pub(crate) trusted_proxies: TrustedProxies,

    /// Serve plain http on an address that other machines reach, although passwords then travel readable
    #[arg(long, env = "ROSTER_ALLOW_PLAIN_HTTP", value_parser = clap::builder::BoolishValueParser::new(),
          default_value_t = false, num_args = 0..=1, default_missing_value = "true", hide_default_value = true, action = clap::ArgAction::Set)]
    pub(crate) allow_plain_http: bool,

    /// Most requests a minute that one application or address may make at the Management and Authentication APIs, whatever a
    /// tenant's settings say; 0 for no limits at all
    ///
    /// Without it, the tenant's settings alone. Several servers on one database count each for itself.
    #[arg(long, env = "ROSTER_RATE_LIMIT", value_name = "N")]
    pub(crate) rate_limit: Option<u32>,

    /// City database in GeoIP2's format, like GeoLite2-City.mmdb or dbip-city-lite.mmdb; read again when it changes
    #[arg(long, env = "ROSTER_GEOIP", value_name = "FILE")]
    pub(crate) geoip: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) map: MapArgs,

    /// Folder to read the site from instead of the files inside the program; for work on the dashboard
    #[arg(long, env = "ROSTER_SITE", value_name = "FOLDER", hide = true)]
    pub(crate) site: Option<PathBuf>,
}

impl ServeArgs {
    /// The public address, for a server that listens on `address`.
    ///
    /// # Errors
    /// When passwords would cross a network unencrypted and nobody said that this is meant, or when the public address is
    /// not one that a server with TLS has.
    pub(crate) fn public_url(&self, address: SocketAddr, tls: &TlsPlan) -> Result<PublicUrl, String> {
        let own = if tls.is_on() { PublicUrl::localhost_with_tls } else { PublicUrl::localhost };
        let url = self.url.clone().unwrap_or_else(|| own(address.port()));
        if tls.is_on() && !url.is_https() {
            return Err(format!(
                "--url (ROSTER_URL) is {url}, but with --tls or --tls-cert (ROSTER_TLS, ROSTER_TLS_CERT) Roster speaks \
                 https alone: give it the https:// address, or leave TLS off."
            ));
        }
        if !address.ip().is_loopback() && !url.is_https() && !self.allow_plain_http {
            return Err(format!(
                "--listen (ROSTER_LISTEN) is {address}, which other machines can reach, but the public address {url} is \
                 plain http, so passwords would travel readable. Serve TLS with --tls-cert and --tls-key (ROSTER_TLS_CERT, \
                 ROSTER_TLS_KEY), put a proxy with TLS in front and set --url (ROSTER_URL) to its https:// address, listen \
                 on 127.0.0.1, or say --allow-plain-http (ROSTER_ALLOW_PLAIN_HTTP=true)."
            ));
        }
        Ok(url)
    }
}

fn listen_address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "expected an IP address and a port like 127.0.0.1:8080 or [::1]:8080 (ROSTER_LISTEN)".to_owned())
}
