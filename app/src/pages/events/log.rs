//! What all parts of a page of events share.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_url};
use model::{LogEvent, LogPage, UserId};

use super::address::Address;
use super::names::Names;
use crate::components::{Toasts, use_toasts};
use crate::effect::effect;
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::logs::{get_log, search_logs};

/// The log, or one user's part of it.
#[derive(Clone, Copy)]
pub(crate) struct Log {
    pub(crate) address: Memo<Address>,
    /// The first page of events.
    pub(super) first: Loaded<Answer<LogPage>>,
    pub(super) names: Names,
    /// The event that is open.
    pub(super) opened: RwSignal<Option<LogEvent>>,
    pub(super) toasts: Toasts,
    /// Runs when events happened.
    pub(super) on_news: StoredValue<Option<Callback<()>>>,
    base: StoredValue<String>,
    user: StoredValue<Option<UserId>>,
    navigate: Callback<(String, bool)>,
}

impl Log {
    /// The page at `base`: of one user, or of the tenant.
    pub(crate) fn new(base: String, user: Option<UserId>) -> Self {
        let url = use_url();
        let address = Memo::new(move |_| url.with(|url| Address::parse(url.search())));
        let asked = user.clone();
        // The event that is open changes nothing of the list.
        let query = Memo::new(move |_| address.with(|address| address.query(asked.clone())));
        let navigate = use_navigate();
        let log = Self {
            address,
            first: Loaded::new_with_options(move || query.get(), search_logs, false),
            names: Names::new(),
            opened: RwSignal::new(None),
            toasts: use_toasts(),
            on_news: StoredValue::new(None),
            base: StoredValue::new(base),
            user: StoredValue::new(user),
            navigate: Callback::new(move |(url, replace): (String, bool)| {
                navigate(&url, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
            }),
        };
        effect(move || log.follow_event());
        log
    }

    /// Runs `run` whenever events happened.
    pub(crate) fn when_news(self, run: impl Fn() + Send + Sync + 'static) {
        self.on_news.set_value(Some(Callback::new(move |()| run())));
    }

    pub(super) fn user(self) -> Option<UserId> {
        self.user.get_value()
    }

    pub(super) fn url(self, address: &Address) -> String {
        self.base.with_value(|base| address.url(base))
    }

    /// Shows another state.
    pub(crate) fn go(self, address: &Address) {
        self.navigate.run((self.url(address), false));
    }

    /// The same in place of the present state.
    pub(crate) fn replace(self, address: &Address) {
        self.navigate.run((self.url(address), true));
    }

    /// Opens an event; *back* closes it.
    pub(super) fn open(self, event: LogEvent) {
        let address = Address { event: Some(event.log_id.clone()), ..self.address.get_untracked() };
        self.opened.set(Some(event));
        self.go(&address);
    }

    /// After the dialog was closed.
    pub(super) fn close(self) {
        self.opened.set(None);
        let address = self.address.get_untracked();
        if address.event.is_some() {
            self.replace(&Address { event: None, ..address });
        }
    }

    /// Opens the event that the address names, wherever in the log it stands.
    fn follow_event(self) {
        let Some(id) = self.address.with(|address| address.event.clone()) else {
            self.opened.set(None);
            return;
        };
        if self.opened.with_untracked(|opened| opened.as_ref().is_some_and(|event| event.log_id == id)) {
            return;
        }
        leptos::task::spawn_local(async move {
            let answer = get_log(id.clone()).await;
            let is_wanted = self.address.try_with_untracked(|address| address.event.as_ref() == Some(&id));
            if is_wanted != Some(true) {
                return;
            }
            match answer {
                Ok(event) => self.opened.set(Some(event)),
                Err(refusal) => self.toasts.failed(refusal.0.message),
            }
        });
    }
}
