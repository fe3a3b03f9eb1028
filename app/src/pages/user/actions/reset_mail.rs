//! *Send Password Reset Mail*.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{ConfirmDialog, Work, use_toasts};
use crate::functions::mails::send_password_reset;
use crate::pages::user::current::CurrentUser;

/// The dialog that sends the user a mail to choose a new password with.
#[component]
pub(super) fn ResetMail(user: CurrentUser, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    let toasts = use_toasts();
    let message = move || {
        let email = user.profile.read().email.clone().unwrap_or_default();
        format!("{email} gets a mail with a link to choose a new password. The link works once, for 30 minutes.")
    };
    let send = move |()| {
        work.busy.set(true);
        let id = user.id();
        spawn_local(async move {
            let answer = send_password_reset(id).await;
            work.busy.set(false);
            match answer {
                Ok(()) => {
                    work.open.set(false);
                    toasts.done("The mail was written");
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title="Send a password reset mail?"
            message=Signal::derive(message)
            confirm="Send the Mail"
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        />
    }
    .into_any()
}
