//! Mails, what they say, and how they are sent.

use leptos::prelude::*;
use model::{Mail, MailKind, MailPage, MailPreview, MailRow, MailTemplate, NamedTemplate, SmtpSettings, UserId};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// Mails, newest first; `after` is where the last page ended.
#[server(prefix = "/fn", endpoint = "mails/list", input = Json)]
pub async fn list_mails(after: Option<String>) -> Answer<MailPage> {
    let (directory, actor) = door()?;
    Ok(directory.mails().list(&actor, after.as_deref()).await?)
}

/// A whole mail.
#[server(prefix = "/fn", endpoint = "mails/get", input = Json)]
pub async fn get_mail(id: String) -> Answer<Mail> {
    let (directory, actor) = door()?;
    Ok(directory.mails().get(&actor, &id).await?)
}

/// Sends a mail once more.
#[server(prefix = "/fn", endpoint = "mails/send-again", input = Json)]
pub async fn send_mail_again(id: String) -> Answer<Mail> {
    let (directory, actor) = door()?;
    Ok(directory.mails().send_again(&actor, &id).await?)
}

/// Every template.
#[server(prefix = "/fn", endpoint = "mails/templates", input = Json)]
pub async fn mail_templates() -> Answer<Vec<NamedTemplate>> {
    let (directory, actor) = door()?;
    Ok(directory.mails().templates(&actor).await?)
}

/// Gives a mail other words.
#[server(prefix = "/fn", endpoint = "mails/update-template", input = Json)]
pub async fn update_mail_template(kind: MailKind, template: MailTemplate) -> Answer<NamedTemplate> {
    let (directory, actor) = door()?;
    Ok(directory.mails().update_template(&actor, kind, template).await?)
}

/// Goes back to Roster's own words.
#[server(prefix = "/fn", endpoint = "mails/reset-template", input = Json)]
pub async fn reset_mail_template(kind: MailKind) -> Answer<NamedTemplate> {
    let (directory, actor) = door()?;
    Ok(directory.mails().reset_template(&actor, kind).await?)
}

/// The mail that a template makes, with sample values.
#[server(prefix = "/fn", endpoint = "mails/preview-template", input = Json)]
pub async fn preview_mail_template(kind: MailKind, template: MailTemplate) -> Answer<MailPreview> {
    let (directory, actor) = door()?;
    Ok(directory.mails().preview(&actor, kind, &template).await?)
}

/// How mails are sent, without the password.
#[server(prefix = "/fn", endpoint = "mails/settings", input = Json)]
pub async fn load_smtp_settings() -> Answer<SmtpSettings> {
    let (directory, actor) = door()?;
    Ok(directory.mails().settings(&actor).await?)
}

/// Changes how mails are sent; without a password the one that is kept stays.
#[server(prefix = "/fn", endpoint = "mails/update-settings", input = Json)]
pub async fn update_smtp_settings(settings: SmtpSettings, password: Option<String>) -> Answer<SmtpSettings> {
    let (directory, actor) = door()?;
    Ok(directory.mails().update_settings(&actor, settings, password).await?)
}

/// Writes a test mail and tries to send it; what became of it.
#[server(prefix = "/fn", endpoint = "mails/send-test", input = Json)]
pub async fn send_test_mail(to: String) -> Answer<MailRow> {
    let (directory, actor) = door()?;
    Ok(directory.mails().send_test(&actor, &to).await?)
}

/// Sends a user a mail with which they confirm their address.
#[server(prefix = "/fn", endpoint = "users/send-verification-mail", input = Json)]
pub async fn send_verification_mail(id: UserId) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.users().send_verification_mail(&actor, &id).await?)
}

/// Sends a user a mail with which they choose a new password.
#[server(prefix = "/fn", endpoint = "users/send-password-reset", input = Json)]
pub async fn send_password_reset(id: UserId) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.users().send_password_reset(&actor, &id).await?)
}
