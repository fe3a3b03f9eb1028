//! The search box of the log.

use leptos::prelude::*;

use crate::components::Icon;
use crate::effect::effect;
use crate::pages::events::Log;

/// Searches when Enter is pressed: half a query would be a mistake.
#[component]
pub(super) fn SearchBox(log: Log) -> impl IntoView {
    let text = RwSignal::new(log.address.with_untracked(|address| address.q.clone()));
    let q = Memo::new(move |_| log.address.with(|address| address.q.clone()));
    // *Back*, or a link: the box follows.
    effect(move || text.set(q.get()));
    let send = move || {
        let q = text.get_untracked().trim().to_owned();
        let address = log.address.get_untracked();
        if address.q != q {
            log.go(&address.with(|address| address.q = q));
        }
    };
    let clear = move || {
        text.set(String::new());
        send();
    };
    view! {
        <form class="search log-search" role="search" method="get" action="/logs" on:submit=move |event| {
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
                aria-label="Search the log"
                aria-describedby="log-search-hint log-mistake"
                placeholder="type:f* AND user_name:ada*"
                autocomplete="off"
                spellcheck="false"
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && !text.with_untracked(String::is_empty) {
                        clear();
                    }
                }
            />
            <Show when=move || !text.with(String::is_empty) fallback=|| view! { <kbd aria-hidden="true">"/"</kbd> }>
                <button type="button" class="icon-button" aria-label="Clear the search" on:click=move |_| clear()>
                    <Icon name="x"/>
                </button>
            </Show>
            <p id="log-search-hint" class="visually-hidden">
                "Press Enter to search. Fields are type, user_name, user_id, client_name, client_id, connection, description, ip, user_agent, log_id and date; AND, OR, NOT, quotes, * and ranges work."
            </p>
        </form>
    }
    .into_any()
}
