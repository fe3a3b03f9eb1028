//! The search in a tree.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::keys::scroll_when_drawn;
use super::state::JsonTreeState;
use crate::components::Icon;

/// A search box, how many parts match, and buttons to go from one to the next.
#[component]
pub fn JsonSearch(
    /// In which tree.
    state: JsonTreeState,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let search = move |words: String| {
        state.search(&words);
        text.set(words);
        scroll_when_drawn(state, state.active.get_untracked());
    };
    let go = move |step: isize| {
        let count = state.matches.with_untracked(Vec::len);
        if count > 0 {
            let next = state.current.get_untracked().wrapping_add_signed(step).min(count);
            // Past either end it begins at the other one.
            let next = if step < 0 && next == count { count - 1 } else { next % count };
            state.show_match(next);
            scroll_when_drawn(state, state.active.get_untracked());
        }
    };
    let on_keydown = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            go(if event.shift_key() { -1 } else { 1 });
        }
        "Escape" if !text.read_untracked().is_empty() => {
            event.prevent_default();
            event.stop_propagation();
            search(String::new());
        }
        _ => {}
    };
    let count = move || {
        let (count, current) = (state.matches.read().len(), state.current.get());
        match count {
            _ if state.needle.read().is_empty() => String::new(),
            0 => "No match".to_owned(),
            count => format!("{} of {count}", current + 1),
        }
    };
    let has_none = move || state.matches.read().is_empty();
    view! {
        <div class="json-search">
            <Icon name="search"/>
            <input
                type="search"
                data-search
                class="input"
                aria-label="Search in this document"
                placeholder="Search names and values"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || text.get()
                on:input=move |event| search(event_target_value(&event))
                on:keydown=on_keydown
            />
            <output class="json-count" aria-live="polite">{count}</output>
            <button type="button" class="icon-button" aria-label="Previous match" disabled=has_none on:click=move |_| go(-1)>
                <Icon name="chevron-up"/>
            </button>
            <button type="button" class="icon-button" aria-label="Next match" disabled=has_none on:click=move |_| go(1)>
                <Icon name="chevron-down"/>
            </button>
        </div>
    }
    .into_any()
}
