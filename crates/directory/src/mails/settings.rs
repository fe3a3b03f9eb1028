//! How mails are sent.

use model::{MailRow, SmtpSecurity, SmtpSettings, check_email};
use serde_json::json;
use store::Tx;
use store::smtp_settings::Smtp;

use super::templates::check_sender;
use super::{Mails, deliver};
use crate::{Actor, Error, Result, Scope};

impl Mails<'_> {
    /// The settings, without their password.
    ///
    /// # Errors
    /// `Forbidden` without `read:email_provider`.
    pub async fn settings(&self, actor: &Actor) -> Result<SmtpSettings> {
        actor.may(Scope::ReadEmailProvider)?;
        let mut conn = self.0.db().read().await?;
        let smtp = store::smtp_settings::find(&mut conn, actor.tenant()).await?;
        Ok(smtp.map(|smtp| smtp.settings).unwrap_or(SmtpSettings { port: 587, ..SmtpSettings::default() }))
    }

    /// Changes the settings; without a password the one that is kept stays, unless the server or the user is another one:
    /// a password goes to nobody whom it was not entered for.
    ///
    /// # Errors
    /// `Forbidden` without `update:email_provider`, `Field` for what is wrong.
    pub async fn update_settings(
        &self,
        actor: &Actor,
        settings: SmtpSettings,
        password: Option<String>,
    ) -> Result<SmtpSettings> {
        actor.may(Scope::UpdateEmailProvider)?;
        let mut tx = self.0.db().begin().await?;
        let before = store::smtp_settings::find(&mut tx, actor.tenant()).await?;
        let settings = self.save_settings(&mut tx, actor, before, settings, password).await?;
        tx.commit().await?;
        Ok(settings)
    }

    /// Writes settings after those that there are.
    pub(super) async fn save_settings(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        before: Option<Smtp>,
        settings: SmtpSettings,
        password: Option<String>,
    ) -> Result<SmtpSettings> {
        let settings = SmtpSettings {
            host: settings.host.trim().to_owned(),
            username: settings.username.trim().to_owned(),
            from: settings.from.trim().to_owned(),
            ..settings
        };
        check(&settings, password.as_deref())?;
        let password = match (password, before) {
            (Some(password), _) => password,
            (None, Some(before)) if is_same_server(&before.settings, &settings) => before.password,
            (None, _) => String::new(),
        };
        if settings.enabled && !settings.username.is_empty() && password.is_empty() {
            return Err(Error::field("password", "Enter the password of this user"));
        }
        let settings = SmtpSettings { has_password: !password.is_empty(), ..settings };
        let smtp = Smtp { settings: settings.clone(), password };
        store::smtp_settings::save(tx, actor.tenant(), &smtp).await?;
        let mut event = self.0.event(actor, "sapi", "Update the email provider");
        if let Some(serde_json::Value::Object(details)) = &mut event.details {
            details.insert("provider".to_owned(), json!(settings));
        }
        store::logs::append(tx, actor.tenant(), &event).await?;
        Ok(settings)
    }

    /// Writes a test mail and tries at once to send it; what became of it stands in the answer.
    ///
    /// # Errors
    /// `Forbidden` without `update:email_provider`, `Field` for a bad address.
    pub async fn send_test(&self, actor: &Actor, recipient: &str) -> Result<MailRow> {
        actor.may(Scope::UpdateEmailProvider)?;
        let recipient = check_email(recipient).map_err(|mistake| Error::field("to", mistake.to_string()))?;
        let mut tx = self.0.db().begin().await?;
        let mail = self.queue_test(&mut tx, actor.tenant(), &recipient).await?;
        let smtp = store::smtp_settings::find(&mut tx, actor.tenant()).await?;
        let event = self.0.event(actor, "sapi", "Send a test mail");
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        if let Some(smtp) = smtp.filter(|smtp| smtp.settings.enabled) {
            self.deliver(actor.tenant(), &mail, &smtp).await?;
        }
        let mut conn = self.0.db().read().await?;
        let row = store::mails::find(&mut conn, actor.tenant(), &mail.row.id).await?;
        Ok(row.map_or(mail.row, |mail| mail.row))
    }
}

fn is_same_server(before: &SmtpSettings, after: &SmtpSettings) -> bool {
    (&before.host, before.port, &before.username) == (&after.host, after.port, &after.username)
}

fn check(settings: &SmtpSettings, password: Option<&str>) -> Result<()> {
    if !settings.from.is_empty() || settings.enabled {
        check_sender("from", &settings.from)?;
    }
    let is_host = |c: char| c.is_ascii_alphanumeric() || ".-:[]_".contains(c);
    let host = &settings.host;
    if host.len() > 255 || !host.chars().all(is_host) || (host.is_empty() && settings.enabled) {
        return Err(Error::field("host", "The name or the address of the server, for instance smtp.example.com"));
    }
    if settings.port == 0 {
        return Err(Error::field("port", "A number from 1 to 65535; usually 587, or 465 for TLS from the start"));
    }
    if settings.security == SmtpSecurity::Plain && !host.is_empty() && !deliver::is_loopback(settings) {
        let message =
            "Without TLS, links and passwords would travel readable: only for a server on this machine (localhost)";
        return Err(Error::field("security", message));
    }
    if settings.username.len() > 255 || settings.username.chars().any(char::is_control) {
        return Err(Error::field("username", "At most 255 characters, none of them a control character"));
    }
    if password.is_some_and(|password| password.len() > 1_024 || password.contains('\0')) {
        return Err(Error::field("password", "At most 1,024 bytes"));
    }
    Ok(())
}
