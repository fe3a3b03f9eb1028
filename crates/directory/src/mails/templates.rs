//! What mails say.

use lettre::message::Mailbox;
use model::{MailKind, MailPreview, MailTemplate, NamedTemplate};
use serde_json::json;
use store::Conn;

use super::text::{Form, Values, one_line, placeholders, render};
use super::{Mails, defaults};
use crate::{Actor, Error, Result, Scope};

/// The longest subject, in characters.
const SUBJECT: usize = 255;
/// The longest body, in bytes.
const BODY: usize = 128 * 1024;

const NO_TEMPLATE: Error = Error::NotFound("There is no such template.");

impl Mails<'_> {
    /// Every template, the tenant's own or Roster's.
    ///
    /// # Errors
    /// `Forbidden` without `read:email_templates`.
    pub async fn templates(&self, actor: &Actor) -> Result<Vec<NamedTemplate>> {
        actor.may(Scope::ReadEmailTemplates)?;
        let mut conn = self.0.db().read().await?;
        let own = store::mail_templates::list(&mut conn, actor.tenant()).await?;
        let named = MailKind::TEMPLATES.into_iter().map(|kind| {
            let template = own.iter().find(|(own, _)| *own == kind).map(|(_, template)| template.clone());
            named(kind, template)
        });
        Ok(named.collect())
    }

    /// One template.
    ///
    /// # Errors
    /// `Forbidden` without `read:email_templates`, `NotFound`.
    pub async fn template(&self, actor: &Actor, kind: MailKind) -> Result<NamedTemplate> {
        actor.may(Scope::ReadEmailTemplates)?;
        check_kind(kind)?;
        let mut conn = self.0.db().read().await?;
        Ok(named(kind, store::mail_templates::find(&mut conn, actor.tenant(), kind).await?))
    }

    /// Gives a mail other words.
    ///
    /// # Errors
    /// `Forbidden` without `update:email_templates`, `NotFound`, `Field` for what a template cannot hold.
    pub async fn update_template(
        &self,
        actor: &Actor,
        kind: MailKind,
        template: MailTemplate,
    ) -> Result<NamedTemplate> {
        actor.may(Scope::UpdateEmailTemplates)?;
        check_kind(kind)?;
        check(kind, &template)?;
        let mut tx = self.0.db().begin().await?;
        store::mail_templates::save(&mut tx, actor.tenant(), kind, &template).await?;
        self.record_template(&mut tx, actor, "Update an email template", kind).await?;
        tx.commit().await?;
        Ok(named(kind, Some(template)))
    }

    /// Goes back to Roster's own words.
    ///
    /// # Errors
    /// `Forbidden` without `update:email_templates`, `NotFound`.
    pub async fn reset_template(&self, actor: &Actor, kind: MailKind) -> Result<NamedTemplate> {
        actor.may(Scope::UpdateEmailTemplates)?;
        check_kind(kind)?;
        let mut tx = self.0.db().begin().await?;
        store::mail_templates::delete(&mut tx, actor.tenant(), kind).await?;
        self.record_template(&mut tx, actor, "Reset an email template", kind).await?;
        tx.commit().await?;
        Ok(named(kind, None))
    }

    /// The mail that a template makes, with sample values.
    ///
    /// # Errors
    /// `Forbidden` without `read:email_templates`, `Field` for what a template cannot hold.
    pub async fn preview(&self, actor: &Actor, kind: MailKind, template: &MailTemplate) -> Result<MailPreview> {
        actor.may(Scope::ReadEmailTemplates)?;
        check_kind(kind)?;
        check(kind, template)?;
        let mut conn = self.0.db().read().await?;
        let tenant = store::tenants::friendly_name(&mut conn, actor.tenant()).await?.unwrap_or_default();
        let url = format!("{}/u/…?ticket=…", self.0.settings().base_url);
        let values = Values {
            email: "ada@example.com",
            name: "Ada Lovelace",
            url: &url,
            application: "Sample App",
            tenant: &tenant,
        };
        Ok(fill(template, &values))
    }

    pub(super) async fn record_template(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        what: &str,
        kind: MailKind,
    ) -> Result<()> {
        let mut event = self.0.event(actor, "sapi", what);
        if let Some(serde_json::Value::Object(details)) = &mut event.details {
            details.insert("template".to_owned(), json!(kind));
        }
        Ok(store::logs::append(conn, actor.tenant(), &event).await?)
    }
}

