//! Sending what waits.

use std::net::IpAddr;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use model::{LogEvent, Mail, MailState, SmtpSecurity, SmtpSettings, Timestamp};
use serde_json::json;
use store::smtp_settings::Smtp;

use super::{Mails, message};
use crate::{Directory, Result};

/// When a mail is tried again, in milliseconds after each failure; then it has failed.
const PAUSES: [i64; 4] = [60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000];
/// So long a mail belongs to whoever tries to send it; if they die, it is tried again afterwards.
const LEASE: i64 = 5 * 60_000;
/// How long the server may take for one step.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many mails of a tenant are sent in one go.
const BATCH: i64 = 20;
/// The longest reason that is kept.
const REASON: usize = 500;

impl Mails<'_> {
    /// Sends what waits and is due, in every tenant; how many were tried. Run by the server every few seconds.
    ///
    /// # Errors
    /// The database's. What the SMTP server refuses is written beside the mail.
    pub async fn deliver_due(&self) -> Result<usize> {
        let mut conn = self.0.db().read().await?;
        let tenants = store::tenants::ids(&mut conn).await?;
        drop(conn);
        let mut tried = 0;
        for tenant in tenants {
            tried += self.deliver_of(&tenant).await?;
        }
        Ok(tried)
    }

    async fn deliver_of(&self, tenant: &str) -> Result<usize> {
        let mut conn = self.0.db().read().await?;
        let due = store::mails::due(&mut conn, tenant, self.0.now(), BATCH).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let smtp = store::smtp_settings::find(&mut conn, tenant).await?;
        drop(conn);
        let Some(smtp) = smtp.filter(|smtp| smtp.settings.enabled) else { return Ok(0) };
        for mail in &due {
            self.deliver(tenant, mail, &smtp).await?;
        }
        Ok(due.len())
    }

    /// Tries to send one mail, unless somebody else does; what became of it.
    pub(super) async fn deliver(&self, tenant: &str, mail: &Mail, smtp: &Smtp) -> Result<Option<MailState>> {
        let mut tx = self.0.db().begin().await?;
        let lease = Timestamp(self.0.now().0 + LEASE);
        if !store::mails::claim(&mut tx, tenant, &mail.row, lease).await? {
            return Ok(None);
        }
        tx.commit().await?;
        let sent = send(mail, smtp, self.0.now()).await;
        let mut tx = self.0.db().begin().await?;
        let state = match sent {
            Ok(()) => {
                store::mails::set_sent(&mut tx, tenant, &mail.row.id, self.0.now()).await?;
                MailState::Sent
            }
            Err(reason) => self.failed(&mut tx, tenant, mail, &reason).await?,
        };
        tx.commit().await?;
        Ok(Some(state))
    }

    async fn failed(&self, tx: &mut store::Tx, tenant: &str, mail: &Mail, reason: &str) -> Result<MailState> {
        let reason: String = reason.chars().map(|c| if c.is_control() { ' ' } else { c }).take(REASON).collect();
        let pause = usize::try_from(mail.row.attempts).ok().and_then(|attempt| PAUSES.get(attempt));
        let retry_at = pause.map(|pause| Timestamp(self.0.now().0 + pause));
        store::mails::set_failed(tx, tenant, &mail.row.id, &reason, retry_at).await?;
        if retry_at.is_some() {
            return Ok(MailState::Waiting);
        }
        store::logs::append(tx, tenant, &not_sent(self.0, mail, &reason)).await?;
        Ok(MailState::Failed)
    }
}

fn not_sent(directory: &Directory, mail: &Mail, reason: &str) -> LogEvent {
    LogEvent {
        user_id: mail.row.user_id.as_ref().map(|id| id.as_str().to_owned()),
        user_name: Some(mail.row.recipient.clone()),
        details: Some(json!({ "template": mail.row.kind, "mail": mail.row.id, "error": reason })),
        ..directory.visit(&crate::Origin::default(), "fn", "Failed Sending Notification")
    }
}

async fn send(mail: &Mail, smtp: &Smtp, now: Timestamp) -> std::result::Result<(), String> {
    let message = message::build(mail, &smtp.settings, now)?;
    let transport = transport(smtp)?;
    match transport.send(message).await {
        Ok(_) => Ok(()),
        Err(error) => Err(reasons(&error)),
    }
}

/// An error and what is behind it: the outer one alone says little.
fn reasons(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut inner = error.source();
    while let Some(error) = inner {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        inner = error.source();
    }
    text
}

fn transport(smtp: &Smtp) -> std::result::Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let settings = &smtp.settings;
    let parameters = || TlsParameters::new(settings.host.clone()).map_err(|error| error.to_string());
    let tls = match settings.security {
        SmtpSecurity::Tls => Tls::Wrapper(parameters()?),
        SmtpSecurity::StartTls => Tls::Required(parameters()?),
        SmtpSecurity::Plain if is_loopback(settings) => Tls::None,
        SmtpSecurity::Plain => return Err("Without TLS, mail is given to a server on this machine alone".to_owned()),
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
        .port(settings.port)
        .tls(tls)
        .timeout(Some(PATIENCE));
    let builder = if settings.username.is_empty() {
        builder
    } else {
        builder.credentials(Credentials::new(settings.username.clone(), smtp.password.clone()))
    };
    Ok(builder.build())
}

/// Whether the server is on this machine, so that nobody else sees what is sent to it.
pub(super) fn is_loopback(settings: &SmtpSettings) -> bool {
    let host = settings.host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}
