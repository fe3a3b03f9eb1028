//! `roster`

use std::process::ExitCode;

use rust_embed::RustEmbed;
use server::{CommandLine, Site};

/// The browser's part.
#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Files;

fn main() -> ExitCode {
    match server::run(CommandLine::from_arguments(), Site::embedded::<Files>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("roster: {message}");
            ExitCode::FAILURE
        }
    }
}
