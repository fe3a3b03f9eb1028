//! The body of a request.

use leptos::prelude::*;
use model::parse_json;

use super::document::Body;
use super::draft::Draft;
use super::fields::Fields;
use super::outline::required;
use crate::components::Icon;
use crate::components::json_editor::JsonEditor;
use crate::components::json_tree::pretty;

/// An editor for JSON, or the parts of a form; below it what may stand there.
#[component]
pub(super) fn BodyFields(
    draft: Draft,
    body: Body,
    /// What may stand in it.
    inside: Option<AnyView>,
) -> impl IntoView {
    if body.is_form {
        let parts = draft.parts.get_value();
        return view! { <Fields draft=draft fields=parts legend="Form"/> }.into_any();
    }
    let inside = inside.map(|inside| {
        view! { <details class="api-inside"><summary>"What may stand in it"</summary>{inside}</details> }.into_any()
    });
    view! {
        <fieldset class="api-fields">
            <legend>"Body" {body.is_required.then(required)}</legend>
            <Editor draft=draft/>
            {inside}
        </fieldset>
    }
    .into_any()
}

#[component]
fn Editor(draft: Draft) -> impl IntoView {
    let mistake = draft.mistake;
    let is_wrong = Signal::derive(move || mistake.with(Option::is_some));
    let format = move |_| {
        if let Ok(value) = parse_json(&draft.text.read_untracked()) {
            draft.text.set(pretty(&value));
        }
    };
    view! {
        <JsonEditor
            id="request-body".to_owned()
            label="Body in JSON".to_owned()
            text=draft.text
            mistaken_line=Signal::derive(move || mistake.get().and_then(|mistake| mistake.line))
            is_invalid=is_wrong
            described_by="request-body-mistake".to_owned()
        />
        <div class="api-under">
            <p class="field-error" id="request-body-mistake" aria-live="polite">
                {move || mistake.get().map(|mistake| view! { <Icon name="alert"/><span>{mistake.message}</span> }.into_any())}
            </p>
            <button type="button" class="button button-quiet" disabled=move || is_wrong.get() on:click=format>"Format"</button>
        </div>
    }
    .into_any()
}
