//! Asking before something is done.

use leptos::prelude::*;

use super::{Dialog, FormError};

/// Asks, names what will be lost, and has a button that says what it does.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(optional, into)]
    message: Signal<String>,
    /// What the button says.
    #[prop(into)]
    confirm: Signal<String>,
    /// Whether it cannot be undone.
    #[prop(optional)]
    danger: bool,
    /// Whether it is being done now.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it could not be done.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Do it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// More than the message.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Dialog open=open title=title busy=busy>
            <div class="dialog-content">
                {move || (!message.with(String::is_empty)).then(|| view! { <p>{message.get()}</p> }.into_any())}
                {children.with_value(|children| children.as_ref().map(|children| children()))}
            </div>
            <FormError error=error/>
            <footer class="dialog-foot">
                <button
                    type="button"
                    class="button"
                    autofocus=danger
                    disabled=move || busy.get()
                    on:click=move |_| open.set(false)
                >
                    "Cancel"
                </button>
                <button
                    type="button"
                    class=if danger { "button button-danger" } else { "button button-primary" }
                    autofocus=!danger
                    aria-disabled=move || busy.get().then_some("true")
                    on:click=move |_| {
                        if !busy.get_untracked() {
                            on_confirm.run(());
                        }
                    }
                >
                    {move || busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                    {move || confirm.get()}
                </button>
            </footer>
        </Dialog>
    }
}
