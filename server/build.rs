//! The site (WASM, styles, icons) is made before the server and embedded into it. Where it was not made, for instance for
//! clippy or the router tests, an empty one stands in: the pages then come without script and style.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    fs::create_dir_all(site.join("pkg"))?;
    let manifest = site.join("manifest.json");
    if !manifest.exists() {
        fs::write(&manifest, "{}\n")?;
    }
    println!("cargo:rerun-if-changed={}", site.display());
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
