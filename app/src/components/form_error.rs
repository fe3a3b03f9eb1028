//! What is wrong with a form, or with one of its fields.

use leptos::prelude::*;

use super::Icon;

/// A mistake that no field, or more than one, is to blame for; announced as soon as it is there.
#[component]
pub fn FormError(
    /// What is wrong, if anything is.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! { <p class="form-error" role="alert">{move || mistake(error)}</p> }
}

/// The mistake of one field, which names it by `aria-describedby`.
#[component]
pub fn FieldError(
    /// The id that the field names.
    #[prop(into)]
    id: String,
    /// What is wrong, if anything is.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    view! { <p class="field-error" id=id aria-live="polite">{move || mistake(error)}</p> }
}

fn mistake(error: Signal<Option<String>>) -> Option<AnyView> {
    error.get().map(|error| view! { <Icon name="alert"/><span>{error}</span> }.into_any())
}
