//! The list of proposals below the box: a combobox as the ARIA Authoring Practices have it, with the focus always in the box.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Timestamp;
use model::lucene::is_query;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::super::search::SearchField;
use super::context::{Wanted, goes_on, split_at_caret, wanted};
use super::proposals::{Known, Proposal, asked, proposals};
use crate::components::use_now;
use crate::effect::effect;
use crate::functions::users::metadata_names;

/// So long nobody types before the server is asked for names.
const WAIT: Duration = Duration::from_millis(150);

/// What is done when the text changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Somebody typed.
    Look,
    /// A proposal was chosen after which something must follow.
    LookForMore,
    /// A proposal was chosen that is whole.
    Rest,
}

#[derive(Clone, Copy)]
struct State {
    field: SearchField,
    offered: RwSignal<Vec<Proposal>>,
    /// The byte from which on a proposal takes the place of what stands there.
    start: StoredValue<usize>,
    /// What names were asked for, and what they are.
    metadata: StoredValue<(String, Vec<String>)>,
    /// Counts questions, so that only the last one is asked and its answer shown.
    asked: StoredValue<u32>,
    next: StoredValue<Next>,
    /// Whether what is offered was asked for with a key: what comes late changes nothing of that.
    is_asked_for: StoredValue<bool>,
    now: Signal<Option<Timestamp>>,
}

impl State {
    /// The box, while the focus is in it.
    fn input(self) -> Option<HtmlInputElement> {
        let input = self.field.input.get_untracked()?;
        let active = document().active_element()?;
        (active == *input.unchecked_ref::<Element>()).then_some(input)
    }

    /// The proposal that the keys are at.
    fn at(self) -> Option<usize> {
        self.field.active.get_untracked().checked_sub(1)
    }

    /// An answer that is still awaited does not open it again.
    fn close(self) {
        self.asked.update_value(|asked| *asked += 1);
        self.field.is_open.set(false);
        self.field.active.set(0);
    }

    /// Offers what fits at the caret. Unless it was asked for, only where something is begun that is likely to be a query.
    fn look(self, is_asked_for: bool) {
        self.is_asked_for.set_value(is_asked_for);
        let text = self.field.text.get_untracked();
        let caret = self.input().and_then(|input| input.selection_start().ok().flatten());
        let Some((before, after)) = caret.map(|caret| split_at_caret(&text, caret)) else { return self.close() };
        let Some((start, wanted)) = wanted(before).filter(|_| !goes_on(after)) else { return self.close() };
        let is_query = is_query(&text) || is_asked_for;
        if let Some(begun) = asked(wanted, is_query)
            && self.metadata.with_value(|(known, _)| known != begun)
        {
            self.ask(begun.to_owned());
        }
        let is_likely = match wanted {
            Wanted::Term { begun, .. } => begun.len() > 1 || (is_query && !begun.is_empty()),
            Wanted::Value { .. } => true,
        };
        let all = if is_asked_for || is_likely { self.proposals(wanted) } else { Vec::new() };
        self.start.set_value(start);
        self.offer(all);
    }

    fn proposals(self, wanted: Wanted<'_>) -> Vec<Proposal> {
        let connections: Vec<(String, String)> = match untrack(|| self.field.list.connections.get()) {
            Some(Ok(all)) => all.into_iter().map(|connection| (connection.name, connection.strategy)).collect(),
            _ => Vec::new(),
        };
        let begun = asked(wanted, true);
        let now = self.now.get_untracked().unwrap_or(Timestamp(0));
        self.metadata.with_value(|(_, names)| {
            let fits = |name: &&String| begun.is_some_and(|begun| is_begun_by(name, begun));
            let metadata: Vec<String> = names.iter().filter(fits).cloned().collect();
            proposals(wanted, Known { metadata: &metadata, connections: &connections, now })
        })
    }

    /// Whoever is at a proposal stays there as long as it is the same.
    fn offer(self, all: Vec<Proposal>) {
        let at = self.at();
        let before = at.and_then(|at| self.offered.with_untracked(|all| all.get(at).cloned()));
        let after = at.and_then(|at| all.get(at).cloned());
        if before.is_none() || before != after {
            self.field.active.set(0);
        }
        self.field.is_open.set(!all.is_empty());
        self.offered.set(all);
    }

    fn ask(self, begun: String) {
        self.asked.update_value(|asked| *asked += 1);
        let number = self.asked.get_value();
        let is_last = move || self.asked.try_get_value() == Some(number);
        let ask = move || {
            if !is_last() {
                return;
            }
            spawn_local(async move {
                // Without an answer there are the fields that everybody has.
                let names = metadata_names(begun.clone()).await.unwrap_or_default();
                if is_last() {
                    self.metadata.set_value((begun, names));
                    self.look_again();
                }
            });
        };
        set_timeout(ask, WAIT);
    }

    /// Offers anew what was offered, of which more is known.
    fn look_again(self) {
        self.look(self.is_asked_for.get_value() && self.field.is_open.get_untracked());
    }

