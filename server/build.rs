//! The site (WASM, styles, icons) is made before the program and embedded into it. Where it was not made, for instance for
//! clippy or the router tests, an empty one stands in: the pages then come without script and style.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    fs::create_dir_all(site.join("pkg"))?;
    // It may be made at this moment: what is there stays.
    if let Ok(mut manifest) = File::create_new(site.join("manifest.json")) {
        manifest.write_all(b"{}\n")?;
    }
    println!("cargo:rerun-if-changed=build.rs");
    if reads_packed_relocations() {
        println!("cargo:rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    Ok(())
}

/// Whether the C library that the program will run with is glibc 2.36 or newer. It reads addresses to relocate from a table of
/// 25 kB instead of 2.5 MB, all of which every process reads into memory when it starts.
fn reads_packed_relocations() -> bool {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_for_this_machine = env::var("HOST").is_ok_and(|host| is("TARGET", &host));
    is_for_this_machine && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && glibc() >= (2, 36)
}

/// Its version; (0, 0) where that cannot be found out.
fn glibc() -> (u32, u32) {
    let version = || {
        let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
        let told = String::from_utf8(told.stdout).ok()?;
        let (major, minor) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
        Some((major.parse().ok()?, minor.parse().ok()?))
    };
    version().unwrap_or_default()
}
