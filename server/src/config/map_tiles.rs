//! Where the map of logins takes its pictures from.

use std::str::FromStr;

use clap::Args;
use http::Uri;
use model::MapTiles;

/// Pictures of the world beside the outline that Roster has itself.
#[derive(Args, Clone, Debug)]
pub(crate) struct MapArgs {
    /// Map pictures, like https://tiles.example.com/{z}/{x}/{y}.png, which administrators' browsers then load from there
    ///
    /// Without it, the outline of the world that Roster brings: no other host learns whom an administrator looks at.
    #[arg(long, env = "ROSTER_MAP_TILES", value_name = "URL")]
    map_tiles: Option<TileServer>,

    /// Whom the map pictures are from, shown below the map
    #[arg(long, env = "ROSTER_MAP_ATTRIBUTION", value_name = "TEXT", default_value = "", hide_default_value = true)]
    map_attribution: String,
}

impl MapArgs {
    /// The server of pictures, where one is set.
    pub(crate) fn tiles(&self) -> Option<TileServer> {
        let mut server = self.map_tiles.clone()?;
        server.tiles.attribution.clone_from(&self.map_attribution);
        Some(server)
    }
}

/// A server of map pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileServer {
    /// What the page needs.
    pub(crate) tiles: MapTiles,
    /// The one other host that pictures may come from.
    pub(crate) origin: String,
}

impl FromStr for TileServer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text).ok_or_else(|| {
            "expected https:// or http://, a host, and a path with {z}, {x} and {y} in it, like \
             https://tiles.example.com/{z}/{x}/{y}.png (ROSTER_MAP_TILES)"
                .to_owned()
        })
    }
}

fn parse(text: &str) -> Option<TileServer> {
    let (scheme, rest) = text.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let (authority, path) = rest.split_once('/')?;
    let is_complete = ["{z}", "{x}", "{y}"].iter().all(|part| path.contains(part));
    // The host goes into the policy: nothing of it may be a placeholder, or end the directive.
    let origin = format!("{scheme}://{}", authority.to_lowercase());
    let uri: Uri = origin.parse().ok()?;
    let is_bare = uri.authority()?.as_str() == authority.to_lowercase()
        && authority.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic());
    let tiles = MapTiles { url: text.to_owned(), attribution: String::new() };
    (is_complete && is_bare && is_plain && !uri.host()?.is_empty()).then_some(TileServer { tiles, origin })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_gets_the_origin_and_nothing_else() {
        let server: TileServer = "https://Tiles.example.com:8443/osm/{z}/{x}/{y}.png?key=a".parse().unwrap();
        assert_eq!(server.origin, "https://tiles.example.com:8443");
        assert!(server.tiles.url.ends_with("?key=a"));
    }

    #[test]
    fn what_is_no_template_of_one_host_is_refused() {
        for text in [
            "",
            "tiles.example.com/{z}/{x}/{y}.png",
            "https://{s}.tiles.example.com/{z}/{x}/{y}.png",
            "https://tiles.example.com/{z}/{x}.png",
            "https://a;script-src *//{z}/{x}/{y}",
            "https://a b/{z}/{x}/{y}",
            "https://user:password@a/{z}/{x}/{y}",
            "https:///{z}/{x}/{y}",
            "javascript://a/{z}/{x}/{y}",
        ] {
            let refusal = text.parse::<TileServer>().unwrap_err();
            assert!(refusal.contains("ROSTER_MAP_TILES"), "{text}");
        }
    }
}
