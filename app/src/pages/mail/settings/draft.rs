//! SMTP settings as they are being edited.

use leptos::prelude::*;
use model::{SmtpSecurity, SmtpSettings};

use crate::functions::Refusal;

/// What is in the fields.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) enabled: RwSignal<bool>,
    pub(super) host: RwSignal<String>,
    pub(super) port: RwSignal<String>,
    pub(super) security: RwSignal<SmtpSecurity>,
    pub(super) username: RwSignal<String>,
    pub(super) password: RwSignal<String>,
    pub(super) from: RwSignal<String>,
    pub(super) has_password: RwSignal<bool>,
    pub(super) refused: RwSignal<Option<Refusal>>,
    pub(super) busy: RwSignal<bool>,
}

impl Draft {
    pub(super) fn new(settings: SmtpSettings) -> Self {
        Self {
            enabled: RwSignal::new(settings.enabled),
            host: RwSignal::new(settings.host),
            port: RwSignal::new(settings.port.to_string()),
            security: RwSignal::new(settings.security),
            username: RwSignal::new(settings.username),
            password: RwSignal::new(String::new()),
            from: RwSignal::new(settings.from),
            has_password: RwSignal::new(settings.has_password),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// The settings were saved: the password that was typed is forgotten here.
    pub(super) fn show(self, settings: &SmtpSettings) {
        self.has_password.set(settings.has_password);
        self.password.set(String::new());
        self.refused.set(None);
    }

    /// What is to be stored, and the password where one was typed.
    pub(super) fn sent(self) -> (SmtpSettings, Option<String>) {
        let settings = SmtpSettings {
            enabled: self.enabled.get_untracked(),
            host: self.host.get_untracked(),
            // What is no port is refused as such.
            port: self.port.get_untracked().trim().parse().unwrap_or(0),
            security: self.security.get_untracked(),
            username: self.username.get_untracked(),
            from: self.from.get_untracked(),
            has_password: false,
        };
        (settings, Some(self.password.get_untracked()).filter(|password| !password.is_empty()))
    }

    pub(super) fn mistake(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.refused.read().as_ref().and_then(|refusal| refusal.field(field)).map(str::to_owned))
    }

    pub(super) fn other_mistake(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.refused
                .read()
                .as_ref()
                .filter(|refusal| refusal.fields.is_empty())
                .map(|refusal| refusal.message.clone())
        })
    }
}

/// The name of a choice in the form.
pub(super) fn name(security: SmtpSecurity) -> &'static str {
    match security {
        SmtpSecurity::StartTls => "start_tls",
        SmtpSecurity::Tls => "tls",
        SmtpSecurity::Plain => "plain",
    }
}

/// The choice of that name.
pub(super) fn security(text: &str) -> SmtpSecurity {
    [SmtpSecurity::Tls, SmtpSecurity::Plain].into_iter().find(|security| name(*security) == text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_choice_has_a_name_of_its_own() {
        for choice in [SmtpSecurity::StartTls, SmtpSecurity::Tls, SmtpSecurity::Plain] {
            assert_eq!(security(name(choice)), choice);
        }
    }
}
