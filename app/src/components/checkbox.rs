//! A yes or no of a form.

use leptos::prelude::*;

/// A checkbox with its label and, where it needs one, a hint.
#[component]
pub fn Checkbox(
    /// The visible label.
    label: &'static str,
    /// The name in the form, and part of the ids.
    name: &'static str,
    /// Whether it is checked.
    value: RwSignal<bool>,
    /// What it means.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    let hint_id = format!("hint-{name}");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    let hint = (!hint.is_empty()).then(|| view! { <p class="check-hint" id=hint_id>{hint}</p> }.into_any());
    view! {
        <div class="check-field">
            <label class="check">
                <input
                    type="checkbox"
                    class="checkbox"
                    name=name
                    checked=value.get_untracked()
                    aria-describedby=described
                    prop:checked=move || value.get()
                    on:change=move |event| value.set(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
            {hint}
        </div>
    }
    .into_any()
}
