//! Which rows are selected.

use leptos::prelude::*;
use model::UserId;

/// Rows of the present page, or everybody who matches.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    pub(super) ids: RwSignal<Vec<UserId>>,
    pub(super) everybody: RwSignal<bool>,
}

impl Selection {
    pub(super) fn new() -> Self {
        Self { ids: RwSignal::new(Vec::new()), everybody: RwSignal::new(false) }
    }

    pub(super) fn clear(self) {
        self.everybody.set(false);
        self.ids.update(Vec::clear);
    }

    pub(super) fn set(self, id: &UserId, is_selected: bool) {
        self.everybody.set(false);
        self.ids.update(|ids| {
            ids.retain(|other| other != id);
            if is_selected {
                ids.push(id.clone());
            }
        });
    }

    pub(super) fn set_all(self, page: &[UserId], is_selected: bool) {
        self.everybody.set(false);
        self.ids.set(if is_selected { page.to_vec() } else { Vec::new() });
    }

    pub(super) fn contains(self, id: &UserId) -> bool {
        self.everybody.get() || self.ids.with(|ids| ids.contains(id))
    }

    pub(super) fn is_empty(self) -> bool {
        self.ids.with(Vec::is_empty)
    }
}
