//! Saving the form.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Connection, ConnectionEdit, FailureKind};

use super::draft::Draft;
use crate::components::{self, MISTAKE, Toasts, focus_mistake, use_toasts};
use crate::focus::FocusAtSending;
use crate::functions::connections::{get_connection, update_connection};

impl Draft {
    /// Saves what was chosen, unless something is wrong with it or somebody else saved meanwhile.
    pub(super) fn save(self, toasts: Toasts) {
        if self.is_busy.get_untracked() || !self.current.permission.may_edit.get_untracked() {
            return;
        }
        let Ok(value) = self.read.get_untracked() else { return focus_mistake() };
        let (id, sent) = (self.current.id(), value.clone());
        let edit = ConnectionEdit { base: self.base.get_untracked(), value };
        self.is_busy.set(true);
        self.refused.set(None);
        let focus = FocusAtSending::new();
        spawn_local(async move {
            let answer = update_connection(id, edit).await;
            let _ = self.is_busy.try_set(false);
            match answer {
                Ok(connection) => {
                    toasts.done(format!("{} is saved", connection.name));
                    // What was typed meanwhile stays.
                    let is_as_sent = self.read.get_untracked().as_ref() == Ok(&sent);
                    self.take(connection, is_as_sent);
                }
                Err(refusal) => {
                    let _ = self.refused.try_set(Some(refusal));
                    focus.move_to(MISTAKE);
                }
            }
        });
    }

    /// Begins anew from what somebody else saved meanwhile.
    fn load_again(self, toasts: Toasts) {
        let id = self.current.id();
        spawn_local(async move {
            match get_connection(id).await {
                Ok(connection) => self.take(connection, true),
                Err(refusal) => toasts.failed(refusal.message.clone()),
            }
        });
    }

    fn take(self, connection: Connection, begins_anew: bool) {
        if self.base.try_set(connection.options.clone()).is_none() {
            if begins_anew {
                self.reset();
            }
            self.current.connection.set(connection);
        }
    }
}

/// What is unsaved, and the two ways out of that.
#[component]
pub(super) fn SaveBar(draft: Draft) -> impl IntoView {
    let toasts = use_toasts();
    let is_conflict =
        move || draft.refused.with(|refused| refused.as_ref().is_some_and(|it| it.kind == FailureKind::Conflict));
    let error = Signal::derive(move || {
        draft.refused.with(|refused| refused.as_ref().filter(|it| it.fields.is_empty()).map(|it| it.message.clone()))
    });
    let reload = move || {
        is_conflict().then(|| {
            view! {
                <button type="button" class="button" on:click=move |_| draft.load_again(toasts)>"Load What Is There Now"</button>
            }
            .into_any()
        })
    };
    view! {
        <components::SaveBar
            is_dirty=draft.is_dirty
            is_busy=draft.is_busy
            error=error
            on_discard=move |()| draft.reset()
        >
            {move || reload()}
        </components::SaveBar>
    }
    .into_any()
}
