//! What a template makes of sample values.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::MailPreview;

use super::editor::Draft;
use crate::components::FormError;
use crate::functions::mails::preview_mail_template;

/// The mail as it would be sent, with sample values. The HTML is shown as text: the page's own policy lets no style of
/// a mail in.
#[component]
pub(super) fn Preview(draft: Draft) -> impl IntoView {
    let shown = RwSignal::new(None::<MailPreview>);
    let mistake = RwSignal::new(None::<String>);
    let load = move |_| {
        spawn_local(async move {
            match preview_mail_template(draft.kind, draft.template()).await {
                Ok(preview) => {
                    mistake.set(None);
                    shown.set(Some(preview));
                }
                Err(refusal) => mistake.set(Some(refusal.0.message)),
            }
        });
    };
    let mail = move |preview: MailPreview| {
        view! {
            <p class="mail-preview-subject"><b><bdi>{preview.subject}</bdi></b></p>
            <pre class="mail-source" tabindex="0">{preview.text}</pre>
            <details>
                <summary>"HTML"</summary>
                <pre class="mail-source" tabindex="0">{preview.html}</pre>
            </details>
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="preview">
            <header class="card-head">
                <h2 id="preview">"Preview"</h2>
                <button type="button" class="button" on:click=load>"Show"</button>
            </header>
            <FormError error=mistake/>
            {move || shown.get().map(mail)}
        </section>
    }
    .into_any()
}
