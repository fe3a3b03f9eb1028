//! Where a user logged in from.

use serde::{Deserialize, Serialize};

use crate::{LoginOutcome, Place, Timestamp};

/// Milliseconds of a day. Days are those of UTC.
pub const DAY: i64 = 86_400_000;

/// Where a user's logins came from: counted, and the newest one by one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserLocations {
    /// What Roster knows places from.
    pub database: GeoIpState,
    /// Each place once; the other fields name them by their number here.
    pub places: Vec<Place>,
    /// How many logins, by day, place and outcome.
    pub counts: Vec<LoginCount>,
    /// The newest logins that have a place, oldest first.
    pub logins: Vec<PlacedLogin>,
    /// Whether there are more counts than an answer holds.
    pub is_cut: bool,
    /// Map tiles, where the operator set some.
    pub tiles: Option<MapTiles>,
}

/// Logins of one day, place and outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginCount {
    /// Days since 1970 in UTC.
    pub day: i64,
    /// Its number in [`UserLocations::places`]; none where the address has no place.
    pub place: Option<usize>,
    /// What came of them.
    pub outcome: LoginOutcome,
    /// How many.
    pub count: i64,
}

/// A login, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedLogin {
    /// The event's id.
    pub log_id: String,
    /// When it was.
    pub date: Timestamp,
    /// Its place's number in [`UserLocations::places`].
    pub place: usize,
    /// What came of it.
    pub outcome: LoginOutcome,
}

/// The GeoIP database that places are known from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeoIpState {
    /// The file's name, where one is set.
    pub file: Option<String>,
    /// What the database calls itself, for instance `GeoLite2-City`. None while no file could be read.
    pub kind: Option<String>,
    /// When it was made.
    pub built_at: Option<Timestamp>,
    /// Why the file as it is now could not be read; the last good one is in use.
    pub error: Option<String>,
}

/// Where a map's pictures come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapTiles {
    /// With `{z}`, `{x}` and `{y}`.
    pub url: String,
    /// Whom the pictures are from.
    pub attribution: String,
}
