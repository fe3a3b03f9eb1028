//! The search box.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;
use model::lucene::is_query;

use super::list::List;
use super::parts::Part;
use crate::chunks::users_parts::later;
use crate::components::{Badge, Icon, Tone};
use crate::effect::effect;

/// So long nobody types before words are looked up, and before a query is run, which is often unfinished.
const WAIT: Duration = Duration::from_millis(200);
const WAIT_FOR_QUERY: Duration = Duration::from_millis(500);

/// What the box shares with what is loaded when it is first used: the completion, mistakes, saved searches.
#[derive(Clone, Copy)]
pub(crate) struct SearchField {
    pub(super) list: List,
    pub(super) text: RwSignal<String>,
    pub(super) input: NodeRef<Input>,
    /// Counts what was typed, so that the completion follows it and nothing else.
    pub(super) typed: RwSignal<u32>,
    /// Whether the completion is open, and the number of the option that the keys are at: from 1, 0 for none.
    pub(super) is_open: RwSignal<bool>,
    pub(super) active: RwSignal<usize>,
    /// What the completion does with a key; whether nobody else may do something with it.
    pub(super) on_key: RwSignal<Option<Callback<KeyboardEvent, bool>>>,
    /// Whether what is loaded later is wanted.
    pub(super) is_wanted: RwSignal<bool>,
    /// Whether the dialogs are open.
    pub(super) is_saving: RwSignal<bool>,
    pub(super) is_managing: RwSignal<bool>,
    sent: StoredValue<String>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl SearchField {
    pub(super) fn new(list: List) -> Self {
        let text = list.address.with_untracked(|address| address.query.q.clone());
        let field = Self {
            list,
            text: RwSignal::new(text.clone()),
            input: NodeRef::new(),
            typed: RwSignal::new(0),
            is_open: RwSignal::new(false),
            active: RwSignal::new(0),
            on_key: RwSignal::new(None),
            is_wanted: RwSignal::new(false),
            is_saving: RwSignal::new(false),
            is_managing: RwSignal::new(false),
            sent: StoredValue::new(text),
            timer: StoredValue::new(None),
        };
        on_cleanup(move || field.stop());
        field.follow();
        let early = typed_early();
        effect(move || {
            if let Some(early) = early.as_ref().filter(|early| field.text.with_untracked(|text| text != *early)) {
                field.change(early.clone());
            }
        });
        field
    }

    /// *Back*, or a chip: the box follows. What the box itself sent does not change what is being typed.
    fn follow(self) {
        effect(move || {
            let q = self.list.address.with(|address| address.query.q.clone());
            if self.sent.get_value() != q {
                self.stop();
                self.sent.set_value(q.clone());
                self.text.set(q);
            }
        });
        effect(move || {
            if self.list.mistake.with(Option::is_some) {
                self.want();
            }
        });
    }

    /// Loads what is loaded when it is first used; once, as it would be made anew else and forget what it was about.
    pub(super) fn want(self) {
        if !self.is_wanted.get_untracked() {
            self.is_wanted.set(true);
        }
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    pub(super) fn send(self) {
        self.stop();
        let q = self.text.get_untracked().trim().to_owned();
        if self.list.address.with_untracked(|address| address.query.q != q) {
            self.sent.set_value(q.clone());
            self.list.replace(&self.list.address.get_untracked().with(|query| query.q = q));
        }
    }

    /// Another text, which is not looked for yet.
    pub(super) fn write(self, text: String) {
        self.stop();
        self.text.set(text);
        self.typed.update(|typed| *typed += 1);
    }

    /// Somebody typed, or chose what the completion offers.
    pub(super) fn change(self, text: String) {
        let wait = if is_query(&text) { WAIT_FOR_QUERY } else { WAIT };
        self.write(text);
        let send = move || {
            // It would undo a click on a user whose page is still being loaded.
            if !self.list.is_left() {
                self.send();
            }
        };
        self.timer.set_value(set_timeout_with_handle(send, wait).ok());
    }

    fn clear(self) {
        self.text.set(String::new());
        self.is_open.set(false);
        self.send();
    }

    fn pressed(self, event: KeyboardEvent) {
        let is_escape = event.key() == "Escape";
        let is_taken = self.on_key.get_untracked().is_some_and(|on_key| on_key.run(event));
        if is_escape && !is_taken && !self.text.with_untracked(String::is_empty) {
            self.clear();
        }
    }
}

/// What stands in the box of the first HTML, which one can type in before the browser's part has started.
fn typed_early() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast as _;
        let input = document().get_element_by_id("search")?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
        Some(input.value())
    }
    #[cfg(not(feature = "hydrate"))]
    None
}

/// Searches as one types; without JavaScript it is a form that keeps the filters.
#[component]
pub(super) fn SearchBox(field: SearchField) -> impl IntoView {
    let SearchField { list, text, .. } = field;
    let clear = move |_| {
        field.clear();
        if let Some(input) = field.input.get_untracked() {
            let _ = input.focus();
        }
    };
    let kept = move || {
        let pairs = list.address.with(|address| address.with(|query| query.q.clear()).pairs());
        pairs
            .into_iter()
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
            .collect::<Vec<_>>()
    };
    let is_open = move || field.is_open.get();
    let is_wrong = move || list.mistake.with(Option::is_some);
    let described = move || match (is_wrong(), text.with(|text| is_query(text))) {
        (true, true) => Some("search-mistake search-kind"),
        (true, false) => Some("search-mistake"),
        (false, true) => Some("search-kind"),
        (false, false) => None,
    };
    let badge = move || {
        text.with(|text| is_query(text)).then(|| {
            view! { <span id="search-kind" class="search-kind"><Badge tone=Tone::Neutral>"Query"</Badge></span> }
                .into_any()
        })
    };
    view! {
        <form class="search" role="search" method="get" action="/users" on:submit=move |event| {
            event.prevent_default();
            field.send();
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
                role="combobox"
                aria-label="Search users"
                aria-autocomplete="list"
                aria-expanded=move || if is_open() { "true" } else { "false" }
                aria-controls=move || is_open().then_some("search-options")
                aria-activedescendant=move || Some(field.active.get()).filter(|at| *at > 0).map(|at| format!("search-option-{at}"))
                aria-invalid=move || is_wrong().then_some("true")
                aria-describedby=described
                placeholder="Name, email, phone, id or a query"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                node_ref=field.input
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| field.change(event_target_value(&event))
                on:focus=move |_| field.want()
                on:blur=move |_| field.is_open.set(false)
                on:keydown=move |event| field.pressed(event)
            />
            {move || kept()}
            {move || badge()}
            <Show when=move || !text.with(String::is_empty) fallback=|| view! { <kbd aria-hidden="true">"/"</kbd> }>
                <button type="button" class="icon-button" aria-label="Clear the search" on:click=clear>
                    <Icon name="x"/>
                </button>
            </Show>
            {move || field.is_wanted.get().then(|| later(Part::Search(field)))}
        </form>
    }
}
