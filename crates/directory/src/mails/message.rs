//! A mail as it travels.

use std::time::{Duration, SystemTime};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use model::{Mail, SmtpSettings, Timestamp};

/// The mail, ready to be sent. Every header goes through lettre, which encodes what could end one.
///
/// # Errors
/// Why it cannot be written.
pub(super) fn build(mail: &Mail, settings: &SmtpSettings, now: Timestamp) -> Result<Message, String> {
    let sender = if mail.sender.is_empty() { &settings.from } else { &mail.sender };
    let from: Mailbox = sender.parse().map_err(|_| format!("The sender {sender:?} is not an address"))?;
    let recipient = mail.row.recipient.parse().map_err(|_| "The recipient is not an address that mail can go to")?;
    let id = format!("<{}@{}>", mail.row.id, from.email.domain());
    let by_a_program = HeaderName::new_from_ascii_str("Auto-Submitted");
    Message::builder()
        .from(from)
        .to(Mailbox::new(None, recipient))
        .subject(&mail.row.subject)
        .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or(0)))
        .message_id(Some(id))
        .raw_header(HeaderValue::new(by_a_program, "auto-generated".to_owned()))
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|error| format!("The mail cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use model::{MailKind, MailRow, MailState};

    use super::*;

    fn written(recipient: &str, subject: &str, sender: &str) -> Result<String, String> {
        let row = MailRow {
            id: "1".to_owned(),
            kind: MailKind::Test,
            recipient: recipient.to_owned(),
            user_id: None,
            subject: subject.to_owned(),
            state: MailState::Waiting,
            attempts: 0,
            error: None,
            created_at: Timestamp(0),
            next_try_at: Timestamp(0),
            sent_at: None,
        };
        let mail = Mail { row, sender: sender.to_owned(), text: "t\r\n.\r\nx".to_owned(), html: "<p>h</p>".to_owned() };
        let settings = SmtpSettings { from: "Roster <no-reply@example.com>".to_owned(), ..SmtpSettings::default() };
        build(&mail, &settings, Timestamp(0)).map(|message| String::from_utf8_lossy(&message.formatted()).into_owned())
    }

    /// S-412: whatever stands in a field, there are the headers that we wrote and no other.
    #[test]
    fn no_field_brings_a_header_of_its_own() {
        let hostile = "Hi\r\nBcc: eve@example.com\r\n\r\n<script>";
        let text = written("ada@example.com", hostile, "").unwrap();
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = head
            .lines()
            .filter(|line| !line.starts_with([' ', '\t']))
            .filter_map(|line| Some(line.split_once(':')?.0))
            .collect();
        assert!(!names.iter().any(|name| name.eq_ignore_ascii_case("bcc")), "{head}");
        assert!(names.contains(&"Subject") && names.contains(&"Message-ID") && names.contains(&"Date"), "{names:?}");
        assert!(written("ada@example.com\r\nBcc: eve@example.com", "s", "").is_err());
        assert!(written("ada@example.com", "s", "Ada\r\nBcc: eve@example.com <a@example.com>").is_err());
    }

    #[test]
    fn a_mail_has_a_plain_text_and_html() {
        let text = written("ada@example.com", "Gruß", "Acme <acme@example.com>").unwrap();
        for part in ["multipart/alternative", "text/plain", "text/html", "From: Acme <acme@example.com>"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(text.contains("Subject: =?utf-8?"), "{text}");
    }
}
