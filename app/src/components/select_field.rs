//! One of several.

use leptos::prelude::*;

/// A list to choose from, with a visible label.
#[component]
pub fn SelectField(
    /// The visible label.
    label: &'static str,
    /// The name in the form, and part of the ids.
    name: &'static str,
    /// Values, and what they are called.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value that is chosen.
    value: RwSignal<String>,
    /// What to know before choosing.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    let (id, hint_id) = (format!("field-{name}"), format!("hint-{name}"));
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let choices = move || {
        let chosen = value.get();
        options
            .get()
            .into_iter()
            .map(|(key, text)| {
                let is_chosen = key == chosen;
                view! { <option value=key selected=is_chosen prop:selected=is_chosen>{text}</option> }.into_any()
            })
            .collect_view()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                class="input"
                name=name
                aria-describedby=described
                on:change=move |event| value.set(event_target_value(&event))
            >
                {choices}
            </select>
            <p class="field-hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}
