//! Which rows are selected.

use std::collections::BTreeSet;

use leptos::prelude::*;
use model::UserId;

/// Rows of the present page, or everybody who matches.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    pub(super) ids: RwSignal<BTreeSet<UserId>>,
    pub(super) everybody: RwSignal<bool>,
}

impl Selection {
    pub(super) fn new() -> Self {
        Self { ids: RwSignal::new(BTreeSet::new()), everybody: RwSignal::new(false) }
    }

    pub(super) fn clear(self) {
        self.everybody.set(false);
        self.ids.update(BTreeSet::clear);
    }

    pub(super) fn set(self, id: &UserId, is_selected: bool) {
        self.everybody.set(false);
        self.ids.update(|ids| {
            if is_selected {
                ids.insert(id.clone());
            } else {
                ids.remove(id);
            }
        });
    }

    pub(super) fn set_all(self, page: &[UserId], is_selected: bool) {
        self.everybody.set(false);
        self.ids.set(if is_selected { page.iter().cloned().collect() } else { BTreeSet::new() });
    }

    pub(super) fn contains(self, id: &UserId) -> bool {
        self.everybody.get() || self.ids.with(|ids| ids.contains(id))
    }

    pub(super) fn is_empty(self) -> bool {
        self.ids.with(BTreeSet::is_empty)
    }
}
