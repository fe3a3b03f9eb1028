//! roster serve

use std::time::Duration;

use directory::{DEFAULT_TENANT, Directory, Settings};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::timeout;
use tracing_subscriber::EnvFilter;

use super::{open, told};
use crate::config::{ServeArgs, StorageArgs, TlsPlan};
use crate::{
    Limits, PublicUrl, ServerState, Site, background, connections, log_stream_delivery, logout_delivery, mail_delivery,
    open_files, router, tls,
};

/// How long a mail that is being sent may keep the process.
const MAILS: Duration = Duration::from_secs(3);

/// How long a step of an import or export may keep the process.
const STEP: Duration = Duration::from_secs(3);

/// Runs until the process is told to stop. Standard output has the address and the setup link, standard error the log.
pub(super) async fn serve(storage: &StorageArgs, args: &ServeArgs, site: Site) -> Result<(), String> {
    log_to_standard_error()?;
    let plan = args.tls.plan()?;
    let limits = Limits::default().within(open_files::raise_limit());
    let (folder, database) = storage.open()?;
    let lock = if database.starts_with("sqlite:") { Some(folder.lock()?) } else { None };
    let notary = args.audit.notary(&folder)?;
    let listener = TcpListener::bind(args.listen)
        .await
        .map_err(|error| format!("cannot listen on {} (--listen, ROSTER_LISTEN): {error}", args.listen))?;
    let address = listener.local_addr().map_err(|error| format!("cannot listen on {}: {error}", args.listen))?;
    let url = args.public_url(address, &plan)?;
    let tls = plan.open(&folder, &url)?;
    let stop = stop_signal()?;

    let db = open(&database).await?;
    let rate_limit = args.rate_limit.map(i64::from);
    let files = Some(folder.file("jobs"));
    let settings = Settings { notary: Some(notary), rate_limit, files, ..Settings::new(url.origin()) };
    let directory = Directory::new(db.clone(), settings);
    directory.start().await.map_err(|error| told(&error))?;
    directory.follow_issuer(DEFAULT_TENANT).await.map_err(|error| told(&error))?;
    directory.keys().prepare().await.map_err(|error| told(&error))?;
    if let Some(file) = &args.geoip {
        directory.use_geoip(file);
    }
    if lock.is_some() {
        directory.jobs().take_over().await.map_err(|error| told(&error))?;
    }
    directory.audit().compare_keys().await.map_err(|error| told(&error))?;
    let setup = directory.setup().issue().await.map_err(|error| told(&error))?;
    let trust = matches!(plan, TlsPlan::Local).then(|| tls::how_to_trust(folder.path(), &url));
    print!("{}", announcement(&url, setup.as_deref(), trust.as_deref()));

    let site = args.site.clone().map_or(site, Site::Folder);
    let (stop_mails, stopped) = watch::channel(false);
    let mails = tokio::spawn(mail_delivery::run(directory.clone(), stopped.clone()));
    let logouts = tokio::spawn(logout_delivery::run(directory.clone(), stopped.clone()));
    let log_streams = tokio::spawn(log_stream_delivery::run(directory.clone(), stopped.clone()));
    let jobs = tokio::spawn(background::jobs(directory.clone(), stopped));
    let sweep = tokio::spawn(background::sweep(directory.clone()));
    let checkpoints = tokio::spawn(background::checkpoints(directory.clone()));
    let write_ahead_log = tokio::spawn(background::keep_log_short(db.clone()));
    let geoip = tokio::spawn(background::follow_geoip(directory.clone()));
    let rate_limits = tokio::spawn(background::follow_limits(directory.clone()));
    let state =
        ServerState::new(directory.clone(), url, args.trusted_proxies.clone(), site).with_tiles(args.map.tiles());
    let routes = router(state.clone());
    let stop = async move {
        stop.await;
        state.close_streams();
    };
    connections::serve(listener, tls, routes, limits, stop).await;
    let _ = stop_mails.send(true);
    if timeout(MAILS, mails).await.is_err() {
        tracing::warn!("a mail was not sent in time; it will be tried again after the next start");
    }
    if timeout(STEP, jobs).await.is_err() {
        tracing::warn!("a step of a job was not finished in time; it will be done again after the next start");
    }
    logouts.abort();
    log_streams.abort();
    geoip.abort();
    rate_limits.abort();
    sweep.abort();
    checkpoints.abort();
    write_ahead_log.abort();
    directory.write_pending().await;
    if let Err(error) = directory.audit().checkpoint().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the end of the log is not signed");
    }
    db.close().await;
    Ok(())
}

/// In one piece, so that whoever waits for the address has the link too.
fn announcement(url: &PublicUrl, setup: Option<&str>, trust: Option<&str>) -> String {
    let link =
        setup.map(|token| format!("Create the first administrator within 30 minutes: {url}/setup?token={token}\n"));
    format!("Roster is running at {url}\n{}{}", link.unwrap_or_default(), trust.unwrap_or_default())
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
