//! roster serve

use directory::{Directory, Settings};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{open, told};
use crate::config::{ServeArgs, StorageArgs};
use crate::{PublicUrl, ServerState, Site, connections, router};

/// Runs until the process is told to stop. Standard output has the address and the setup link, standard error the log.
pub(super) async fn serve(storage: &StorageArgs, args: &ServeArgs) -> Result<(), String> {
    log_to_standard_error()?;
    let (folder, database) = storage.open()?;
    let _lock = if database.starts_with("sqlite:") { Some(folder.lock()?) } else { None };
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| format!("cannot listen on {} (--listen, ROSTER_LISTEN): {error}", args.listen))?;
    let address = listener.local_addr().map_err(|error| format!("cannot listen on {}: {error}", args.listen))?;
    let url = args.public_url(address)?;
    let stop = stop_signal()?;

    let db = open(&database).await?;
    let directory = Directory::new(db.clone(), Settings::new(url.origin()));
    directory.start().await.map_err(|error| told(&error))?;
    let setup = directory.setup().issue().await.map_err(|error| told(&error))?;
    print!("{}", announcement(&url, setup.as_deref()));

    let site = args.site.clone().map_or_else(Site::embedded, Site::Folder);
    let state = ServerState::new(directory, url, args.trusted_proxies.clone(), site);
    connections::serve(listener, router(state), stop).await;
    db.close().await;
    Ok(())
}

/// In one piece, so that whoever waits for the address has the link too.
fn announcement(url: &PublicUrl, setup: Option<&str>) -> String {
    let link =
        setup.map(|token| format!("Create the first administrator within 30 minutes: {url}/setup?token={token}\n"));
    format!("Roster is running at {url}\n{}", link.unwrap_or_default())
}

fn log_to_standard_error() -> Result<(), String> {
    let wanted = std::env::var("ROSTER_LOG").unwrap_or_default();
    let wanted = if wanted.is_empty() { "info" } else { wanted.as_str() };
    let filter = EnvFilter::builder().parse(wanted).map_err(|error| {
        format!(
            "invalid value '{wanted}' for ROSTER_LOG: expected a level like info or debug, or directives like \
                 info,server=debug ({error})"
        )
    })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}

/// SIGTERM or SIGINT.
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    let listen = |kind| signal(kind).map_err(|error| format!("cannot listen for signals: {error}"));
    let (mut terminate, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
