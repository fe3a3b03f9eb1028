//! *Send a test mail*.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{MailRow, MailState};

use crate::components::{FormError, TextField, use_permission, use_viewer};
use crate::functions::mails::send_test_mail;

/// Sends a mail with the settings that are saved, and tells what the server said.
#[component]
pub(super) fn TestMail() -> impl IntoView {
    let permission = use_permission();
    let viewer = use_viewer();
    let to =
        RwSignal::new(viewer.with_untracked(|viewer| viewer.as_ref().map(|v| v.email.clone()).unwrap_or_default()));
    let (busy, mistake, told) = (RwSignal::new(false), RwSignal::new(None::<String>), RwSignal::new(String::new()));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        mistake.set(None);
        told.set(String::new());
        let to = to.get_untracked();
        spawn_local(async move {
            match send_test_mail(to).await.map(|mail| outcome(&mail)) {
                Ok(Ok(text)) => told.set(text),
                Ok(Err(text)) => mistake.set(Some(text)),
                Err(refusal) => mistake.set(Some(refusal.0.message)),
            }
            busy.set(false);
        });
    };
    let off = move || (busy.get() || !permission.may_edit.get()).then_some("true");
    view! {
        <form class="card" novalidate=true on:submit=send aria-labelledby="test-mail">
            <header class="card-head">
                <h2 id="test-mail">"Send a test mail"</h2>
                <span class="card-note">"with the settings that are saved"</span>
            </header>
            <TextField label="To" name="test-to" kind="email" value=to/>
            <FormError error=mistake/>
            <p class="mail-told" role="status">{told}</p>
            <footer class="form-foot">
                <button type="submit" class="button" aria-disabled=off title=move || permission.reason.get()>
                    {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                    "Send a Test Mail"
                </button>
            </footer>
        </form>
    }
    .into_any()
}

/// What became of the mail, in words.
fn outcome(mail: &MailRow) -> Result<String, String> {
    match (mail.state, &mail.error) {
        (MailState::Sent, _) => Ok(format!("The server took the mail for {}.", mail.recipient)),
        (MailState::Kept, _) => Err("Sending is switched off, so the mail was kept in the outbox.".to_owned()),
        (_, Some(error)) => Err(format!("It was not sent: {error}")),
        (_, None) => Ok("The mail is on its way.".to_owned()),
    }
}
