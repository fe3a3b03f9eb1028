//! The operations by noun, and the box that filters them.

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::document::{Document, Group, Operation};
use super::operation_path;
use crate::components::Icon;

/// What the filter leaves, by id; all where nothing is asked for.
type Matches = Memo<Option<HashSet<String>>>;

/// A link for each operation. The groups are closed until one is asked for.
#[component]
pub(super) fn List(document: Arc<Document>, chosen: Memo<Option<String>>) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let all = document.operations().count();
    let matches = matches_of(document.clone(), filter);
    let groups = document.groups.iter().map(|group| view_of(group, chosen, matches)).collect_view();
    let count = move || matches.with(|matches| matches.as_ref().map_or(all, HashSet::len));
    let words = move || match count() {
        0 => "No operation matches".to_owned(),
        found if found == all => format!("{all} operations"),
        found => format!("{found} of {all} operations"),
    };
    view! {
        <nav class="card api-list" aria-label="Operations">
            <div class="search">
                <Icon name="search"/>
                <input
                    type="search"
                    data-search="true"
                    class="input"
                    aria-label="Filter operations"
                    placeholder="Path, words or scope"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                />
            </div>
            <p class="api-count" role="status">{words}</p>
            <div class="api-groups">{groups}</div>
        </nav>
    }
    .into_any()
}

fn matches_of(document: Arc<Document>, filter: RwSignal<String>) -> Matches {
    Memo::new(move |_| {
        let text = filter.read().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let found = |it: &&Operation| it.matches(&words);
        (!words.is_empty()).then(|| document.operations().filter(found).map(|it| it.id.clone()).collect())
    })
}

fn view_of(group: &Group, chosen: Memo<Option<String>>, matches: Matches) -> AnyView {
    let ids: Arc<[String]> = group.operations.iter().map(|it| it.id.clone()).collect();
    let (shown, of_chosen) = (ids.clone(), ids);
    let count = group.operations.len();
    let is_hidden =
        move || matches.with(|matches| matches.as_ref().is_some_and(|them| !shown.iter().any(|id| them.contains(id))));
    let is_open = move || {
        let has_chosen = chosen.with(|id| id.as_ref().is_some_and(|id| of_chosen.contains(id)));
        has_chosen || matches.with(Option::is_some)
    };
    let links = group.operations.iter().map(|it| link(it, chosen, matches)).collect_view();
    view! {
        <details class="api-group" hidden=is_hidden open=is_open>
            <summary>
                <span>{group.name.clone()}</span>
                <span class="api-number">{count}</span>
            </summary>
            <ul>{links}</ul>
        </details>
    }
    .into_any()
}

fn link(operation: &Operation, chosen: Memo<Option<String>>, matches: Matches) -> AnyView {
    let (shown, current) = (operation.id.clone(), operation.id.clone());
    let is_hidden = move || matches.with(|matches| matches.as_ref().is_some_and(|them| !them.contains(&shown)));
    let is_current = move || chosen.with(|id| id.as_ref() == Some(&current));
    view! {
        <li hidden=is_hidden>
            <a class="api-link" href=operation_path(&operation.id) aria-current=move || is_current().then_some("page")>
                <Method name=operation.method.clone()/>
                <span class="api-link-text">
                    <span>{operation.summary.clone()}</span>
                    <code>{operation.template.clone()}</code>
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// `GET` and the like.
#[component]
pub(super) fn Method(name: String) -> impl IntoView {
    let tone = match name.as_str() {
        "POST" => "api-method badge-good",
        "PUT" | "PATCH" => "api-method badge-warning",
        "DELETE" => "api-method badge-danger",
        _ => "api-method",
    };
    view! { <span class=tone>{name}</span> }.into_any()
}
