//! The end of a form of settings.

use leptos::prelude::*;

use super::FormError;
use crate::focus::focus_when_drawn;

/// The first mistake of a form.
pub(crate) const MISTAKE: &str = ".settings [aria-invalid=true]";

/// What is unsaved, and the two ways out of that. It stays in sight while something is unsaved.
#[component]
pub fn SaveBar(
    /// Whether something is unsaved.
    #[prop(into)]
    is_dirty: Signal<bool>,
    /// Whether it is being saved now.
    #[prop(into)]
    is_busy: Signal<bool>,
    /// Why it could not be saved, where no field is to blame.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Forget what was changed.
    #[prop(into)]
    on_discard: Callback<()>,
    /// Other ways out, before the two.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="save-bar" class:save-bar-shown=move || is_dirty.get()>
            <FormError error=error/>
            <div class="save-bar-buttons">
                {children.map(|children| children())}
                <button
                    type="button"
                    class="button"
                    disabled=move || !is_dirty.get() || is_busy.get()
                    on:click=move |_| on_discard.run(())
                >
                    "Discard"
                </button>
                <button
                    type="submit"
                    class="button button-primary"
                    disabled=move || !is_dirty.get()
                    aria-disabled=move || is_busy.get().then_some("true")
                >
                    {move || is_busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                    "Save"
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Once the mistakes of a form are drawn, the first one gets the focus.
pub(crate) fn focus_mistake() {
    focus_when_drawn(MISTAKE);
}
