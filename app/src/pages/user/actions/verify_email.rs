//! *Verify Email*.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Work;
use crate::components::{ConfirmDialog, use_toasts};
use crate::functions::users::verify_email;
use crate::pages::user::current::CurrentUser;

/// The dialog that marks the user's email address as verified.
#[component]
pub(super) fn VerifyEmail(user: CurrentUser, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    let toasts = use_toasts();
    let message = move || {
        let email = user.profile.read().email.clone().unwrap_or_default();
        format!(
            "No mail is sent: {email} is marked as verified at once, because you say so. Do it only when you know that \
             the address belongs to the user."
        )
    };
    let send = move |()| {
        work.busy.set(true);
        let id = user.id();
        spawn_local(async move {
            let answer = verify_email(id).await;
            work.busy.set(false);
            match answer {
                Ok(profile) => {
                    user.profile.set(profile);
                    work.open.set(false);
                    toasts.done("The email address is marked as verified");
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title="Mark the email address as verified?"
            message=Signal::derive(message)
            confirm="Mark as Verified"
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        />
    }
    .into_any()
}
