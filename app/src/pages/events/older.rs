//! The foot of the list: loads older events when it comes into view, or when its button is pressed.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use super::list::Listed;
use super::log::Log;
use crate::components::exact_time;
use crate::effect::effect;
use crate::functions::logs::search_logs;

/// Tells when the foot comes into view.
struct Sight {
    observer: IntersectionObserver,
    _seen: Closure<dyn FnMut(js_sys::Array)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// What was searched, and the button that goes on.
#[component]
pub(super) fn Older(log: Log, listed: Listed) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let load = move || {
        if is_busy.get_untracked() || listed.next.with_untracked(Option::is_none) {
            return;
        }
        is_busy.set(true);
        let query = log.address.with_untracked(|address| address.query(log.user()));
        let query = model::LogQuery { after: listed.next.get_untracked(), ..query };
        spawn_local(async move {
            let answer = search_logs(query).await;
            // The list may be gone when the answer comes.
            if is_busy.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(page) => {
                    listed.events.update(|events| events.extend(page.events));
                    listed.next.set(page.next);
                    listed.searched_to.set(page.searched_to);
                }
                Err(refusal) => log.toasts.failed(refusal.0.message),
            }
            is_busy.set(false);
        });
    };
    let foot = NodeRef::<html::P>::new();
    effect(move || {
        let Some(foot) = foot.get() else { return };
        // Anew after each page: an observer says nothing while the foot stays in view.
        let is_loading = is_busy.get();
        listed.next.track();
        // Where the search paused, it goes on when somebody wants it to.
        if !is_loading && listed.searched_to.with(Option::is_none) {
            // Made in the browser alone, and dropped before the next run: the server drops what it makes on any thread.
            StoredValue::new_local(watch(&foot, load));
        }
    });
    view! {
        <p class="log-foot" node_ref=foot>
            {move || listed.searched_to.get().map(searched)}
            {move || {
                if listed.next.read().is_some() {
                    button(listed, is_busy, load)
                } else if listed.events.with(Vec::is_empty) {
                    ().into_any()
                } else {
                    view! { <span class="log-end">"That is all."</span> }.into_any()
                }
            }}
        </p>
    }
    .into_any()
}

fn searched(at: model::Timestamp) -> AnyView {
    let now = crate::components::use_now();
    let text = move || {
        let exact = if now.get().is_some() { exact_time(at) } else { at.to_string() };
        format!("Searched back to {}. ", exact.lines().next().unwrap_or_default())
    };
    view! { <span class="log-searched" role="status">{text}</span> }.into_any()
}

fn button(listed: Listed, is_busy: RwSignal<bool>, load: impl Fn() + Copy + 'static) -> AnyView {
    let label = move || if listed.searched_to.read().is_some() { "Search further back" } else { "Load more" };
    view! {
        <button
            type="button"
            class="button"
            aria-disabled=move || is_busy.get().then_some("true")
            on:click=move |_| load()
        >
            {move || is_busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
            {label}
        </button>
    }
    .into_any()
}

fn watch(foot: &web_sys::HtmlElement, load: impl Fn() + 'static) -> Option<Sight> {
    let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let is_seen = |entry: JsValue| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting();
        if entries.iter().any(is_seen) {
            load();
        }
    });
    let observer = IntersectionObserver::new(seen.as_ref().unchecked_ref()).ok()?;
    observer.observe(foot);
    Some(Sight { observer, _seen: seen })
}
