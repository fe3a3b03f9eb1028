//! The tab *Settings*.

mod draft;
mod legacy;
mod parts;
mod tokens;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::draft::Draft;
use self::legacy::Legacy;
use self::parts::{Basics, Uris};
use self::tokens::{Authentication, Grants, Lifetimes, Metadata};
use super::current::use_client;
use crate::components::{Icon, LeaveGuard, MISTAKE, SaveBar, Toasts, focus_mistake, use_toasts};
use crate::focus::FocusAtSending;
use crate::functions::clients::update_client;

/// Everything about the application that is saved together.
#[component]
pub fn ApplicationSettings() -> impl IntoView {
    let current = use_client();
    let draft = Draft::new(current);
    let permission = current.permission;
    let toasts = use_toasts();
    let forbidden = move || {
        permission.reason.get().map(|reason| view! { <p class="form-note"><Icon name="info"/>{reason}</p> }.into_any())
    };
    let error = Signal::derive(move || {
        draft.refused.with(|refused| refused.as_ref().filter(|it| it.fields.is_empty()).map(|it| it.message.clone()))
    });
    view! {
        <form
            class="settings"
            novalidate=true
            on:submit=move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                save(draft, toasts);
            }
        >
            {move || forbidden()}
            <fieldset class="settings-fields" disabled=move || !permission.may_edit.get()>
                <Basics draft=draft/>
                <Uris draft=draft/>
                <Grants draft=draft/>
                <Authentication draft=draft/>
                <Lifetimes draft=draft/>
                <Metadata draft=draft/>
                <Legacy draft=draft/>
            </fieldset>
            <SaveBar is_dirty=draft.is_dirty is_busy=draft.is_busy error=error on_discard=move |()| draft.reset()/>
        </form>
        <LeaveGuard
            is_dirty=draft.is_dirty.into()
            message=Signal::stored("What you changed in these settings is not saved and will be lost.".to_owned())
            on_leave=move |()| draft.reset()
        />
    }
    .into_any()
}

fn save(draft: Draft, toasts: Toasts) {
    let current = draft.current;
    if draft.is_busy.get_untracked() || !current.permission.may_edit.get_untracked() {
        return;
    }
    let patch = match draft.patch() {
        Ok(patch) => patch,
        Err(mistakes) => {
            draft.unread.set(mistakes);
            return focus_mistake();
        }
    };
    draft.unread.set(Vec::new());
    draft.is_busy.set(true);
    draft.refused.set(None);
    let focus = FocusAtSending::new();
    spawn_local(async move {
        let answer = update_client(current.id(), patch.clone()).await;
        let _ = draft.is_busy.try_set(false);
        match answer {
            Ok(saved) => {
                toasts.done(format!("{} is saved", saved.client.name));
                // What was typed meanwhile stays.
                let is_as_sent = untrack(|| draft.patch()).as_ref() == Ok(&patch);
                if current.client.try_set(saved.client).is_none() && is_as_sent {
                    draft.reset();
                }
                if saved.client_secret.is_some() {
                    let _ = current.secret.try_set(saved.client_secret);
                    toasts.done("The application keeps a secret from now on: see Credentials");
                }
            }
            Err(refusal) => {
                let _ = draft.refused.try_set(Some(refusal));
                focus.move_to(MISTAKE);
            }
        }
    });
}
