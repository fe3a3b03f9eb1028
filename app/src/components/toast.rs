//! Short messages about what was done.

use std::time::Duration;

use leptos::prelude::*;

use super::Icon;
use crate::effect::effect;

const STAYS: Duration = Duration::from_secs(6);

#[derive(Clone, Debug)]
struct Toast {
    id: u32,
    text: String,
    undo: Option<Callback<()>>,
}

/// Shows messages.
#[derive(Clone, Copy, Debug)]
pub struct Toasts {
    done: RwSignal<Vec<Toast>>,
    failed: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// Something was done.
    pub fn done(self, text: impl Into<String>) {
        self.push(self.done, text.into(), None);
    }

    /// Something was done that can be undone.
    pub fn done_with_undo(self, text: impl Into<String>, undo: Callback<()>) {
        self.push(self.done, text.into(), Some(undo));
    }

    /// Something could not be done; stays until it is closed.
    pub fn failed(self, text: impl Into<String>) {
        self.push(self.failed, text.into(), None);
    }

    fn push(self, list: RwSignal<Vec<Toast>>, text: String, undo: Option<Callback<()>>) {
        self.next.update_value(|next| *next += 1);
        let id = self.next.get_value();
        list.update(|list| {
            // More than four would cover the page; the oldest have been read.
            if list.len() > 3 {
                list.remove(0);
            }
            list.push(Toast { id, text, undo });
        });
    }

    fn new() -> Self {
        Self { done: RwSignal::new(Vec::new()), failed: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }
}

/// Makes messages possible on all pages.
pub fn provide_toasts() {
    provide_context(Toasts::new());
}

/// The page's messages.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(Toasts::new)
}

/// Where messages are drawn; once a page. The live regions are there from the start, else nothing is announced.
#[component]
pub fn ToastList() -> impl IntoView {
    let toasts = use_toasts();
    let list = |list: RwSignal<Vec<Toast>>, stays: bool| {
        view! {
            <For each=move || list.get() key=|toast| toast.id let:toast>
                <ToastView toast=toast list=list stays=stays/>
            </For>
        }
    };
    view! {
        <section class="toasts" aria-label="Messages">
            <div role="alert">{list(toasts.failed, true)}</div>
            <div role="status">{list(toasts.done, false)}</div>
        </section>
    }
}

#[component]
fn ToastView(toast: Toast, list: RwSignal<Vec<Toast>>, stays: bool) -> impl IntoView {
    let Toast { id, text, undo } = toast;
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let close = move || list.update(|list| list.retain(|toast| toast.id != id));
    let pause = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    let start = move || {
        pause();
        if !stays {
            let _ = timer.try_set_value(set_timeout_with_handle(close, STAYS).ok());
        }
    };
    effect(start);
    on_cleanup(pause);
    let undo = undo.map(|undo| {
        let undo = move |_| {
            close();
            undo.run(());
        };
        view! {
            <button type="button" class="toast-action" on:click=undo>
                <Icon name="undo"/>
                "Undo"
            </button>
        }
        .into_any()
    });
    view! {
        <div
            class="toast"
            class:toast-failed=stays
            on:pointerenter=move |_| pause()
            on:pointerleave=move |_| start()
            on:focusin=move |_| pause()
            on:focusout=move |_| start()
        >
            <Icon name=if stays { "alert" } else { "check" }/>
            <span class="toast-text">{text}</span>
            {undo}
            <button type="button" class="icon-button" aria-label="Close message" on:click=move |_| close()>
                <Icon name="x"/>
            </button>
        </div>
    }
}
