//! Many users at once: the bar below the rows.

mod dialog;
mod run;

use leptos::prelude::*;
use model::{BulkAction, UserCount};

use super::counts::count_text;
use super::list::List;
use crate::components::Icon;
pub(super) use dialog::BulkDialog;

/// What can be done with the selected rows. It is there only while some are.
#[component]
pub(super) fn SelectionBar(list: List) -> impl IntoView {
    let count = move || selected(list);
    let button = move |kind: BulkAction, icon: &'static str, class: &'static str| {
        let start = move |_| {
            if list.permission.may_edit.get_untracked() {
                list.bulk.set(Some(kind));
            }
        };
        view! {
            <button
                type="button"
                class=class
                aria-haspopup="dialog"
                aria-disabled=move || (!list.permission.may_edit.get()).then_some("true")
                title=move || list.permission.reason.get()
                on:click=start
            >
                <Icon name=icon/>
                {word(kind)}
            </button>
        }
    };
    view! {
        <Show when=move || !list.selection.is_empty()>
            <div class="selection" role="region" aria-label="Selected users">
                <p role="status">{move || format!("{} selected", count_words(count()))}</p>
                <div class="selection-actions">
                    {button(BulkAction::Block, "block", "button")}
                    {button(BulkAction::Unblock, "unblock", "button")}
                    {button(BulkAction::Delete, "trash", "button button-danger-quiet")}
                </div>
                <Everybody list=list/>
                <button type="button" class="button button-quiet" on:click=move |_| list.selection.clear()>"Clear selection"</button>
            </div>
        </Show>
    }
}

/// Offers to select all that match, where that is more than what is selected.
#[component]
fn Everybody(list: List) -> impl IntoView {
    let offer = move || {
        let matching = list.counts.matching()?;
        let chosen = i64::try_from(list.selection.ids.with(Vec::len)).unwrap_or(i64::MAX);
        (!list.selection.everybody.get() && (matching.count > chosen || matching.is_capped)).then_some(matching)
    };
    let button = move || {
        offer().map(|matching| {
            view! {
                <button type="button" class="button button-quiet" on:click=move |_| list.selection.everybody.set(true)>
                    {format!("Select all {} that match", count_text(matching))}
                </button>
            }
            .into_any()
        })
    };
    view! { {move || button()} }
}

/// How many are selected; none where counting stopped before the end or is not done.
fn selected(list: List) -> Option<UserCount> {
    if list.selection.everybody.get() {
        return list.counts.matching();
    }
    let count = i64::try_from(list.selection.ids.with(Vec::len)).unwrap_or(i64::MAX);
    Some(UserCount { count, is_capped: false })
}

fn count_words(count: Option<UserCount>) -> String {
    count.map_or_else(|| "All that match".to_owned(), count_text)
}

fn word(action: BulkAction) -> &'static str {
    match action {
        BulkAction::Block => "Block",
        BulkAction::Unblock => "Unblock",
        BulkAction::Delete => "Delete",
    }
}
