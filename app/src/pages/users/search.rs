//! The search box.

use std::time::Duration;

use leptos::prelude::*;

use super::list::List;
use crate::components::Icon;
use crate::effect::effect;

const WAIT: Duration = Duration::from_millis(200);

/// Searches as one types; without JavaScript it is a form that keeps the filters.
#[component]
pub(super) fn SearchBox(list: List) -> impl IntoView {
    let text = RwSignal::new(list.address.with_untracked(|address| address.query.q.clone()));
    let sent = StoredValue::new(text.get_untracked());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    };
    on_cleanup(stop);
    // *Back*, or a chip: the box follows. What the box itself sent does not change what is being typed.
    effect(move || {
        let q = list.address.with(|address| address.query.q.clone());
        if sent.get_value() != q {
            stop();
            sent.set_value(q.clone());
            text.set(q);
        }
    });
    let send = move || {
        stop();
        let q = text.get_untracked().trim().to_owned();
        if list.address.with_untracked(|address| address.query.q != q) {
            sent.set_value(q.clone());
            list.replace(&list.address.get_untracked().with(|query| query.q = q));
        }
    };
    let typed = move |value: String| {
        text.set(value);
        stop();
        timer.set_value(set_timeout_with_handle(send, WAIT).ok());
    };
    let clear = move |_| {
        text.set(String::new());
        send();
        if let Some(field) = document().get_element_by_id("search") {
            use wasm_bindgen::JsCast;
            let _ = field.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    let kept = move || {
        let pairs = list.address.with(|address| address.with(|query| query.q.clear()).pairs());
        pairs
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
            .collect::<Vec<_>>()
    };
    view! {
            <form class="search" role="search" method="get" action="/users" on:submit=move |event| {
                event.prevent_default();
                send();
            }>
                <Icon name="search"/>
                <input
                    id="search"
                    class="input"
                    type="text"
                    inputmode="search"
                    enterkeyhint="search"
                    name="q"
                    data-search="true"
                    aria-label="Search users"
                    placeholder="Name, email, username, phone or id"
                    autocomplete="off"
                    spellcheck="false"
                    value=text.get_untracked()
                    prop:value=move || text.get()
                    on:input=move |event| typed(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Escape" && !text.with_untracked(String::is_empty) {
                            text.set(String::new());
                            send();
                        }
                    }
                />
                            {move || kept()}
    <Show when=move || !text.with(String::is_empty) fallback=|| view! { <kbd aria-hidden="true">"/"</kbd> }>
                    <button type="button" class="icon-button" aria-label="Clear the search" on:click=clear>
                        <Icon name="x"/>
                    </button>
                </Show>
            </form>
        }
}
