//! What `wasm-split-cli` needs to know to cut the WASM into chunks: where its parts refer to each other.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
}
