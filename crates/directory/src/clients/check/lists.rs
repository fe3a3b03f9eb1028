//! The lists of an application: where it may be reached, and how it may get tokens.

use std::collections::HashSet;

use model::OidcLogout;
use protocol::redirect_uri::{Mistake, check_logout, check_origin, check_registration, check_web_address, origin_of};

use crate::outbound::PORTS;
use crate::{Error, Result};

/// The most entries of a list.
const ENTRIES: usize = 100;
/// The longest entry, in characters.
const LONGEST: usize = 2_000;

/// What an application may have switched on.
const GRANT_TYPES: [&str; 7] = [
    "authorization_code",
    "refresh_token",
    "client_credentials",
    "urn:ietf:params:oauth:grant-type:device_code",
    "implicit",
    "password",
    "http://auth0.com/oauth/grant-type/password-realm",
];

/// Callbacks (S-103).
///
/// # Errors
/// `Field` with the entry that is wrong.
pub(in crate::clients) fn uris(field: &'static str, list: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    checked(field, list, |uri| check_registration(&uri).map(|()| uri))
}

/// Where a logout may return to.
///
/// # Errors
/// As [`uris`].
pub(in crate::clients) fn logout_uris(field: &'static str, list: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    checked(field, list, |uri| check_logout(&uri).map(|()| uri))
}

/// Where logouts are told: one https address on a port that Roster goes to, or http on this machine.
///
/// # Errors
/// As [`uris`].
pub(in crate::clients) fn oidc_logout(logout: Option<OidcLogout>) -> Result<Option<OidcLogout>> {
    const FIELD: &str = "oidc_logout";
    let Some(logout) = logout else { return Ok(None) };
    let urls = checked(FIELD, Some(logout.backchannel_logout_urls), |uri| check_web_address(&uri).map(|()| uri))?;
    let urls = urls.unwrap_or_default();
    if urls.len() > 1 {
        return Err(Error::field(FIELD, format!("At most 1 address, {} given", urls.len())));
    }
    let port = |url: &String| url.parse::<url::Url>().ok().and_then(|url| url.port_or_known_default());
    if let Some(port) = urls.iter().filter(|url| url.starts_with("https:")).find_map(port)
        && !PORTS.contains(&port)
    {
        let message = format!("The port must be {} or {}, {port} given", PORTS[0], PORTS[1]);
        return Err(Error::field(FIELD, message));
    }
    Ok(Some(OidcLogout { backchannel_logout_urls: urls }))
}

/// Origins, as browsers write them.
///
/// # Errors
/// As [`uris`].
pub(in crate::clients) fn origins(field: &'static str, list: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    checked(field, list, |uri| {
        check_origin(&uri)?;
        origin_of(&uri).ok_or(Mistake::NotAnOrigin)
    })
}

/// # Errors
/// `Field` for one that Roster does not know.
pub(in crate::clients) fn grant_types(list: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    const FIELD: &str = "grant_types";
    let Some(list) = list else { return Ok(None) };
    let list = tidied(FIELD, &list)?;
    match list.iter().find(|grant| !GRANT_TYPES.contains(&grant.as_str())) {
        Some(unknown) => {
            let message = format!("{:?} is none of {}", shortened(unknown), GRANT_TYPES.join(", "));
            Err(Error::field(FIELD, message))
        }
        None => Ok(Some(list)),
    }
}

fn checked(
    field: &'static str,
    list: Option<Vec<String>>,
    check: impl Fn(String) -> std::result::Result<String, Mistake>,
) -> Result<Option<Vec<String>>> {
    let Some(list) = list else { return Ok(None) };
    let check = |entry: String| {
        let shown = shortened(&entry);
        check(entry).map_err(|mistake| Error::field(field, format!("{shown:?} {mistake}")))
    };
    let list = tidied(field, &list)?.into_iter().map(check).collect::<Result<Vec<_>>>()?;
    Ok(Some(without_repeats(list)))
}

/// Without white space around the entries, empty ones and repeated ones: lists are typed line by line.
fn tidied(field: &'static str, list: &[String]) -> Result<Vec<String>> {
    if list.len() > ENTRIES {
        return Err(Error::field(field, format!("At most {ENTRIES} entries, {} given", list.len())));
    }
    let list: Vec<String> =
        list.iter().map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).collect();
    if let Some(long) = list.iter().find(|entry| entry.chars().count() > LONGEST) {
        let message = format!("An entry is at most {LONGEST} characters; {:?} is longer", shortened(long));
        return Err(Error::field(field, message));
    }
    Ok(without_repeats(list))
}

fn without_repeats(mut list: Vec<String>) -> Vec<String> {
    let mut seen = HashSet::new();
    list.retain(|entry| seen.insert(entry.clone()));
    list
}

/// A message does not repeat a whole page, and nothing that would be invisible in it.
pub(super) fn shortened(entry: &str) -> String {
    let mut text: String = entry.chars().filter(|c| !c.is_control()).take(80).collect();
    if entry.chars().count() > 80 {
        text.push('…');
    }
    text
}
