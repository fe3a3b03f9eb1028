//! The `roster` command.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use directory::{Directory, Settings};
use model::{Role, SigningAlgorithm};
use store::Db;

use crate::config::{ServeArgs, StorageArgs};
use crate::{PublicUrl, Site};

mod admin;
mod audit;
mod client;
mod demo;
mod keys;
mod serve;
mod user;

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
    /// Check whether somebody changed the log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Manage applications
    #[command(subcommand)]
    Client(client::ClientCommand),
    /// Manage users
    #[command(subcommand)]
    User(UserCommand),
    /// Manage the keys that tokens are signed with
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Make users to try things out with
    Demo {
        /// How many
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000),
              required_unless_present = "geoip")]
        users: Option<u64>,
        /// The same number makes the same users
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
        /// Write a small GeoIP database over the addresses of documentation, which sample users logged in from, to start
        /// the server with (ROSTER_GEOIP)
        #[arg(long, value_name = "FILE")]
        geoip: Option<PathBuf>,
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
        /// Let them sign in as users, which no role includes
        #[arg(long)]
        impersonate: bool,
    },
    /// List the administrators
    List,
}

#[derive(Subcommand, Debug)]
enum KeysCommand {
    /// Print the keys as JSON
    List,
    /// Let the next key sign, make a new next one, and print all as JSON. No token stops being believed
    Rotate {
        /// RS256, ES256 or EdDSA
        #[arg(long, default_value = "RS256", value_parser = algorithm)]
        alg: SigningAlgorithm,
    },
}

#[derive(Subcommand, Debug)]
enum UserCommand {
    /// Create a user and print it as JSON; the password is read from standard input, or asked for at a terminal
    Create {
        /// Their email
        email: String,
        /// The database connection that keeps them; the first one by default
        #[arg(long, value_name = "NAME")]
        connection: Option<String>,
        /// Their user name, where the connection asks for one
        #[arg(long, value_name = "NAME")]
        username: Option<String>,
        /// The email is known to be theirs
        #[arg(long)]
        verified: bool,
    },
}

impl CommandLine {
    /// What was typed; without a command it is `serve`.
    pub fn from_arguments() -> Self {
        let mut arguments: Vec<_> = std::env::args_os().collect();
        let others = [
            "serve",
            "migrate",
            "admin",
            "audit",
            "client",
            "demo",
            "keys",
            "backup",
            "user",
            "help",
            "--help",
            "-h",
            "--version",
            "-V",
        ];
        if !arguments.iter().skip(1).any(|argument| others.iter().any(|other| argument == other)) {
            arguments.insert(1.min(arguments.len()), "serve".into());
        }
        Self::parse_from(arguments)
    }
}

/// Does what was typed. The dashboard has the files of `site`, where the command line does not name others.
///
/// # Errors
/// What went wrong, for the person at the command line.
pub fn run(line: CommandLine, site: Site) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("cannot start: {error}"))?;
    runtime.block_on(async {
        match line.command {
            Command::Serve(serve) => serve::serve(&line.storage, &serve, site).await,
            Command::Migrate => migrate(&line.storage).await,
            Command::Admin(AdminCommand::Create { email, role, impersonate }) => {
                admin::create(&line.storage, &email, role, impersonate).await
            }
            Command::Admin(AdminCommand::List) => admin::list(&line.storage).await,
            Command::Audit(command) => audit::run(&line.storage, command).await,
            Command::Client(command) => client::run(&line.storage, command).await,
            Command::User(UserCommand::Create { email, connection, username, verified }) => {
                user::create(&line.storage, email, connection, username, verified).await
            }
            Command::Keys(KeysCommand::List) => keys::list(&line.storage).await,
            Command::Keys(KeysCommand::Rotate { alg }) => keys::rotate(&line.storage, alg).await,
            Command::Demo { users, seed, geoip } => demo::demo(&line.storage, users, seed, geoip.as_deref()).await,
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
    let last = Directory::last_base_url(&db).await.map_err(|error| told(&error))?;
    let base_url = last.unwrap_or_else(|| PublicUrl::localhost(80).origin().to_owned());
    let directory = Directory::new(db.clone(), Settings::new(base_url));
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

fn algorithm(text: &str) -> Result<SigningAlgorithm, String> {
    SigningAlgorithm::from_name(text).ok_or_else(|| "expected RS256, ES256 or EdDSA".to_owned())
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
