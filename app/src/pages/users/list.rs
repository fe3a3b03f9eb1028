//! What all parts of the page share.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_url};
use model::{BulkAction, Ending, SavedSearch, UserPage, UserQuery, UserRow};

use super::address::{Address, PATH};
use super::columns::{self, Column};
use super::connections::Connections;
use super::counts::Counts;
use super::selection::Selection;
use crate::components::{Permission, Toasts, use_permission, use_toasts};
use crate::effect::effect;
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::users::list_users;
use crate::paths::LastUsersUrl;
use crate::preferences::use_preferences;

/// The list: its address, its rows, and what is being done with them.
#[derive(Clone, Copy)]
pub(crate) struct List {
    pub(super) address: Memo<Address>,
    /// What was asked for, and the answer.
    pub(super) page: Loaded<(UserQuery, Answer<UserPage>)>,
    pub(super) counts: Counts,
    pub(super) selection: Selection,
    pub(super) connections: Connections,
    pub(super) columns: Memo<Vec<Column>>,
    pub(super) permission: Permission,
    pub(super) toasts: Toasts,
    /// Whether the dialog *Create User* is open.
    pub(super) create: RwSignal<bool>,
    /// Why the text cannot be searched for.
    pub(super) mistake: RwSignal<Option<String>>,
    /// Whether that is told below the search box: never without JavaScript, and not before what does it is loaded.
    pub(super) is_mistake_told: RwSignal<bool>,
    /// The saved searches, as far as they were asked for.
    pub(super) saved: RwSignal<Option<Vec<SavedSearch>>>,
    /// The last rows, and the address that they belong to.
    last: StoredValue<(Address, Option<UserPage>)>,
    /// The user that is about to be blocked, and what that ends.
    pub(super) blocking: RwSignal<Option<(UserRow, Ending)>>,
    /// The user that is about to be deleted.
    pub(super) deleting: RwSignal<Option<UserRow>>,
    /// What is about to be done with the selected users.
    pub(super) bulk: RwSignal<Option<BulkAction>>,
    /// Whether one of the dialogs was wanted.
    pub(super) has_dialogs: RwSignal<bool>,
    /// Where the browser is, or is on its way to.
    path: Memo<String>,
    navigate: Callback<(String, bool)>,
}

impl List {
    pub(super) fn new() -> Self {
        let url = use_url();
        let address = Memo::new(move |_| url.with(|url| Address::parse(url.search())));
        let ask = async |query: UserQuery| (query.clone(), list_users(query).await);
        let page = Loaded::new_with_options(move || address.get().query, ask, false);
        let preferences = use_preferences();
        let columns = Memo::new(move |_| preferences.columns.with(|names| columns::chosen(names.as_deref())));
        let navigate = use_navigate();
        let list = Self {
            address,
            page,
            counts: Counts::new(address),
            selection: Selection::new(),
            connections: Connections::new(),
            columns,
            permission: use_permission(),
            toasts: use_toasts(),
            create: RwSignal::new(false),
            mistake: RwSignal::new(None),
            is_mistake_told: RwSignal::new(false),
            saved: RwSignal::new(None),
            last: StoredValue::new((address.get_untracked(), None)),
            blocking: RwSignal::new(None),
            deleting: RwSignal::new(None),
            bulk: RwSignal::new(None),
            has_dialogs: RwSignal::new(false),
            path: use_location().pathname,
            navigate: Callback::new(move |(url, replace): (String, bool)| {
                navigate(&url, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
            }),
        };
        list.follow();
        list
    }

    /// What a change of the address changes besides the rows.
    fn follow(self) {
        let last = LastUsersUrl::from_context();
        effect(move || {
            last.set(self.address.with(Address::url));
            self.selection.clear();
        });
        effect(move || {
            let message = self.page.with(|answer| match answer {
                Some((query, _)) if self.is_late(query) => None,
                Some((_, Err(refusal))) => Some(refusal.field("q").map(str::to_owned)),
                _ => Some(None),
            });
            if let Some(message) = message {
                self.mistake.set(message);
            }
        });
        effect(move || {
            let is_wanted = self.create.get()
                || self.blocking.with(Option::is_some)
                || self.deleting.with(Option::is_some)
                || self.bulk.with(Option::is_some);
            // Once: they are made anew else, and change what this looks at when they are.
            if is_wanted && !self.has_dialogs.get_untracked() {
                self.has_dialogs.set(true);
            }
        });
    }

    /// Whether something else is asked for by now.
    fn is_late(self, query: &UserQuery) -> bool {
        self.address.with_untracked(|address| address.query != *query)
    }

    /// What is drawn of an answer: where it is late, or says that the search's text is wrong, what was drawn before.
    pub(super) fn drawn(self, (query, answer): (UserQuery, Answer<UserPage>)) -> Answer<UserPage> {
        let is_mistake = matches!(&answer, Err(refusal) if refusal.field("q").is_some());
        match self.last.with_value(|(_, page)| page.clone()) {
            Some(page) if is_mistake || self.is_late(&query) => Ok(page),
            _ => {
                self.last.set_value((self.address.get_untracked(), answer.as_ref().ok().cloned()));
                answer
            }
        }
    }

    /// The address that the rows belong to.
    pub(super) fn drawn_address(self) -> Address {
        self.last.with_value(|(address, _)| address.clone())
    }

    /// Whether somebody opened another page. The list is shown until that one is loaded.
    pub(super) fn is_left(self) -> bool {
        self.path.with_untracked(|path| path.trim_end_matches('/') != PATH)
    }

    /// Shows another state of the list.
    pub(super) fn go(self, address: &Address) {
        self.navigate.run((address.url(), false));
    }

    /// The same in place of the present state, so that *back* does not go through every letter that was typed.
    pub(super) fn replace(self, address: &Address) {
        self.navigate.run((address.url(), true));
    }

    /// Opens another page of the dashboard.
    pub(super) fn open(self, url: String) {
        self.navigate.run((url, false));
    }

    /// Asks the server again, after something was changed.
    pub(super) fn refresh(self) {
        self.page.refetch();
        self.counts.refresh();
    }
}
