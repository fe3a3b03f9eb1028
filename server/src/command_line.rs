//! The `roster` command.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use directory::{Directory, Settings};
use model::Role;
use store::Db;

use crate::PublicUrl;
use crate::config::{ServeArgs, StorageArgs};

mod admin;
mod demo;
mod serve;

/// User management on your own server
#[derive(Parser, Debug)]
#[command(name = "roster", version, propagate_version = true, subcommand_required = false)]
pub struct CommandLine {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    storage: StorageArgs,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the server. This is what `roster` alone does
    Serve(ServeArgs),
    /// Bring the database to this version's schema
    Migrate,
    /// Manage the administrators, who use the dashboard
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Make users to try things out with
    Demo {
        /// How many
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
        users: u64,
        /// The same number makes the same users
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
    },
    /// Copy the SQLite database into a new file while the server runs
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
}

#[derive(Subcommand, Debug)]
enum AdminCommand {
    /// Add an administrator; the password is read from standard input, or asked for at a terminal
    Create {
        /// Their email, with which they sign in
        email: String,
        /// What they may do: viewer, editor or owner
        #[arg(long, default_value = "owner", value_parser = role)]
        role: Role,
    },
    /// List the administrators
    List,
}

impl CommandLine {
    /// What was typed; without a command it is `serve`.
    pub fn from_arguments() -> Self {
        let mut arguments: Vec<_> = std::env::args_os().collect();
        let others = ["serve", "migrate", "admin", "demo", "backup", "help", "--help", "-h", "--version", "-V"];
        if !arguments.iter().skip(1).any(|argument| others.iter().any(|other| argument == other)) {
            arguments.insert(1.min(arguments.len()), "serve".into());
        }
        Self::parse_from(arguments)
    }
}

/// Does what was typed.
///
/// # Errors
/// What went wrong, for the person at the command line.
pub fn run(line: CommandLine) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        match line.command {
            Command::Serve(serve) => serve::serve(&line.storage, &serve).await,
            Command::Migrate => migrate(&line.storage).await,
            Command::Admin(AdminCommand::Create { email, role }) => admin::create(&line.storage, &email, role).await,
            Command::Admin(AdminCommand::List) => admin::list(&line.storage).await,
            Command::Demo { users, seed } => demo::demo(&line.storage, users, seed).await,
            Command::Backup { file } => backup(&line.storage, &file).await,
        }
    })
}

async fn migrate(storage: &StorageArgs) -> Result<(), String> {
    let (folder, url) = storage.open()?;
    let _lock = if url.starts_with("sqlite:") { Some(folder.lock()?) } else { None };
    let db = open(&url).await?;
    db.close().await;
    println!("The database has this version's schema.");
    Ok(())
}

async fn backup(storage: &StorageArgs, file: &std::path::Path) -> Result<(), String> {
    if file.exists() {
        return Err(format!("'{}' exists already; a backup is written to a new file", file.display()));
    }
    let (_, url) = storage.open()?;
    let db = Db::open(&url).await.map_err(|error| told(&error))?;
    db.backup(file).await.map_err(|error| told(&error))?;
    db.close().await;
    println!("Wrote {}", file.display());
    Ok(())
}

/// The database, migrated.
async fn open(url: &str) -> Result<Db, String> {
    let db = Db::open(url).await.map_err(|error| told(&error))?;
    db.migrate().await.map_err(|error| told(&error))?;
    Ok(db)
}

/// The directory for a command that works beside a server, or before there was one.
async fn directory(storage: &StorageArgs) -> Result<(Db, Directory), String> {
    let (_, url) = storage.open()?;
    let db = open(&url).await?;
    let directory = Directory::new(db.clone(), Settings::new(PublicUrl::localhost(80).origin()));
    directory.start().await.map_err(|error| told(&error))?;
    Ok((db, directory))
}

/// An error with what caused it.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text = format!("{text}: {next}");
        }
        cause = error.source();
    }
    text
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "expected viewer, editor or owner".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn a_bad_value_is_named() {
        let mistake = |arguments: &[&str]| CommandLine::try_parse_from(arguments).unwrap_err().to_string();
        let listen = mistake(&["roster", "serve", "--listen", "here"]);
        for part in ["here", "--listen", "ROSTER_LISTEN", "127.0.0.1:8080"] {
            assert!(listen.contains(part), "{listen}");
        }
        let url = mistake(&["roster", "serve", "--url", "roster.example.com"]);
        for part in ["roster.example.com", "--url", "ROSTER_URL", "https://"] {
            assert!(url.contains(part), "{url}");
        }
        assert!(mistake(&["roster", "admin", "create", "a@b.c", "--role", "king"]).contains("viewer, editor or owner"));
    }
}
