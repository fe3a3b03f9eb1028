//! The mails, a row each.

use leptos::prelude::*;
use model::{MailRow, MailState};

use crate::components::{Badge, Tone, When};

/// The mails; a click on a row opens one.
#[component]
pub(super) fn MailTable(mails: RwSignal<Vec<MailRow>>, opened: RwSignal<Option<String>>) -> impl IntoView {
    view! {
        <div class="table-box"><div class="table-scroll">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Subject"</th>
                        <th scope="col">"To"</th>
                        <th scope="col">"Template"</th>
                        <th scope="col">"When"</th>
                        <th scope="col">"State"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || mails.get() key=|mail| (mail.id.clone(), mail.state, mail.attempts) let:mail>
                        <Row mail=mail opened=opened/>
                    </For>
                </tbody>
            </table>
        </div></div>
    }
    .into_any()
}

#[component]
fn Row(mail: MailRow, opened: RwSignal<Option<String>>) -> impl IntoView {
    let MailRow { id, kind, recipient, subject, state, created_at, .. } = mail;
    view! {
        <tr class="log-row" on:click=move |_| opened.set(Some(id.clone()))>
            <td><button type="button" class="link-button mail-subject"><bdi>{subject}</bdi></button></td>
            <td><bdi>{recipient}</bdi></td>
            <td>{kind.label()}</td>
            <td><When at=Some(created_at)/></td>
            <td><StateBadge state=state/></td>
        </tr>
    }
    .into_any()
}

/// What became of a mail.
#[component]
pub(super) fn StateBadge(state: MailState) -> impl IntoView {
    let (tone, word) = match state {
        MailState::Kept => (Tone::Neutral, "kept"),
        MailState::Waiting => (Tone::Warning, "waiting"),
        MailState::Sent => (Tone::Good, "sent"),
        MailState::Failed => (Tone::Danger, "failed"),
    };
    view! { <Badge tone=tone>{word}</Badge> }
}
