//! How many users there are, and how many match. Counted beside the rows, so that it never delays them.

use leptos::prelude::*;
use model::{UserCount, UserQuery};

use super::address::Address;
use crate::components::number;
use crate::effect::effect;
use crate::functions::users::count_users;

/// Counts, as far as they are known.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    /// All users.
    pub(super) total: RwSignal<Option<UserCount>>,
    filtered: RwSignal<Option<UserCount>>,
    is_filtered: Memo<bool>,
    again: RwSignal<u32>,
}

impl Counts {
    pub(super) fn new(address: Memo<Address>) -> Self {
        let filter = Memo::new(move |_| address.with(Address::filter));
        let is_filtered = Memo::new(move |_| filter.with(UserQuery::is_filtered));
        let counts =
            Self { total: RwSignal::new(None), filtered: RwSignal::new(None), is_filtered, again: RwSignal::new(0) };
        effect(move || {
            counts.again.track();
            count(UserQuery::default(), counts.total, || true);
        });
        Effect::new(move |before: Option<UserQuery>| {
            counts.again.track();
            let query = filter.get();
            if before.is_some_and(|before| before != query) {
                counts.filtered.set(None);
            }
            if query.is_filtered() {
                let asked = query.clone();
                count(query.clone(), counts.filtered, move || {
                    filter.try_get_untracked().is_some_and(|now| now == asked)
                });
            }
            query
        });
        counts
    }

    /// How many match.
    pub(super) fn matching(self) -> Option<UserCount> {
        if self.is_filtered.get() { self.filtered.get() } else { self.total.get() }
    }

    /// Counts again.
    pub(super) fn refresh(self) {
        self.again.update(|again| *again += 1);
    }
}

/// Only the answer to the last question is kept. Without an answer there is no count, and the rows say what is wrong.
fn count(query: UserQuery, into: RwSignal<Option<UserCount>>, is_wanted: impl Fn() -> bool + 'static) {
    leptos::task::spawn_local(async move {
        let answer = count_users(query).await;
        if is_wanted() {
            let _ = into.try_set(answer.ok());
        }
    });
}

/// `128,402`, or `10,000+` where counting stopped.
pub(super) fn count_text(count: UserCount) -> String {
    format!("{}{}", number(count.count), if count.is_capped { "+" } else { "" })
}
