//! Mails to users: what they say, how they are sent, and what became of them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId};

/// The mails that Roster writes, with Auth0's names where Auth0 has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// Asks the owner of an address to confirm it.
    VerifyEmail,
    /// Greets whoever verified their address, or signed up with one that needs it not.
    WelcomeEmail,
    /// Leads to the form for a new password.
    ResetEmail,
    /// Says that logging in was blocked, and how to go on.
    BlockedAccount,
    /// Says that the password was changed.
    PasswordChanged,
    /// Tells owners that an import of users has ended; it has no template.
    ImportEnded,
    /// Shows that mails arrive; it has no template.
    Test,
}

impl MailKind {
    /// The mails that have a template.
    pub const TEMPLATES: [Self; 5] =
        [Self::VerifyEmail, Self::WelcomeEmail, Self::ResetEmail, Self::BlockedAccount, Self::PasswordChanged];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::WelcomeEmail => "welcome_email",
            Self::ResetEmail => "reset_email",
            Self::BlockedAccount => "blocked_account",
            Self::PasswordChanged => "password_changed",
            Self::ImportEnded => "import_ended",
            Self::Test => "test",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::VerifyEmail => "Verify email",
            Self::WelcomeEmail => "Welcome",
            Self::ResetEmail => "Reset password",
            Self::BlockedAccount => "Blocked account",
            Self::PasswordChanged => "Password changed",
            Self::ImportEnded => "Import ended",
            Self::Test => "Test",
        }
    }

    /// When it is sent.
    pub fn occasion(self) -> &'static str {
        match self {
            Self::VerifyEmail => "After a sign-up, and when an administrator asks for it. Its link works for 5 days.",
            Self::WelcomeEmail => "Once a user has verified their address.",
            Self::ResetEmail => "When a user forgot the password. Its link works for 30 minutes, once.",
            Self::BlockedAccount => "When too many wrong passwords blocked a user's login.",
            Self::PasswordChanged => "After a new password was set with a link.",
            Self::ImportEnded => "When an import of users has ended, to owners.",
            Self::Test => "When an administrator tries the settings.",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::TEMPLATES.into_iter().chain([Self::ImportEnded, Self::Test]).find(|kind| kind.as_str() == name)
    }
}

impl fmt::Display for MailKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a template may have in `{{ }}`, and what it stands for.
pub const PLACEHOLDERS: [(&str, &str); 5] = [
    ("user.email", "The user's address"),
    ("user.name", "The user's name, or else the address"),
    ("url", "The link that the mail is about"),
    ("application.name", "The application that the user came from"),
    ("tenant.friendly_name", "The tenant, as users know it"),
];

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTemplate {
    /// Whether it is sent at all.
    pub enabled: bool,
    /// The sender: an address, or `Name <address>`. Empty for the one of the SMTP settings.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// What a program asks of a template; what is not there stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TemplatePatch {
    /// Whether it is sent at all.
    pub enabled: Option<bool>,
    /// The sender; empty for the one of the SMTP settings.
    pub from: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The mail as HTML. Its plain text follows.
    pub html: Option<String>,
}

/// A template as it is shown to administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedTemplate {
    /// Which mail.
    pub kind: MailKind,
    /// What it says.
    pub template: MailTemplate,
    /// Whether it is Roster's own, unchanged.
    pub is_default: bool,
}

/// A mail with sample values in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPreview {
    /// The sender.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// There were no SMTP settings: it stays here.
    Kept,
    /// It will be sent, or tried again.
    Waiting,
    /// The SMTP server took it.
    Sent,
    /// It was tried for hours in vain.
    Failed,
}

impl MailState {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Kept, Self::Waiting, Self::Sent, Self::Failed].into_iter().find(|state| state.as_str() == name)
    }
}

/// A mail in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// Sorts by time.
    pub id: String,
    /// Which mail.
    pub kind: MailKind,
    /// To whom.
    pub recipient: String,
    /// The user that it is about.
    pub user_id: Option<UserId>,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why the last try failed.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is tried next, where it waits.
    pub next_try_at: Timestamp,
    /// When the SMTP server took it.
    pub sent_at: Option<Timestamp>,
}

/// A whole mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// What the list shows of it.
    #[serde(flatten)]
    pub row: MailRow,
    /// From whom; empty for the address of the SMTP settings.
    pub sender: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

/// Some mails, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailPage {
    /// The mails.
    pub mails: Vec<MailRow>,
    /// The id after which older ones go on; none when these are the oldest.
    pub next: Option<String>,
    /// Whether mails are sent, or only kept here.
    pub is_sending: bool,
}

/// How a connection to the SMTP server is made safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpSecurity {
    /// STARTTLS, which must succeed; usually port 587.
    #[default]
    StartTls,
    /// TLS from the first byte; usually port 465.
    Tls,
    /// None; to a server on the same machine alone.
    Plain,
}

/// How mails are sent, without the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SmtpSettings {
    /// Whether mails are sent; switched off they are kept.
    pub enabled: bool,
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is made safe.
    pub security: SmtpSecurity,
    /// Empty where the server asks for none.
    pub username: String,
    /// The sender: an address, or `Name <address>`.
    pub from: String,
    /// Whether a password is kept.
    pub has_password: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for kind in MailKind::TEMPLATES {
            assert_eq!(MailKind::parse(kind.as_str()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for name in ["kept", "waiting", "sent", "failed"] {
            assert_eq!(MailState::parse(name).map(MailState::as_str), Some(name));
        }
        assert_eq!(MailKind::parse("stolen_credentials"), None);
    }
}
