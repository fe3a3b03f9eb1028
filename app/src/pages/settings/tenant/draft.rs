//! What was typed in the form, and what is wrong with it.

use leptos::prelude::*;
use model::{FieldMistake, TenantSettings};

use crate::components::lines;
use crate::functions::Refusal;

/// The fields as they are typed; numbers are text until they are read.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    /// What the form began from.
    pub(super) base: RwSignal<TenantSettings>,
    pub(super) friendly_name: RwSignal<String>,
    pub(super) picture_url: RwSignal<String>,
    pub(super) support_url: RwSignal<String>,
    pub(super) primary_color: RwSignal<String>,
    pub(super) page_background: RwSignal<String>,
    pub(super) logout_urls: RwSignal<String>,
    pub(super) directory: RwSignal<String>,
    pub(super) audience: RwSignal<String>,
    pub(super) lifetime: RwSignal<String>,
    pub(super) idle_lifetime: RwSignal<String>,
    pub(super) retention: RwSignal<String>,
    pub(super) allow_impersonation: RwSignal<bool>,
    pub(super) management_limit: RwSignal<String>,
    pub(super) authentication_limit: RwSignal<String>,
    pub(super) is_dirty: Memo<bool>,
    pub(super) is_busy: RwSignal<bool>,
    /// What could not be read at the last try.
    pub(super) unread: RwSignal<Vec<FieldMistake>>,
    pub(super) refused: RwSignal<Option<Refusal>>,
}

impl Draft {
    pub(super) fn new(settings: TenantSettings) -> Self {
        let text = || RwSignal::new(String::new());
        let mut draft = Self {
            base: RwSignal::new(settings),
            friendly_name: text(),
            picture_url: text(),
            support_url: text(),
            primary_color: text(),
            page_background: text(),
            logout_urls: text(),
            directory: text(),
            audience: text(),
            lifetime: text(),
            idle_lifetime: text(),
            retention: text(),
            allow_impersonation: RwSignal::new(false),
            management_limit: text(),
            authentication_limit: text(),
            is_dirty: Memo::new(|_| false),
            is_busy: RwSignal::new(false),
            unread: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
        };
        draft.reset();
        draft.is_dirty = Memo::new(move |_| draft.settings().as_ref() != Ok(&*draft.base.read()));
        draft
    }

    /// Begins anew from what is stored.
    pub(super) fn reset(self) {
        let base = self.base.get_untracked();
        self.friendly_name.set(base.friendly_name);
        self.picture_url.set(base.picture_url);
        self.support_url.set(base.support_url);
        self.primary_color.set(base.primary_color);
        self.page_background.set(base.page_background);
        self.logout_urls.set(base.allowed_logout_urls.join("\n"));
        self.directory.set(base.default_directory);
        self.audience.set(base.default_audience);
        self.lifetime.set(base.session_lifetime.to_string());
        self.idle_lifetime.set(base.idle_session_lifetime.to_string());
        self.retention.set(base.log_retention_days.to_string());
        self.allow_impersonation.set(base.allow_impersonation);
        self.management_limit.set(base.management_api_limit.to_string());
        self.authentication_limit.set(base.authentication_api_limit.to_string());
        self.unread.set(Vec::new());
        self.refused.set(None);
    }

    /// Begins anew from `settings`, unless the page was left meanwhile.
    pub(super) fn take(self, settings: TenantSettings) {
        if self.base.try_set(settings).is_none() {
            self.reset();
        }
    }

    /// The same after `sent` was saved: what was typed meanwhile stays.
    pub(super) fn saved(self, sent: &TenantSettings, settings: TenantSettings) {
        let is_as_sent = untrack(|| self.settings()).as_ref() == Ok(sent);
        if is_as_sent {
            self.take(settings);
        } else {
            let _ = self.base.try_set(settings);
        }
    }

    /// What the form says.
    pub(super) fn settings(self) -> Result<TenantSettings, Vec<FieldMistake>> {
        let mut mistakes = Vec::new();
        let text = |signal: RwSignal<String>| signal.with(|text| text.trim().to_owned());
        let mut number = |field: &str, of: &str, signal: RwSignal<String>| {
            signal.with(|text| text.trim().parse::<i64>()).unwrap_or_else(|_| {
                let message = format!("A whole number of {of}");
                mistakes.push(FieldMistake { field: field.to_owned(), message });
                0
            })
        };
        let settings = TenantSettings {
            friendly_name: text(self.friendly_name),
            picture_url: text(self.picture_url),
            support_url: text(self.support_url),
            primary_color: text(self.primary_color),
            page_background: text(self.page_background),
            allowed_logout_urls: self.logout_urls.with(|text| lines(text)),
            default_directory: self.directory.get(),
            default_audience: self.audience.get(),
            session_lifetime: number("session_lifetime", "hours", self.lifetime),
            idle_session_lifetime: number("idle_session_lifetime", "hours", self.idle_lifetime),
            log_retention_days: number("log_retention_days", "days", self.retention),
            allow_impersonation: self.allow_impersonation.get(),
            management_api_limit: number("management_api_limit", "requests", self.management_limit),
            authentication_api_limit: number("authentication_api_limit", "requests", self.authentication_limit),
        };
        if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
    }

    /// What is wrong with a field.
    pub(super) fn mistake(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let unread = self.unread.with(|unread| {
                unread.iter().find(|mistake| mistake.field == field).map(|mistake| mistake.message.clone())
            });
            unread.or_else(|| self.refused.with(|refused| refused.as_ref()?.field(field).map(str::to_owned)))
        })
    }
}
