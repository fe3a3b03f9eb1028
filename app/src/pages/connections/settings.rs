//! The tab *Settings*.

mod draft;
mod parts;
mod policy;
mod save;

use leptos::prelude::*;

use self::draft::Draft;
use self::parts::{Access, Passwords, Usernames};
use self::policy::PolicyField;
use self::save::SaveBar;
use super::current::use_connection;
use crate::components::{Icon, LeaveGuard, use_toasts};

/// Everything about the connection that is saved together.
#[component]
pub fn ConnectionSettings() -> impl IntoView {
    let current = use_connection();
    let draft = Draft::new(current);
    let permission = current.permission;
    let toasts = use_toasts();
    let forbidden = move || {
        permission.reason.get().map(|reason| view! { <p class="form-note"><Icon name="info"/>{reason}</p> }.into_any())
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.save(toasts);
    };
    view! {
        <form class="settings" novalidate=true on:submit=save>
            {move || forbidden()}
            <fieldset class="settings-fields" disabled=move || !permission.may_edit.get()>
                <PolicyField draft=draft/>
                <Passwords draft=draft/>
                <Usernames draft=draft/>
                <Access draft=draft/>
            </fieldset>
            <SaveBar draft=draft/>
        </form>
        <LeaveGuard
            is_dirty=draft.is_dirty.into()
            message=Signal::stored("What you changed in these settings is not saved and will be lost.".to_owned())
            on_leave=move |()| draft.reset()
        />
    }
    .into_any()
}
