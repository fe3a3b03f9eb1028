//! What dialogs that do something have in common.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::FormError;
use crate::effect::effect;
use crate::functions::Refusal;

/// What a dialog knows while it works.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Whether the dialog is open.
    pub(crate) open: RwSignal<bool>,
    /// Whether the server is at work.
    pub(crate) busy: RwSignal<bool>,
    /// What the server refused.
    pub(crate) refused: RwSignal<Option<Refusal>>,
}

impl Work {
    pub(crate) fn new(open: RwSignal<bool>) -> Self {
        let work = Self { open, busy: RwSignal::new(false), refused: RwSignal::new(None) };
        // An old refusal does not belong to a dialog that is opened again.
        effect(move || {
            if open.get() {
                work.refused.set(None);
            }
        });
        work
    }

    /// What was refused about `field`.
    pub(crate) fn refused_field(self, field: &'static str) -> Option<String> {
        self.refused.read().as_ref().and_then(|refusal| refusal.field(field)).map(str::to_owned)
    }

    /// What was refused, where none of `fields` is to blame.
    pub(crate) fn refused_otherwise(self, fields: &'static [&'static str]) -> Option<String> {
        self.refused
            .read()
            .as_ref()
            .filter(|refusal| !fields.iter().any(|field| refusal.field(field).is_some()))
            .map(|refusal| refusal.message.clone())
    }
}

/// The form of a dialog: its fields, what was refused, *Cancel* and the button that does it.
#[component]
pub fn ActionForm(
    /// The dialog's work.
    work: Work,
    /// What the button says.
    submit: &'static str,
    /// Whether the fields are not right yet.
    #[prop(into)]
    is_wrong: Signal<bool>,
    /// What was refused that belongs to no field.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Do it.
    #[prop(into)]
    on_submit: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let is_off = move || is_wrong.get() || work.busy.get();
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        if !(is_wrong.get_untracked() || work.busy.get_untracked()) {
            on_submit.run(());
        }
    };
    view! {
        <form class="dialog-form" novalidate on:submit=submitted>
            <div class="dialog-content">{children()}</div>
            <FormError error=error/>
            <footer class="dialog-foot">
                <button
                    type="button"
                    class="button"
                    disabled=move || work.busy.get()
                    on:click=move |_| work.open.set(false)
                >
                    "Cancel"
                </button>
                <button
                    type="submit"
                    class="button button-primary"
                    aria-disabled=move || is_off().then_some("true")
                >
                    {move || work.busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                    {submit}
                </button>
            </footer>
        </form>
    }
    .into_any()
}