    /// Takes a proposal in place of what is begun.
    fn choose(self, at: usize) {
        let Some(proposal) = self.offered.with_untracked(|all| all.get(at).cloned()) else { return };
        let Some(input) = self.input() else { return };
        let text = self.field.text.get_untracked();
        let caret = input.selection_start().ok().flatten().unwrap_or(u32::MAX);
        let (before, after) = split_at_caret(&text, caret);
        let kept = before.get(..self.start.get_value()).unwrap_or(before);
        let written = format!("{kept}{}", proposal.text);
        let text = format!("{written}{after}");
        let caret = u32::try_from(written.encode_utf16().count()).unwrap_or(u32::MAX);
        input.set_value(&text);
        let _ = input.set_selection_range(caret, caret);
        self.close();
        if proposal.is_begun {
            self.next.set_value(Next::LookForMore);
            self.field.write(text);
        } else {
            self.next.set_value(Next::Rest);
            self.field.change(text);
        }
    }

    /// Goes to the next proposal or the one before, and opens the list where it is closed.
    fn go(self, is_down: bool) {
        if !self.field.is_open.get_untracked() {
            self.look(true);
        }
        let count = self.offered.with_untracked(Vec::len);
        if count == 0 || !self.field.is_open.get_untracked() {
            return;
        }
        let at = match (self.at(), is_down) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(at), true) => (at + 1) % count,
            (Some(at), false) => (at + count - 1) % count,
        };
        self.field.active.set(at + 1);
        if let Some(option) = document().get_element_by_id(&format!("search-option-{}", at + 1)) {
            option.scroll_into_view_with_bool(false);
        }
    }

    /// Whether the key was for the list.
    fn pressed(self, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
            return false;
        }
        let is_open = self.field.is_open.get_untracked();
        let active = self.at().filter(|_| is_open);
        match (event.key().as_str(), active) {
            ("ArrowDown", _) => self.go(true),
            ("ArrowUp", _) => self.go(false),
            ("Enter" | "Tab", Some(at)) if !event.shift_key() => self.choose(at),
            ("Escape", _) if is_open => self.close(),
            ("Enter" | "Tab" | "ArrowLeft" | "ArrowRight" | "Home" | "End", _) => {
                self.close();
                return false;
            }
            _ => return false,
        }
        event.prevent_default();
        true
    }
}

/// Whether a name of metadata, or its part behind the first full stop, begins so.
fn is_begun_by(name: &str, begun: &str) -> bool {
    name.starts_with(begun) || name.split_once('.').is_some_and(|(_, rest)| rest.starts_with(begun))
}

/// The proposals, and what the keys do with them.
#[component]
pub(in crate::pages::users) fn Completion(field: SearchField) -> impl IntoView {
    let state = State {
        field,
        offered: RwSignal::new(Vec::new()),
        start: StoredValue::new(0),
        metadata: StoredValue::new((String::new(), Vec::new())),
        asked: StoredValue::new(0),
        next: StoredValue::new(Next::Look),
        is_asked_for: StoredValue::new(false),
        now: use_now(),
    };
    field.on_key.set(Some(Callback::new(move |event: KeyboardEvent| state.pressed(&event))));
    on_cleanup(move || {
        let _ = field.on_key.try_set(None);
    });
    effect(move || {
        if field.typed.get() == 0 {
            return;
        }
        match state.next.get_value() {
            Next::Look => state.look(false),
            Next::LookForMore => state.look(true),
            Next::Rest => state.close(),
        }
        state.next.set_value(Next::Look);
    });
    effect(move || {
        field.list.connections.get();
        if field.is_open.get_untracked() {
            state.look_again();
        }
    });
    let options = move || {
        let all = state.offered.get().into_iter().enumerate();
        all.map(|(at, proposal)| view! { <Choice state=state at=at proposal=proposal/> }.into_any()).collect::<Vec<_>>()
    };
    let told = move || match (field.is_open.get(), state.offered.with(Vec::len)) {
        (false, _) | (_, 0) => String::new(),
        (_, 1) => "1 proposal, down arrow to choose".to_owned(),
        (_, count) => format!("{count} proposals, arrow keys to choose"),
    };
    view! {
        <Show when=move || field.is_open.get()>
            <ul id="search-options" class="search-options" role="listbox" aria-label="Proposals">{move || options()}</ul>
        </Show>
        <p class="visually-hidden" role="status">{told}</p>
    }
}

#[component]
fn Choice(state: State, at: usize, proposal: Proposal) -> impl IntoView {
    let is_active = move || state.field.active.get() == at + 1;
    view! {
        <li
            id=format!("search-option-{}", at + 1)
            role="option"
            aria-selected=move || if is_active() { "true" } else { "false" }
            // The focus stays in the box.
            on:pointerdown=move |event| event.prevent_default()
            on:click=move |_| state.choose(at)
        >
            <code>{proposal.text}</code>
            <span>{proposal.about}</span>
        </li>
    }
}
