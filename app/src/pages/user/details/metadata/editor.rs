//! One of the two editors.

use leptos::prelude::*;

use super::conflict::Conflict;
use super::draft::Draft;
use crate::components::json_editor::JsonEditor;
use crate::components::{Icon, Toasts, use_toasts};

/// An editor with what is wrong below it, and its buttons.
#[component]
pub(super) fn MetadataEditor(draft: Draft) -> impl IntoView {
    let toasts = use_toasts();
    let field = draft.kind.field();
    let (title_id, hint_id) = (format!("{field}-title"), format!("{field}-mistake"));
    let mistake = Memo::new(move |_| draft.mistake());
    let has_conflict = Memo::new(move |_| draft.theirs.read().is_some());
    let is_read_only = Signal::derive(move || draft.is_busy.get() || !draft.user.permission.may_edit.get());
    view! {
        <section class="metadata-editor" class:has-conflict=has_conflict aria-labelledby=title_id.clone()>
            <header class="metadata-head">
                <h3 id=title_id.clone()>
                    <code>{field}</code>
                    {move || draft.is_dirty.get().then(|| view! { <span class="metadata-dirty">"not saved"</span> }.into_any())}
                </h3>
                <button
                    type="button"
                    class="button button-quiet"
                    disabled=move || mistake.read().is_some() || is_read_only.get()
                    on:click=move |_| draft.format()
                >
                    "Format"
                </button>
            </header>
            {move || has_conflict.get().then(|| view! { <p class="conflict-note" role="alert">
                <Icon name="alert"/>
                "Somebody else saved a change while you were writing. Nothing is lost: compare the two and choose."</p> }.into_any())}
            <div class="metadata-versions">
                <div class="metadata-version">
                    {move || has_conflict.get().then(|| view! { <h4>"Yours"</h4> }.into_any())}
                    <JsonEditor
                        id=field.to_owned()
                        label=field.to_owned()
                        text=draft.text
                        mistaken_line=Signal::derive(move || mistake.get().and_then(|mistake| mistake.line))
                        is_invalid=Signal::derive(move || mistake.read().is_some())
                        is_read_only=is_read_only
                        described_by=hint_id.clone()
                        on_save=Callback::new(move |()| draft.save(toasts))
                    />
                </div>
                {move || has_conflict.get().then(|| view! { <Conflict draft=draft/> }.into_any())}
            </div>
            <p class="metadata-mistake" id=hint_id aria-live="polite">
                {move || {
                    let message = mistake.get().map(|mistake| mistake.message).or_else(|| draft.refused.get());
                    message.map(|message| view! { <Icon name="alert"/><span>{message}</span> }.into_any())
                }}
            </p>
            <footer class="metadata-foot">
                {move || {
                    if has_conflict.get() {
                        choice(draft, toasts)
                    } else {
                        buttons(draft, toasts)
                    }
                }}
            </footer>
        </section>
    }
    .into_any()
}

fn buttons(draft: Draft, toasts: Toasts) -> AnyView {
    view! {
        <button
            type="button"
            class="button"
            disabled=move || !draft.is_dirty.get() || draft.is_busy.get()
            on:click=move |_| draft.reset()
        >
            "Cancel"
        </button>
        <button
            type="button"
            class="button button-primary"
            aria-keyshortcuts="Control+S Meta+S"
            disabled=move || !draft.can_save()
            on:click=move |_| draft.save(toasts)
        >
            {move || spinner(draft)}
            "Save"
        </button>
    }
    .into_any()
}

fn choice(draft: Draft, toasts: Toasts) -> AnyView {
    view! {
        <button type="button" class="button" disabled=move || draft.is_busy.get() on:click=move |_| draft.take_theirs()>
            "Take theirs"
        </button>
        <button
            type="button"
            class="button button-primary"
            disabled=move || !draft.is_right()
            on:click=move |_| draft.keep_mine(toasts)
        >
            {move || spinner(draft)}
            "Keep mine"
        </button>
    }
    .into_any()
}

fn spinner(draft: Draft) -> Option<AnyView> {
    draft.is_busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())
}
