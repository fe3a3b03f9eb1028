//! One saved search, and what is being done to it.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::SavedSearch;

use super::super::super::list::List;
use super::told;
use crate::components::{FormError, Icon, TextField};
use crate::focus::{FocusAtSending, focus_when_drawn};
use crate::functions::Refusal;
use crate::functions::saved_searches::{delete_saved_search, rename_saved_search};

/// What is being done to a saved search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Rename,
    Delete,
}

#[derive(Clone, Copy)]
struct State {
    list: List,
    /// As it was loaded last.
    search: Memo<SavedSearch>,
    doing: RwSignal<Option<(String, Doing)>>,
    busy: RwSignal<bool>,
    refused: RwSignal<Option<Refusal>>,
}

impl State {
    fn id(self) -> String {
        self.search.with_untracked(|search| search.id.clone())
    }

    fn doing(self) -> Option<Doing> {
        let id = self.id();
        self.doing.with(|doing| doing.as_ref().filter(|(of, _)| *of == id).map(|(_, doing)| *doing))
    }

    fn begin(self, doing: Doing) {
        if !self.list.permission.may_edit.get_untracked() {
            return;
        }
        self.refused.set(None);
        self.doing.set(Some((self.id(), doing)));
        focus_when_drawn(match doing {
            Doing::Rename => "#field-saved-name",
            Doing::Delete => "#saved-keep",
        });
    }

    fn end(self) {
        self.doing.set(None);
        focus_when_drawn(format!("#rename-{}", self.id()));
    }

    /// Ends what was done to the search with this id, unless another one is being changed by now.
    fn done(self, id: &str) {
        self.doing.update(|doing| *doing = doing.take().filter(|(of, _)| of != id));
    }

    fn change(self, change: impl FnOnce(&mut Vec<SavedSearch>)) {
        self.list.saved.update(|all| change(all.get_or_insert_default()));
    }

    fn rename(self, name: String) {
        self.busy.set(true);
        let focus = FocusAtSending::new();
        spawn_local(async move {
            let answer = rename_saved_search(self.id(), name).await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(renamed) => {
                    self.done(&renamed.id);
                    let button = format!("#rename-{}", renamed.id);
                    self.change(|all| {
                        all.retain(|search| search.id != renamed.id);
                        all.push(renamed);
                        all.sort_by_key(|search| search.name.to_lowercase());
                    });
                    focus.move_to(button);
                }
                Err(refusal) => {
                    let _ = self.refused.try_set(Some(refusal));
                }
            }
        });
    }

    fn delete(self) {
        self.busy.set(true);
        let (id, focus) = (self.id(), FocusAtSending::new());
        spawn_local(async move {
            let answer = delete_saved_search(id.clone()).await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(()) => {
                    self.done(&id);
                    self.change(|all| all.retain(|search| search.id != id));
                    focus.move_to("#saved-done");
                }
                Err(refusal) => {
                    let _ = self.refused.try_set(Some(refusal));
                }
            }
        });
    }
}

/// The search as the list has it: its row stays when that is loaded again.
fn as_loaded(list: List, search: SavedSearch) -> Memo<SavedSearch> {
    Memo::new(move |_| {
        let found = |all: &Vec<SavedSearch>| all.iter().find(|it| it.id == search.id).cloned();
        list.saved.with(|all| all.as_ref().and_then(found)).unwrap_or_else(|| search.clone())
    })
}

#[component]
pub(super) fn Row(list: List, search: SavedSearch, doing: RwSignal<Option<(String, Doing)>>) -> impl IntoView {
    let state = State {
        list,
        search: as_loaded(list, search),
        doing,
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
    };
    let content = move || match state.doing() {
        None => shown(state),
        Some(Doing::Rename) => view! { <Rename state=state/> }.into_any(),
        Some(Doing::Delete) => view! { <Delete state=state/> }.into_any(),
    };
    view! { <li class="saved-row">{move || content()}</li> }
}

fn shown(state: State) -> AnyView {
    let (name, query) = state.search.with(|search| (search.name.clone(), told(&search.query)));
    let permission = state.list.permission;
    let button = |doing: Doing, icon: &'static str, word: &'static str, id: Option<String>| {
        view! {
            <button
                type="button"
                id=id
                class="button button-small"
                aria-label=format!("{word} {name}")
                aria-disabled=move || (!permission.may_edit.get()).then_some("true")
                title=move || permission.reason.get()
                on:click=move |_| state.begin(doing)
            >
                <Icon name=icon/>
                {word}
            </button>
        }
        .into_any()
    };
    let rename = button(Doing::Rename, "edit", "Rename", Some(format!("rename-{}", state.id())));
    let delete = button(Doing::Delete, "trash", "Delete", None);
    view! {
        <div class="saved-what"><strong dir="auto">{name.clone()}</strong>{query}</div>
        <div class="saved-actions">{rename}{delete}</div>
    }
    .into_any()
}

#[component]
fn Rename(state: State) -> impl IntoView {
    let name = RwSignal::new(state.search.with_untracked(|search| search.name.clone()));
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        if !state.busy.get_untracked() {
            state.rename(name.get_untracked());
        }
    };
    let error = Signal::derive(move || {
        let refused = state.refused.read();
        refused.as_ref().map(|refusal| refusal.field("name").unwrap_or(&refusal.message).to_owned())
    });
    view! {
        <form class="saved-what" novalidate on:submit=submitted>
            <TextField label="Name" name="saved-name" value=name error=error required=true/>
            <div class="saved-actions">
                <button type="button" class="button" on:click=move |_| state.end()>"Cancel"</button>
                <button type="submit" class="button button-primary">"Rename"</button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Delete(state: State) -> impl IntoView {
    let name = move || state.search.with(|search| search.name.clone());
    let error = Signal::derive(move || state.refused.read().as_ref().map(|refusal| refusal.message.clone()));
    let delete = move |_| {
        if !state.busy.get_untracked() {
            state.delete();
        }
    };
    view! {
        <div class="saved-what">
            <p>"Delete "<strong dir="auto">{name}</strong>" for all administrators? The users that it finds stay."</p>
            <FormError error=error/>
            <div class="saved-actions">
                <button type="button" id="saved-keep" class="button" on:click=move |_| state.end()>"Cancel"</button>
                <button type="button" class="button button-danger" on:click=delete>"Yes, Delete It"</button>
            </div>
        </div>
    }
    .into_any()
}
