//! Where addresses are, as a database tells that the operator names.

mod countries;
mod database;
mod sample;
mod write;

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use model::{GeoIpState, Place};

use crate::{Actor, Directory, Result, Scope};
use database::Database;

pub(crate) use sample::{address as sample_address, count as sample_count, place as sample_place};

/// What is known of a file without reading it; another one is another file.
type Stamp = Option<(SystemTime, u64)>;

/// The database in use, and the file that it is read from. Nothing until the operator names one.
#[derive(Default)]
pub(crate) struct GeoIp(RwLock<Inner>);

#[derive(Default)]
struct Inner {
    path: Option<PathBuf>,
    /// Of the file when it was read, or tried.
    stamp: Stamp,
    database: Option<Arc<Database>>,
    error: Option<String>,
}

impl GeoIp {
    /// Where a visitor's address is.
    pub(crate) fn place(&self, ip: Option<&str>) -> Option<Place> {
        let database = self.0.read().unwrap_or_else(PoisonError::into_inner).database.clone()?;
        let address = ip?.parse::<IpAddr>().ok()?.to_canonical();
        if is_private(address) { None } else { database.place(address) }
    }

    fn state(&self) -> GeoIpState {
        let inner = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let file = inner.path.as_deref().and_then(Path::file_name);
        GeoIpState {
            file: file.map(|name| name.to_string_lossy().into_owned()),
            kind: inner.database.as_ref().map(|database| crate::events::cut(database.kind())),
            built_at: inner.database.as_ref().and_then(|database| database.built_at()),
            error: inner.error.clone(),
        }
    }

    /// Reads the file if it is another one than it was.
    fn refresh(&self) {
        let (path, known) = {
            let inner = self.0.read().unwrap_or_else(PoisonError::into_inner);
            let Some(path) = inner.path.clone() else { return };
            (path, inner.stamp)
        };
        let stamp = std::fs::metadata(&path).ok().and_then(|data| Some((data.modified().ok()?, data.len())));
        // A file that is not there costs nothing to be tried again.
        if known == stamp && stamp.is_some() {
            return;
        }
        let read = std::fs::read(&path).map_err(|error| error.to_string()).and_then(Database::read);
        let mut inner = self.0.write().unwrap_or_else(PoisonError::into_inner);
        inner.stamp = stamp;
        match read {
            Ok(database) => {
                let kind = database.kind().to_owned();
                tracing::info!(file = %path.display(), kind, "read the GeoIP database");
                inner.database = Some(Arc::new(database));
                inner.error = None;
            }
            Err(error) => {
                if inner.error.as_ref() != Some(&error) {
                    let kept =
                        if inner.database.is_some() { "the last good one stays in use" } else { "no place is known" };
                    tracing::warn!(file = %path.display(), error, "the GeoIP database was not read; {kept}");
                }
                inner.error = Some(error);
            }
        }
    }
}

impl Directory {
    /// Takes places from the database in that file from now on. A file that cannot be read is said in the log, and tried
    /// again by [`Directory::refresh_geoip`].
    pub fn use_geoip(&self, file: &Path) {
        self.geoip().0.write().unwrap_or_else(PoisonError::into_inner).path = Some(file.to_owned());
        self.refresh_geoip();
    }

    /// Reads the database's file again if it changed. It waits for the disk. A file that cannot be read leaves the last
    /// good one in use.
    pub fn refresh_geoip(&self) {
        self.geoip().refresh();
    }

    /// What places are known from.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`.
    pub fn geoip_state(&self, actor: &Actor) -> Result<GeoIpState> {
        actor.may(Scope::ReadLogs)?;
        Ok(self.geoip().state())
    }

    /// The file of a small database over the addresses that are reserved for documentation, to try things out with.
    pub fn sample_geoip(&self) -> Vec<u8> {
        sample::database(self.now())
    }
}

/// Whether the address is in nobody's GeoIP database by right: it is another machine in every house.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [a, b, ..] = address.octets();
            address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || address.is_multicast()
                || a == 0
                || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(address) => {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_multicast()
                || address.is_unique_local()
                || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Timestamp;

    use super::*;

    fn city(geoip: &GeoIp, ip: &str) -> Option<String> {
        geoip.place(Some(ip)).and_then(|place| place.city_name)
    }

    fn following(file: &Path) -> GeoIp {
        let geoip = GeoIp(RwLock::new(Inner { path: Some(file.to_owned()), ..Inner::default() }));
        geoip.refresh();
        geoip
    }

    #[test]
    fn a_private_address_and_what_is_no_address_have_no_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.mmdb");
        std::fs::write(&file, sample::database(Timestamp(0))).unwrap();
        let geoip = following(&file);
        for ip in [
            "10.0.0.1",
            "172.16.9.9",
            "192.168.0.1",
            "127.0.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
            "",
            "localhost",
            "192.0.2.1\0",
            "192.0.2.1 ",
            "999.0.2.1",
        ] {
            assert_eq!(geoip.place(Some(ip)), None, "{ip:?}");
        }
        assert_eq!(geoip.place(None), None);
        assert_eq!(city(&geoip, "192.0.2.1").as_deref(), Some("Berlin"));
        assert_eq!(city(&geoip, "::ffff:192.0.2.1").as_deref(), Some("Berlin"));
        let country = geoip.place(Some("2001:db8:f::1")).unwrap();
        assert_eq!((country.city_name.as_deref(), country.country_code3.as_deref()), (None, Some("MNG")));
    }

    #[test]
    fn a_file_that_is_corrupt_or_missing_leaves_the_last_good_one_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("city.mmdb");
        let geoip = following(&file);
        assert_eq!(city(&geoip, "192.0.2.1"), None);
        assert!(geoip.state().error.is_some() && geoip.state().kind.is_none());

        let whole = sample::database(Timestamp(1_795_000_000_000));
        std::fs::write(&file, &whole).unwrap();
        geoip.refresh();
        let good = geoip.state();
        assert_eq!(good.error, None);
        assert_eq!(good.built_at, Some(Timestamp(1_795_000_000_000)));
        assert_eq!(good.file.as_deref(), Some("city.mmdb"));

        let spoil: [fn(&Path, &[u8]); 3] = [
            |file, whole| std::fs::write(file, &whole[..whole.len() - 40]).unwrap(),
            |file, _| std::fs::write(file, "").unwrap(),
            |file, _| std::fs::remove_file(file).unwrap(),
        ];
        for spoil in spoil {
            spoil(&file, &whole);
            geoip.refresh();
            assert_eq!(city(&geoip, "192.0.2.1").as_deref(), Some("Berlin"));
            assert!(geoip.state().error.is_some());
            assert_eq!(geoip.state().kind, good.kind);
        }
        std::fs::write(&file, &whole).unwrap();
        geoip.refresh();
        assert_eq!(geoip.state(), good);
    }
}