/// The template that is in force.
pub(super) async fn in_force(conn: &mut Conn, tenant: &str, kind: MailKind) -> Result<MailTemplate> {
    Ok(store::mail_templates::find(conn, tenant, kind).await?.unwrap_or_else(|| defaults::template(kind)))
}

/// The template with the values in it.
pub(super) fn fill(template: &MailTemplate, values: &Values<'_>) -> MailPreview {
    MailPreview {
        from: template.from.clone(),
        subject: one_line(&render(&template.subject, values, Form::Text)),
        text: render(&template.text, values, Form::Text),
        html: render(&template.html, values, Form::Html),
    }
}

fn named(kind: MailKind, own: Option<MailTemplate>) -> NamedTemplate {
    let is_default = own.is_none();
    NamedTemplate { kind, template: own.unwrap_or_else(|| defaults::template(kind)), is_default }
}

fn check_kind(kind: MailKind) -> Result<()> {
    if MailKind::TEMPLATES.contains(&kind) { Ok(()) } else { Err(NO_TEMPLATE) }
}

/// # Errors
/// What is wrong with the template, by field.
pub(super) fn check(kind: MailKind, template: &MailTemplate) -> Result<()> {
    if !template.from.is_empty() {
        check_sender("from", &template.from)?;
    }
    let subject = template.subject.chars().count();
    if template.subject.trim().is_empty() || subject > SUBJECT {
        return Err(Error::field("subject", format!("1 to {SUBJECT} characters, {subject} given")));
    }
    if template.subject.chars().any(char::is_control) {
        return Err(Error::field("subject", "A subject is one line"));
    }
    placeholders(&template.subject).map_err(|mistake| Error::field("subject", mistake))?;
    for (field, body) in [("text", &template.text), ("html", &template.html)] {
        check_body(kind, field, body)?;
    }
    Ok(())
}

fn check_body(kind: MailKind, field: &'static str, body: &str) -> Result<()> {
    if body.trim().is_empty() {
        return Err(Error::field(field, "A mail has both, a plain text and HTML"));
    }
    if body.len() > BODY {
        return Err(Error::field(field, format!("At most {BODY} bytes, {} given", body.len())));
    }
    let names = placeholders(body).map_err(|mistake| Error::field(field, mistake))?;
    let needs_link = matches!(kind, MailKind::VerifyEmail | MailKind::ResetEmail | MailKind::BlockedAccount);
    if needs_link && !names.contains(&"url") {
        return Err(Error::field(field, "Without {{ url }} this mail is of no use: its link would be missing"));
    }
    Ok(())
}

/// # Errors
/// What is wrong with a sender.
pub(super) fn check_sender(field: &'static str, sender: &str) -> Result<Mailbox> {
    let is_plain = sender.len() <= 320 && !sender.chars().any(char::is_control);
    let mailbox = is_plain.then(|| sender.parse::<Mailbox>().ok()).flatten();
    mailbox
        .ok_or_else(|| Error::field(field, "Not a sender: it has the form name@example.com or Name <name@example.com>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(template: &MailTemplate) -> Option<String> {
        match check(MailKind::ResetEmail, template) {
            Err(Error::Field { field, .. }) => Some(field.to_owned()),
            _ => None,
        }
    }

    #[test]
    fn what_a_template_cannot_hold_is_told_by_field() {
        let good = defaults::template(MailKind::ResetEmail);
        let long = "x".repeat(BODY + 1);
        let cases = [
            ("from", MailTemplate { from: "Ada\r\nBcc: eve@example.com <a@example.com>".to_owned(), ..good.clone() }),
            ("from", MailTemplate { from: "nobody".to_owned(), ..good.clone() }),
            ("subject", MailTemplate { subject: String::new(), ..good.clone() }),
            ("subject", MailTemplate { subject: "a\nb".to_owned(), ..good.clone() }),
            ("subject", MailTemplate { subject: "{{ x }}".to_owned(), ..good.clone() }),
            ("text", MailTemplate { text: "no link".to_owned(), ..good.clone() }),
            ("html", MailTemplate { html: "{{ url".to_owned(), ..good.clone() }),
            ("html", MailTemplate { html: long, ..good.clone() }),
        ];
        for (field, template) in cases {
            assert_eq!(mistake(&template).as_deref(), Some(field), "{:?}", template.subject);
        }
        assert!(mistake(&MailTemplate { from: "Acme <no-reply@example.com>".to_owned(), ..good }).is_none());
    }
}
