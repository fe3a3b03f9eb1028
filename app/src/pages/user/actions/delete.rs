//! *Delete User*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::LastUsersUrl;
use crate::components::{ConfirmDialog, Work, use_toasts};
use crate::functions::users::delete_user;
use crate::pages::user::current::CurrentUser;

/// The warning before a user is deleted.
#[component]
pub(super) fn DeleteUser(user: CurrentUser, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    let toasts = use_toasts();
    let navigate = use_navigate();
    let last = LastUsersUrl::from_context();
    let send = move |()| {
        work.busy.set(true);
        let (id, name, navigate) = (user.id(), user.name(), navigate.clone());
        let back = last.get_untracked();
        spawn_local(async move {
            let answer = delete_user(id).await;
            work.busy.set(false);
            match answer {
                Ok(()) => {
                    work.open.set(false);
                    toasts.done(format!("{name} was deleted"));
                    navigate(&back, Default::default());
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=Signal::derive(move || format!("Delete {}?", user.profile.read().display_name()))
            confirm="Yes, Delete It"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        >
            <p><strong>"This cannot be undone."</strong> " Lost for ever will be:"</p>
            <ul class="delete-losses">
                <li>"the profile " <code><bdi>{user.id().to_string()}</bdi></code></li>
                <li>"the password and with it every way to log in as this user"</li>
                <li>"all of user_metadata and app_metadata"</li>
            </ul>
            <p>"What was logged about the user stays in the log."</p>
        </ConfirmDialog>
    }
    .into_any()
}
