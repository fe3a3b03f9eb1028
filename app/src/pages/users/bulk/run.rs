//! Working through a selection, step by step.

use leptos::prelude::*;
use model::{BulkAction, BulkRequest, BulkSelection, Failure, UserCount, UserId};

use super::super::list::List;
use crate::functions::users::bulk_users;

/// One action on many users, and how far it came.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) was_started: RwSignal<bool>,
    pub(super) is_running: RwSignal<bool>,
    pub(super) total: RwSignal<Option<i64>>,
    pub(super) changed: RwSignal<i64>,
    pub(super) unchanged: RwSignal<i64>,
    pub(super) failed: RwSignal<Vec<(UserId, Failure)>>,
    pub(super) error: RwSignal<Option<String>>,
    /// Why they are blocked.
    pub(super) reason: RwSignal<String>,
    is_stopped: RwSignal<bool>,
    /// The next step; kept when one failed, so that it can be sent again.
    next: StoredValue<Option<BulkRequest>>,
}

impl Run {
    pub(super) fn new() -> Self {
        Self {
            was_started: RwSignal::new(false),
            is_running: RwSignal::new(false),
            total: RwSignal::new(None),
            changed: RwSignal::new(0),
            unchanged: RwSignal::new(0),
            failed: RwSignal::new(Vec::new()),
            error: RwSignal::new(None),
            reason: RwSignal::new(String::new()),
            is_stopped: RwSignal::new(false),
            next: StoredValue::new(None),
        }
    }

    pub(super) fn start(self, list: List, action: BulkAction, count: Option<UserCount>) {
        let selection = if list.selection.everybody.get_untracked() {
            BulkSelection::Matching(Box::new(list.address.with_untracked(super::super::address::Address::filter)))
        } else {
            BulkSelection::Ids(list.selection.ids.get_untracked())
        };
        let reason = if action == BulkAction::Block { self.reason.get_untracked() } else { String::new() };
        self.total.set(count.filter(|count| !count.is_capped).map(|count| count.count));
        self.next.set_value(Some(BulkRequest { action, selection, after: None, reason }));
        self.was_started.set(true);
        self.resume();
    }

    /// Goes on where it stopped.
    pub(super) fn resume(self) {
        self.error.set(None);
        self.is_stopped.set(false);
        self.is_running.set(true);
        leptos::task::spawn_local(async move {
            while self.step().await {}
            let _ = self.is_running.try_set(false);
        });
    }

    /// Ends after the step that runs now.
    pub(super) fn stop(self) {
        self.is_stopped.set(true);
    }

    pub(super) fn reset(self) {
        self.was_started.set(false);
        self.total.set(None);
        self.changed.set(0);
        self.unchanged.set(0);
        self.failed.set(Vec::new());
        self.error.set(None);
        self.reason.set(String::new());
        self.next.set_value(None);
    }

    /// One step; whether there is another one.
    async fn step(self) -> bool {
        let Some(request) = self.next.try_get_value().flatten() else { return false };
        match bulk_users(request.clone()).await {
            Ok(progress) => {
                self.changed.update(|changed| *changed += progress.changed);
                self.unchanged.update(|unchanged| *unchanged += progress.unchanged);
                self.failed.update(|failed| failed.extend(progress.failed));
                let next = progress.next.map(|after| BulkRequest { after: Some(after), ..request });
                let goes_on = next.is_some() && !self.is_stopped.get_untracked();
                self.next.set_value(next);
                goes_on
            }
            Err(refusal) => {
                let _ = self.error.try_set(Some(refusal.message.clone()));
                false
            }
        }
    }
}
