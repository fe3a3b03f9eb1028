//! Dialogs.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};

use super::Icon;
use crate::effect::effect;

/// A modal dialog: the browser traps focus in it, closes it by Esc and gives focus back.
///
/// Its children are made anew each time it opens. A click on the backdrop closes it unless something was typed.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// For content that needs room.
    #[prop(optional)]
    wide: bool,
    /// While something runs, neither Esc nor the backdrop closes it.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Run after it closed, whatever closed it.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    // The content stays until the browser has closed the dialog and given the focus back: taking away a field that has
    // the focus would tell it that it lost the focus when it is not there any more.
    let is_drawn = RwSignal::new(false);
    effect(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() {
            is_drawn.set(true);
            // After the content, which this draws, and before the browser takes the next key: it belongs to the dialog.
            spawn_local(async move { show(&dialog) });
        } else if dialog.open() {
            dialog.close();
        } else {
            is_drawn.set(false);
        }
    });
    let closed = move |_| {
        is_drawn.set(false);
        open.set(false);
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    let cancelled = move |event: ev::Event| {
        if busy.get_untracked() {
            event.prevent_default();
        }
    };
    let pressed = move |event: ev::MouseEvent| {
        let Some(dialog) = node.get_untracked() else { return };
        let is_backdrop =
            event.target().is_some_and(|target| target == *dialog.unchecked_ref::<web_sys::EventTarget>());
        if is_backdrop && !busy.get_untracked() && !is_filled(&dialog) {
            event.prevent_default();
            dialog.close();
        }
    };
    let children = StoredValue::new(children);
    view! {
        <dialog
            class="dialog"
            class:dialog-wide=wide
            node_ref=node
            aria-label=move || title.get()
            on:close=closed
            on:cancel=cancelled
            on:mousedown=pressed
        >
            <Show when=move || is_drawn.get()>
                <div class="dialog-body">
                    <header class="dialog-head">
                        <h2>{move || title.get()}</h2>
                        <button
                            type="button"
                            class="icon-button"
                            aria-label="Close"
                            disabled=move || busy.get()
                            on:click=move |_| open.set(false)
                        >
                            <Icon name="x"/>
                        </button>
                    </header>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}

fn show(dialog: &HtmlDialogElement) {
    if !dialog.is_connected() || dialog.open() {
        return;
    }
    let _ = dialog.show_modal();
    // The browser would choose the close button, which comes first.
    let wanted = "[autofocus], .dialog-body > :not(.dialog-head) :is(input, select, textarea, button, a[href])";
    if let Some(first) = dialog.query_selector(wanted).ok().flatten().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

/// Whether something was typed that closing would lose.
fn is_filled(dialog: &HtmlDialogElement) -> bool {
    let Ok(fields) = dialog.query_selector_all("input:not([type=checkbox], [type=radio]), textarea") else {
        return false;
    };
    (0..fields.length()).filter_map(|index| fields.item(index)).any(|field| {
        match field.dyn_into::<HtmlInputElement>() {
            Ok(input) => input.value() != input.default_value(),
            Err(field) => field
                .dyn_into::<web_sys::HtmlTextAreaElement>()
                .is_ok_and(|area| area.default_value().is_ok_and(|default| area.value() != default)),
        }
    })
}
