//! What is to be said beside the map: where places are known from, and what to do where they are not.

use leptos::prelude::*;
use model::{GeoIpState, MapTiles};

use super::{Shown, counted};
use crate::components::{EmptyState, Icon, grouped};

/// Without a database nothing is known.
#[component]
pub(super) fn NoDatabase(database: GeoIpState) -> impl IntoView {
    view! {
        <DatabaseFailure database=database/>
        <EmptyState
            icon="map-pin"
            title="Roster does not know where addresses are yet"
            text="Give it a city database, and from then on each login is stored with its place. Addresses are looked up on \
                  your own server; nobody else learns of them."
        />
        <ol class="geoip-steps">
            <li>
                "Download a city database in MaxMind’s format (.mmdb): "
                <a href="https://db-ip.com/db/download/ip-to-city-lite" target="_blank" rel="noopener noreferrer">"DB-IP Lite"</a>
                ", free and without an account, or "
                <a href="https://dev.maxmind.com/geoip/geolite2-free-geolocation-data" target="_blank" rel="noopener noreferrer">
                    "GeoLite2 City"
                </a>
                ", free with an account."
            </li>
            <li>
                "Start Roster with " <code>"--geoip FILE"</code> " or " <code>"ROSTER_GEOIP=FILE"</code>
                ". When the file changes, Roster reads it again by itself."
            </li>
            <li>"Logins that were before stay without a place."</li>
        </ol>
    }
    .into_any()
}

/// There is a database, but no login that it knows the place of.
#[component]
pub(super) fn NoLogins(elsewhere: i64) -> impl IntoView {
    let text = if elsewhere > 0 {
        format!(
            "{} logins came from addresses that have no place: from a private network, or from before there was a \
             database. The next one from elsewhere will stand here, on a map and as a table.",
            grouped(elsewhere)
        )
    } else {
        "This user has not logged in yet. The places that they log in from will stand here, on a map and as a table."
            .to_owned()
    };
    view! { <EmptyState icon="map-pin" title="No locations yet" text=text/> }
}

/// The file as it is now cannot be read.
#[component]
pub(super) fn DatabaseFailure(database: GeoIpState) -> impl IntoView {
    let GeoIpState { file, kind, error, .. } = database;
    error.map(|error| {
        let kept = if kind.is_some() { "The last good one stays in use." } else { "No place is known until it can be." };
        view! {
            <p class="locations-notice" role="status">
                <Icon name="alert"/>
                <span>
                    "The GeoIP database " <code><bdi>{file.unwrap_or_default()}</bdi></code> " could not be read: " {error} ". " {kept}
                </span>
            </p>
        }
        .into_any()
    })
}

/// How many logins are not on the map.
#[component]
pub(super) fn Elsewhere(shown: Shown, is_cut: bool) -> impl IntoView {
    let count = move || shown.found.with_value(|found| counted::elsewhere(found, shown.days.get()));
    let text = move || match count() {
        0 => String::new(),
        1 => "1 more login came from an address that has no place.".to_owned(),
        count => format!("{} more logins came from addresses that have no place.", grouped(count)),
    };
    let cut = is_cut.then_some(" There are more logins than are counted here.");
    view! { <p class="locations-elsewhere">{text} {cut}</p> }.into_any()
}

/// Whom the data is from, as their licences ask.
#[component]
pub(super) fn Credits(database: GeoIpState, tiles: Option<MapTiles>) -> impl IntoView {
    let kind = database.kind.unwrap_or_default();
    let link = |href: &'static str, text: &'static str| {
        view! { <a href=href target="_blank" rel="noopener noreferrer">{text}</a> }.into_any()
    };
    let source = if kind.starts_with("DBIP") {
        link("https://db-ip.com", "IP Geolocation by DB-IP")
    } else if kind.starts_with("GeoLite") {
        view! {
            "This product includes GeoLite Data created by MaxMind, available from "
            {link("https://www.maxmind.com", "maxmind.com")}
        }
        .into_any()
    } else {
        ().into_any()
    };
    let places = if kind.is_empty() {
        "No GeoIP database is in use now: new logins get no place. ".to_owned()
    } else {
        let date = database.built_at.map(|date| format!(" of {}", date.date())).unwrap_or_default();
        format!("Places: {kind}{date}. ")
    };
    let map = tiles.map_or_else(
        || "Map: Natural Earth.".to_owned(),
        |tiles| {
            if tiles.attribution.is_empty() { String::new() } else { format!("Map: {}.", tiles.attribution) }
        },
    );
    view! {
        <p class="locations-credits">
            {places} <span>{source}</span> " " {map} " Places are as precise as addresses are; days are those of UTC."
        </p>
    }
    .into_any()
}
