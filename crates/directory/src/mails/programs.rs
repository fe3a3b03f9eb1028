//! How mails are sent and what they say, as programs ask for it: something is theirs only once it was made.

use model::{MailKind, MailTemplate, SmtpSettings, TemplatePatch};
use store::Tx;

use super::plain::plain;
use super::{Mails, defaults, templates};
use crate::{Actor, Error, Result, Scope};

const NO_PROVIDER: Error = Error::NotFound("There is no email provider.");
const NO_TEMPLATE: Error = Error::NotFound("The email template does not exist.");

impl Mails<'_> {
    /// The settings, without their password.
    ///
    /// # Errors
    /// `Forbidden` without `read:email_provider`, `NotFound` before they were first saved.
    pub async fn provider(&self, actor: &Actor) -> Result<SmtpSettings> {
        actor.may(Scope::ReadEmailProvider)?;
        let mut conn = self.0.db().read().await?;
        let smtp = store::smtp_settings::find(&mut conn, actor.tenant()).await?.ok_or(NO_PROVIDER)?;
        Ok(smtp.settings)
    }

    /// The first settings.
    ///
    /// # Errors
    /// `Forbidden` without `create:email_provider`, `Exists`, and as [`Mails::update_settings`].
    pub async fn create_provider(
        &self,
        actor: &Actor,
        settings: SmtpSettings,
        password: Option<String>,
    ) -> Result<SmtpSettings> {
        actor.may(Scope::CreateEmailProvider)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        if store::smtp_settings::find(&mut tx, actor.tenant()).await?.is_some() {
            let message = "The email provider is already configured; change it".to_owned();
            return Err(Error::Exists { field: "name", message });
        }
        let settings = self.save_settings(&mut tx, actor, None, settings, password).await?;
        tx.commit().await?;
        Ok(settings)
    }

    /// Makes of the settings as they are what `change` says. The password stays as with [`Mails::update_settings`].
    ///
    /// # Errors
    /// `Forbidden` without `update:email_provider`, `NotFound`, and as [`Mails::update_settings`].
    pub async fn change_provider(
        &self,
        actor: &Actor,
        change: impl FnOnce(SmtpSettings) -> (SmtpSettings, Option<String>) + Send,
    ) -> Result<SmtpSettings> {
        actor.may(Scope::UpdateEmailProvider)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let before = store::smtp_settings::find(&mut tx, actor.tenant()).await?.ok_or(NO_PROVIDER)?;
        let (settings, password) = change(before.settings.clone());
        let settings = self.save_settings(&mut tx, actor, Some(before), settings, password).await?;
        tx.commit().await?;
        Ok(settings)
    }

    /// Forgets the settings with their password: mails are kept from then on.
    ///
    /// # Errors
    /// `Forbidden` without `delete:email_provider`, `NotFound`.
    pub async fn delete_provider(&self, actor: &Actor) -> Result<()> {
        actor.may(Scope::DeleteEmailProvider)?;
        let mut tx = self.0.db().begin().await?;
        if !store::smtp_settings::delete(&mut tx, actor.tenant()).await? {
            return Err(NO_PROVIDER);
        }
        let event = self.0.event(actor, "sapi", "Delete the email provider");
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        Ok(tx.commit().await?)
    }

    /// A template of the tenant's own.
    ///
    /// # Errors
    /// `Forbidden` without `read:email_templates`, `NotFound` where the mail has Roster's words, or no name is given.
    pub async fn own_template(&self, actor: &Actor, kind: Option<MailKind>) -> Result<MailTemplate> {
        actor.may(Scope::ReadEmailTemplates)?;
        let kind = kind.ok_or(NO_TEMPLATE)?;
        let mut conn = self.0.db().read().await?;
        store::mail_templates::find(&mut conn, actor.tenant(), kind).await?.ok_or(NO_TEMPLATE)
    }

    /// Gives a mail that has Roster's words others. Its plain text is what the HTML says.
    ///
    /// # Errors
    /// `Forbidden` without `create:email_templates`, `NotFound` where no name is given, `Exists`, `Field` for what a
    /// template cannot hold.
    pub async fn create_template(
        &self,
        actor: &Actor,
        kind: Option<MailKind>,
        patch: TemplatePatch,
    ) -> Result<MailTemplate> {
        actor.may(Scope::CreateEmailTemplates)?;
        let kind = kind.ok_or(NO_TEMPLATE)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        if store::mail_templates::find(&mut tx, actor.tenant(), kind).await?.is_some() {
            return Err(Error::Exists { field: "template", message: format!("The template {kind} already exists") });
        }
        self.save_template(tx, actor, kind, defaults::template(kind), patch, "Create an email template").await
    }

    /// Changes a template of the tenant's own. Where its HTML changes, its plain text becomes what that says.
    ///
    /// # Errors
    /// `Forbidden` without `update:email_templates`, `NotFound` where the mail has Roster's words, or no name is given;
    /// `Field` for what a template cannot hold.
    pub async fn change_template(
        &self,
        actor: &Actor,
        kind: Option<MailKind>,
        patch: TemplatePatch,
    ) -> Result<MailTemplate> {
        actor.may(Scope::UpdateEmailTemplates)?;
        let kind = kind.ok_or(NO_TEMPLATE)?;
        let mut tx = self.0.db().begin().await?;
        store::tenants::hold(&mut tx, actor.tenant()).await?;
        let before = store::mail_templates::find(&mut tx, actor.tenant(), kind).await?.ok_or(NO_TEMPLATE)?;
        self.save_template(tx, actor, kind, before, patch, "Update an email template").await
    }

    async fn save_template(
        &self,
        mut tx: Tx,
        actor: &Actor,
        kind: MailKind,
        before: MailTemplate,
        patch: TemplatePatch,
        what: &str,
    ) -> Result<MailTemplate> {
        let after = applied(before, patch);
        templates::check(kind, &after)?;
        store::mail_templates::save(&mut tx, actor.tenant(), kind, &after).await?;
        self.record_template(&mut tx, actor, what, kind).await?;
        tx.commit().await?;
        Ok(after)
    }
}

fn applied(before: MailTemplate, patch: TemplatePatch) -> MailTemplate {
    let mut after = before;
    if let Some(html) = patch.html
        && html != after.html
    {
        after.text = plain(&html);
        after.html = html;
    }
    after.enabled = patch.enabled.unwrap_or(after.enabled);
    after.from = patch.from.unwrap_or(after.from);
    after.subject = patch.subject.unwrap_or(after.subject);
    after
}
