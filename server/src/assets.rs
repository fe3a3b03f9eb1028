//! GET /pkg/{name}.{hash}.{ext}: scripts, styles and icons, compressed when they were built.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use rust_embed::RustEmbed;
use serde::Deserialize;

use crate::ServerState;

mod encoding;

/// Where the files come from.
#[derive(Clone, Debug)]
pub enum Site {
    /// The program itself.
    Embedded {
        /// What is there.
        manifest: Manifest,
        /// The content of the file at that path.
        file: fn(&str) -> Option<Cow<'static, [u8]>>,
    },
    /// A folder, read anew for every request.
    Folder(PathBuf),
}

/// What `frontend/pack.mjs` tells of the site.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Manifest {
    /// The names by which pages know the files, and their paths.
    files: BTreeMap<String, String>,
    /// The names of the WASM files of each chunk of pages.
    chunks: BTreeMap<String, Vec<String>>,
}

impl Site {
    /// The files that the program carries. They are its own, not the library's, which need not wait until they are made.
    pub fn embedded<Files: RustEmbed>() -> Self {
        let file = |path: &str| Files::get(path).map(|file| file.data);
        let manifest = file("manifest.json").and_then(|text| serde_json::from_slice(&text).ok());
        Self::Embedded { manifest: manifest.unwrap_or_default(), file }
    }

    /// Without any: pages come without script and style.
    pub fn empty() -> Self {
        Self::Embedded { manifest: Manifest::default(), file: |_| None }
    }

    /// The path of the file that pages know by `name`; empty where the site has none.
    pub(crate) fn url(&self, name: &str) -> String {
        url(&self.manifest(), name)
    }

    /// The paths of the WASM files of each chunk of pages.
    pub(crate) fn chunks(&self) -> BTreeMap<String, Vec<String>> {
        let manifest = self.manifest();
        let urls = |names: &Vec<String>| names.iter().map(|name| url(&manifest, name)).collect();
        manifest.chunks.iter().map(|(chunk, names)| (chunk.clone(), urls(names))).collect()
    }

    fn manifest(&self) -> Cow<'_, Manifest> {
        match self {
            Self::Embedded { manifest, .. } => Cow::Borrowed(manifest),
            Self::Folder(folder) => {
                let text = std::fs::read(folder.join("manifest.json")).unwrap_or_default();
                Cow::Owned(serde_json::from_slice(&text).unwrap_or_default())
            }
        }
    }

    fn file(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Embedded { file, .. } => file(path),
            Self::Folder(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
        }
    }
}

fn url(manifest: &Manifest, name: &str) -> String {
    manifest.files.get(name).map(|path| format!("/{path}")).unwrap_or_default()
}

/// Sends the smallest form of the file that the browser takes.
pub(crate) async fn show(State(state): State<ServerState>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    if !is_plain(&path) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let cache = if is_hashed(&path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    send(state.site(), &format!("/pkg/{path}"), cache, &headers)
}

/// GET /favicon.svg, which has the same name in every version.
pub(crate) async fn favicon(State(state): State<ServerState>, headers: HeaderMap) -> Response {
    send(state.site(), &state.site().url("favicon.svg"), "public, max-age=86400", &headers)
}

fn send(site: &Site, url: &str, cache: &'static str, asked: &HeaderMap) -> Response {
    let found = encoding::accepted(asked)
        .find_map(|encoding| Some((encoding, site.file(format!("{url}{}", encoding.suffix()).strip_prefix('/')?)?)));
    let Some((encoding, bytes)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let mut answer = HeaderMap::new();
    answer.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    if is_hashed(url) {
        // The name changes with the content, so name and encoding are tag enough.
        let tag = format!("\"{}{}\"", url.rsplit('/').next().unwrap_or(url), encoding.suffix());
        let is_known = asked.get_all(IF_NONE_MATCH).iter().any(|known| knows(known, &tag));
        answer.extend(HeaderValue::try_from(tag).ok().map(|tag| (ETAG, tag)));
        if is_known {
            return (StatusCode::NOT_MODIFIED, answer).into_response();
        }
    }
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(url)));
    answer.extend(encoding.name().map(|name| (CONTENT_ENCODING, HeaderValue::from_static(name))));
    (answer, bytes).into_response()
}

/// Whether every part of the path is a plain name: no `..`, nothing hidden, no separator of another system.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    })
}

/// `name.<hash>.ext`
fn is_hashed(path: &str) -> bool {
    let mut parts = path.rsplit('.').skip(1);
    parts.next().is_some_and(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && parts.next().is_some()
}

fn knows(if_none_match: &HeaderValue, tag: &str) -> bool {
    let Ok(known) = if_none_match.to_str() else { return false };
    known.split(',').map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json" | "map" | "geojson") => "application/json",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_site() {
        for path in ["../manifest.json", "a/../../b", "..", ".git", "a//b", "/etc/passwd", "a\\b", "a%2fb", "", "a\0"] {
            assert!(!is_plain(path), "{path:?}");
        }
        assert!(is_plain("roster.0123abcd.js") && is_plain("leaflet/images/marker.png"));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("roster.0123abcd4567.wasm"));
        assert!(!is_hashed("roster.js") && !is_hashed("roster.min.js") && !is_hashed("0123abcd.js"));
    }
}
