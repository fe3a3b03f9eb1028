//! Where the hashed files of the dashboard are served.

use std::collections::BTreeMap;

/// URL paths of the files that the first HTML names; their names carry a hash of their content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assets {
    /// The JavaScript that loads the WASM.
    pub js: String,
    /// The WASM.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
    /// What a map needs, loaded when one is opened.
    pub map: MapAssets,
    /// The WASM files that each chunk of pages needs beside the main one.
    pub chunks: BTreeMap<String, Vec<String>>,
}

/// URL paths of what a map needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MapAssets {
    /// Leaflet.
    pub script: String,
    /// Its style sheet.
    pub style: String,
    /// The outline of the world, GeoJSON.
    pub outline: String,
}
