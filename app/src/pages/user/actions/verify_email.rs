//! *Verify Email*.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{ActionForm, Dialog, Work, use_toasts};
use crate::functions::mails::send_verification_mail;
use crate::functions::users::verify_email;
use crate::pages::user::current::CurrentUser;

/// The dialog that sends the user a mail to confirm the address with, or marks it as verified at once.
#[component]
pub(super) fn VerifyEmail(user: CurrentUser, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    view! {
        <Dialog open=open title="Verify Email" busy=work.busy>
            <Choice user=user work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Choice(user: CurrentUser, work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let by_mail = RwSignal::new(true);
    let email = move || user.profile.read().email.clone().unwrap_or_default();
    let send = move |()| {
        work.busy.set(true);
        let (id, by_mail) = (user.id(), by_mail.get_untracked());
        spawn_local(async move {
            let answer = if by_mail {
                send_verification_mail(id).await.map(|()| None)
            } else {
                verify_email(id).await.map(Some)
            };
            work.busy.set(false);
            match answer {
                Ok(None) => toasts.done("The verification mail was written"),
                Ok(Some(profile)) => {
                    user.profile.set(profile);
                    toasts.done("The email address is marked as verified");
                }
                Err(refusal) => return work.refused.set(Some(refusal)),
            }
            work.open.set(false);
        });
    };
    let option = move |is_mail: bool, label: &'static str, text: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="verify"
                    prop:checked=move || by_mail.get() == is_mail
                    on:change=move |_| by_mail.set(is_mail)
                />
                <span>
                    <b>{label}</b>
                    <span class="choice-text">{text}</span>
                </span>
            </label>
        }
        .into_any()
    };
    view! {
        <ActionForm
            work=work
            submit="Verify Email"
            is_wrong=false
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_submit=send
        >
            <p class="dialog-note"><bdi>{email}</bdi></p>
            <fieldset class="choices" aria-label="How">
                {option(true, "Send a verification mail", "The user confirms the address with the link in it, within 5 days.")}
                {option(
                    false,
                    "Mark as verified",
                    "At once, because you say so. Only when you know that the address belongs to the user.",
                )}
            </fieldset>
        </ActionForm>
    }
    .into_any()
}
