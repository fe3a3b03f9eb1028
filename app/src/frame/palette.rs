//! The palette: jumps to any user or page.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::{SortOrder, UserQuery, UserRow, UserSort};

use super::navigation::PLACES;
use crate::components::{Avatar, Dialog, Icon};
use crate::functions::users::list_users;
use crate::paths::user_path;

const WAIT: Duration = Duration::from_millis(150);

/// What the palette found.
#[derive(Clone, PartialEq)]
struct Target {
    href: String,
    title: String,
    text: String,
    /// The icon of a page; a user has an avatar.
    icon: Option<&'static str>,
}

#[derive(Clone, Copy)]
struct State {
    open: RwSignal<bool>,
    text: RwSignal<String>,
    users: RwSignal<Vec<Target>>,
    message: RwSignal<String>,
    at: RwSignal<usize>,
    /// Counts questions, so that only the last one's answer is shown.
    asked: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl State {
    fn targets(self) -> Vec<Target> {
        let text = self.text.get().trim().to_ascii_lowercase();
        let pages =
            PLACES.iter().filter(|place| place.label.to_ascii_lowercase().contains(&text)).map(|place| Target {
                href: place.href.to_owned(),
                title: place.label.to_owned(),
                text: "Page".to_owned(),
                icon: Some(place.icon),
            });
        pages.chain(self.users.get()).collect()
    }

    fn typed(self, text: String) {
        let is_empty = text.trim().is_empty();
        self.text.set(text);
        self.at.set(0);
        self.stop();
        if is_empty {
            self.users.set(Vec::new());
            self.message.set(String::new());
        } else {
            self.timer.set_value(set_timeout_with_handle(move || self.ask(), WAIT).ok());
        }
    }

    /// Forgets what was asked and not yet answered.
    fn stop(self) {
        self.asked.update_value(|asked| *asked += 1);
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn ask(self) {
        let asked = self.asked.get_value();
        let query = UserQuery {
            q: self.text.get_untracked().trim().to_owned(),
            sort: UserSort::Name,
            order: SortOrder::Ascending,
            page_size: 8,
            ..UserQuery::default()
        };
        leptos::task::spawn_local(async move {
            let answer = list_users(query).await;
            if self.asked.try_get_value() != Some(asked) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.message.set(if page.users.is_empty() { "No user matches".to_owned() } else { String::new() });
                    self.users.set(page.users.iter().map(target_of).collect());
                }
                Err(refusal) => {
                    self.users.set(Vec::new());
                    self.message.set(refusal.message.clone());
                }
            }
        });
    }
}

fn target_of(row: &UserRow) -> Target {
    let text = row.email.clone().filter(|email| *email != row.name).unwrap_or_else(|| row.user_id.to_string());
    Target { href: user_path(&row.user_id), title: row.name.clone(), text, icon: None }
}

#[component]
pub(super) fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let state = State {
        open,
        text: RwSignal::new(String::new()),
        users: RwSignal::new(Vec::new()),
        message: RwSignal::new(String::new()),
        at: RwSignal::new(0),
        asked: StoredValue::new(0),
        timer: StoredValue::new(None),
    };
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| {
        state.open.set(false);
        navigate(&href, NavigateOptions::default());
    });
    let forget = move |()| {
        state.stop();
        state.text.set(String::new());
        state.users.set(Vec::new());
        state.message.set(String::new());
        state.at.set(0);
    };
    view! {
        <Dialog open=open title="Jump to a user or page" on_close=forget>
            <PaletteBody state=state go=go/>
        </Dialog>
    }
}

#[component]
fn PaletteBody(state: State, go: Callback<String>) -> impl IntoView {
    let targets = Memo::new(move |_| state.targets());
    let key = move |event: KeyboardEvent| {
        let count = targets.with_untracked(Vec::len);
        let at = state.at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" if count > 0 => (at + 1) % count,
            "ArrowUp" if count > 0 => (at + count - 1) % count,
            "Enter" => {
                event.prevent_default();
                if let Some(target) = targets.with_untracked(|targets| targets.get(at).cloned()) {
                    go.run(target.href);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        state.at.set(next);
        if let Some(option) = document().get_element_by_id(&format!("palette-{next}")) {
            option.scroll_into_view_with_bool(false);
        }
    };
    let active = move || {
        let at = state.at.get();
        (at < targets.with(Vec::len)).then(|| format!("palette-{at}"))
    };
    let options = move || {
        let found = targets.get().into_iter().enumerate();
        found
            .map(|(index, target)| view! { <Choice index=index target=target state=state go=go/> }.into_any())
            .collect::<Vec<_>>()
    };
    view! {
        <div class="palette">
            <div class="palette-field">
                <Icon name="search"/>
                <input
                    type="text"
                    role="combobox"
                    aria-label="User or page"
                    aria-expanded="true"
                    aria-controls="palette-list"
                    aria-autocomplete="list"
                    aria-activedescendant=active
                    placeholder="Name, email, id or page"
                    autocomplete="off"
                    spellcheck="false"
                    autofocus=true
                    prop:value=move || state.text.get()
                    on:input=move |event| state.typed(event_target_value(&event))
                    on:keydown=key
                />
            </div>
            <ul id="palette-list" class="palette-list" role="listbox" aria-label="Users and pages">{move || options()}</ul>
            <p class="palette-message" role="status">{move || state.message.get()}</p>
        </div>
    }
}

#[component]
fn Choice(index: usize, target: Target, state: State, go: Callback<String>) -> impl IntoView {
    let Target { href, title, text, icon } = target;
    let is_active = move || state.at.get() == index;
    let picture = match icon {
        Some(icon) => view! { <span class="palette-icon"><Icon name=icon/></span> }.into_any(),
        None => view! { <Avatar name=title.clone() id=href.clone()/> }.into_any(),
    };
    view! {
        <li
            id=format!("palette-{index}")
            class="palette-option"
            role="option"
            aria-selected=move || if is_active() { "true" } else { "false" }
            on:pointermove=move |_| state.at.set(index)
            on:click=move |_| go.run(href.clone())
        >
            {picture}
            <span class="palette-title">{title}</span>
            <span class="palette-text">{text}</span>
        </li>
    }
}
