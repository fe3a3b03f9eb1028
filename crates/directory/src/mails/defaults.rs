//! Roster's own words.

use model::{MailKind, MailTemplate};

/// What is said until a tenant says something else.
pub(super) fn template(kind: MailKind) -> MailTemplate {
    let words = words(kind);
    MailTemplate {
        enabled: kind != MailKind::WelcomeEmail,
        from: String::new(),
        subject: words.subject.to_owned(),
        text: words.text(),
        html: words.html(),
    }
}

/// A mail of Roster's own: a paragraph, perhaps a button, and a closing paragraph.
struct Words {
    subject: &'static str,
    first: &'static str,
    button: Option<&'static str>,
    last: &'static str,
}

fn words(kind: MailKind) -> Words {
    match kind {
        MailKind::VerifyEmail => Words {
            subject: "Confirm your email address",
            first: "Somebody, you we hope, gave {{ user.email }} as their address at {{ tenant.friendly_name }}. \
                    Please confirm that it is yours.",
            button: Some("Confirm the address"),
            last: "The link works for 5 days. If it was not you, leave this mail alone: nothing is confirmed then.",
        },
        MailKind::WelcomeEmail => Words {
            subject: "Welcome to {{ tenant.friendly_name }}",
            first: "Hello {{ user.name }}, your account at {{ tenant.friendly_name }} is ready.",
            button: None,
            last: "You log in with {{ user.email }}.",
        },
        MailKind::ResetEmail => Words {
            subject: "Choose a new password",
            first: "Somebody asked for a new password for {{ user.email }} at {{ tenant.friendly_name }}.",
            button: Some("Choose a new password"),
            last: "The link works once, for 30 minutes. If it was not you, leave this mail alone: your password stays as it is.",
        },
        MailKind::BlockedAccount => Words {
            subject: "Logging in was blocked",
            first: "There were too many wrong passwords for {{ user.email }} at {{ tenant.friendly_name }}, so logging in was \
                    blocked. If it was you, you can lift the block.",
            button: Some("Lift the block"),
            last: "If it was not you, somebody is guessing: a long password that you use nowhere else keeps them out.",
        },
        MailKind::PasswordChanged => Words {
            subject: "Your password was changed",
            first: "The password of {{ user.email }} at {{ tenant.friendly_name }} was just changed. Every device that was \
                    logged in has been logged out.",
            button: None,
            last: "If it was not you, choose a new password at once: use \u{201c}Forgot password?\u{201d} where you log in.",
        },
        MailKind::ImportEnded => Words {
            subject: "An import of users has ended",
            // What came of it stands where the application would.
            first: "{{ application.name }}",
            button: None,
            last: "Owners of {{ tenant.friendly_name }} get this mail where whoever imports asked for it.",
        },
        MailKind::Test => Words {
            subject: "A test mail from Roster",
            first: "This mail shows that Roster can send mails to {{ user.email }}.",
            button: None,
            last: "Nothing needs to be done.",
        },
    }
}

impl Words {
    fn text(&self) -> String {
        let link = if self.button.is_some() { "{{ url }}\n\n" } else { "" };
        format!("{}\n\n{link}{}\n", self.first, self.last)
    }

    fn html(&self) -> String {
        let button = self.button.map_or(String::new(), |label| {
            format!(
                "  <p style=\"margin: 24px 0\"><a href=\"{{{{ url }}}}\" style=\"display: inline-block; padding: 10px 16px; \
                 border-radius: 6px; background: #2d59d3; color: #ffffff; font-weight: 600; text-decoration: none\">{label}</a></p>\n\
                 \x20 <p style=\"color: #566070; font-size: 13px; word-break: break-all\">{{{{ url }}}}</p>\n"
            )
        });
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n\
             <body style=\"margin: 0; padding: 24px; background: #f6f7f9; color: #191f2b; font: 15px/1.5 system-ui, sans-serif\">\n\
             <div style=\"max-width: 520px; margin: 0 auto; padding: 24px; border: 1px solid #e2e5eb; border-radius: 8px; \
             background: #ffffff\">\n  <p>{}</p>\n{button}  <p>{}</p>\n</div>\n</body>\n</html>\n",
            self.subject, self.first, self.last
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mails::templates::check;

    #[test]
    fn our_own_templates_pass_our_own_checks() {
        for kind in MailKind::TEMPLATES {
            check(kind, &template(kind)).unwrap();
        }
    }
}
