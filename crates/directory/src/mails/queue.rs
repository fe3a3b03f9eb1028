//! Writing a mail, in the transaction of what caused it.

use model::{Mail, MailKind, MailRow, MailState, UserId, UserProfile};
use store::Conn;

use super::text::Values;
use super::{Mails, defaults, id_before, mail_id, templates};
use crate::Result;

/// A mail to a user, before its words are put together.
pub(crate) struct Letter<'a> {
    /// Which mail.
    pub(crate) kind: MailKind,
    /// To whom.
    pub(crate) user: &'a UserProfile,
    /// The link that it is about; empty for none.
    pub(crate) url: &'a str,
    /// Name of the application that the user came from; empty for none.
    pub(crate) application: &'a str,
}

impl Mails<'_> {
    /// Writes a mail; nothing for a user without an address, or where its template is switched off.
    pub(crate) async fn queue(&self, conn: &mut Conn, tenant: &str, letter: &Letter<'_>) -> Result<()> {
        let Some(email) = letter.user.email.as_deref().filter(|email| !email.is_empty()) else { return Ok(()) };
        let template = templates::in_force(conn, tenant, letter.kind).await?;
        if !template.enabled {
            return Ok(());
        }
        let friendly_name = store::tenants::friendly_name(conn, tenant).await?.unwrap_or_default();
        let values = Values {
            email,
            name: letter.user.display_name(),
            url: letter.url,
            application: if letter.application.is_empty() { &friendly_name } else { letter.application },
            tenant: &friendly_name,
        };
        let filled = templates::fill(&template, &values);
        self.insert(conn, tenant, letter.kind, email, Some(&letter.user.user_id), filled).await?;
        Ok(())
    }

    /// Tells an owner that an import of users has ended, and what came of it.
    pub(crate) async fn queue_import_ended(
        &self,
        conn: &mut Conn,
        tenant: &str,
        recipient: &str,
        what: &str,
    ) -> Result<()> {
        let friendly_name = store::tenants::friendly_name(conn, tenant).await?.unwrap_or_default();
        let values = Values { email: recipient, name: recipient, url: "", application: what, tenant: &friendly_name };
        let filled = templates::fill(&defaults::template(MailKind::ImportEnded), &values);
        self.insert(conn, tenant, MailKind::ImportEnded, recipient, None, filled).await?;
        Ok(())
    }

    /// A mail that shows whether mails arrive.
    pub(super) async fn queue_test(&self, conn: &mut Conn, tenant: &str, recipient: &str) -> Result<Mail> {
        let values = Values { email: recipient, name: recipient, url: "", application: "", tenant: "" };
        let filled = templates::fill(&defaults::template(MailKind::Test), &values);
        self.insert(conn, tenant, MailKind::Test, recipient, None, filled).await
    }

    async fn insert(
        &self,
        conn: &mut Conn,
        tenant: &str,
        kind: MailKind,
        recipient: &str,
        user: Option<&UserId>,
        filled: model::MailPreview,
    ) -> Result<Mail> {
        let smtp = store::smtp_settings::find(conn, tenant).await?;
        let is_sending = smtp.is_some_and(|smtp| smtp.settings.enabled);
        let now = self.0.now();
        let row = MailRow {
            id: mail_id(now, self.0.random()),
            kind,
            recipient: recipient.to_owned(),
            user_id: user.cloned(),
            subject: filled.subject,
            state: if is_sending { MailState::Waiting } else { MailState::Kept },
            attempts: 0,
            error: None,
            created_at: now,
            next_try_at: now,
            sent_at: None,
        };
        let mail = Mail { row, sender: filled.from, text: filled.text, html: filled.html };
        store::mails::insert(conn, tenant, &mail).await?;
        let oldest = id_before(model::Timestamp(now.0 - super::KEPT));
        store::mails::delete_before(conn, tenant, &oldest).await?;
        Ok(mail)
    }
}
