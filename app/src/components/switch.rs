//! A switch: takes effect at once.

use leptos::prelude::*;

/// On or off. Whoever uses it does what it says and sets `is_on` once that is done.
#[component]
pub fn Switch(
    /// What it switches, for screen readers.
    #[prop(into)]
    label: String,
    /// Whether it is on.
    #[prop(into)]
    is_on: Signal<bool>,
    /// Whether it is being switched now.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be switched.
    #[prop(optional, into)]
    reason: Signal<Option<&'static str>>,
    /// Switch it to the given state.
    #[prop(into)]
    on_switch: Callback<bool>,
) -> impl IntoView {
    let is_off_limits = move || busy.get() || reason.with(Option::is_some);
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=label
            aria-checked=move || if is_on.get() { "true" } else { "false" }
            aria-disabled=move || is_off_limits().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            title=move || reason.get()
            on:click=move |_| {
                if !untrack(is_off_limits) {
                    on_switch.run(!is_on.get_untracked());
                }
            }
        >
            <span class="switch-knob"></span>
        </button>
    }
    .into_any()
}
