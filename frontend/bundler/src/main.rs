//! `bundler FRONTEND.wasm FOLDER`: cuts the WASM that rustc made into a main part and its chunks, and binds the main part
//! to JavaScript. Cut first: what is left in the main part is what is bound. All of it comes from one build.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::Options;

/// What the main part's files are called: `roster.js`, `roster_bg.wasm`.
const NAME: &str = "roster";

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args_os().skip(1).map(PathBuf::from);
    let (Some(wasm), Some(folder), None) = (args.next(), args.next(), args.next()) else {
        return Err("usage: bundler FRONTEND.wasm FOLDER".into());
    };
    fs::create_dir_all(&folder)?;
    let main = folder.join(NAME).with_extension("wasm");
    split(&wasm, &folder, &main)?;
    bind(&main, &folder)?;
    Ok(fs::remove_file(main)?)
}

fn split(wasm: &Path, folder: &Path, main: &Path) -> Result<(), Box<dyn Error>> {
    let content = fs::read(wasm)?;
    let script = format!("./{NAME}.js");
    let mut options = Options::new(&content);
    options.output_dir = folder;
    options.main_out_path = main;
    options.main_module = &script;
    options.target.web();
    wasm_split_cli_support::transform(options)?;
    Ok(())
}

/// The chunks refer to the main part by the names that the linker gave.
fn bind(main: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.input_path(main).out_name(NAME).typescript(false).keep_lld_exports(true).demangle(false);
    Ok(bindgen.generate(folder)?)
}
