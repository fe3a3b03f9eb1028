//! `roster`

use std::process::ExitCode;

fn main() -> ExitCode {
    match server::run(server::CommandLine::from_arguments()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("roster: {message}");
            ExitCode::FAILURE
        }
    }
}
