//! A JSON document as a tree to be opened, searched and copied from.

mod document;
mod keys;
mod row;
mod rows;
mod search;
mod search_box;
mod state;

use leptos::prelude::*;
use serde_json::Value;

pub use self::search_box::JsonSearch;
pub use self::state::JsonTreeState;

use self::row::TreeRow;
use self::rows::Row;
use crate::components::CopyButton;
use crate::effect::effect;

/// A tree. Only the rows that are open exist in the page, and of many children a hundred at a time: a large document
/// opens as fast as a small one.
#[component]
pub fn JsonTree(
    /// What it shows.
    state: JsonTreeState,
    /// What a screen reader calls it.
    label: &'static str,
) -> impl IntoView {
    let drop_hidden_row = move || {
        let rows = state.rows.read();
        // The row with the focus may have been closed away; then its nearest open parent takes its place.
        if !rows.contains(&state.active.get_untracked()) {
            let parents = |id| state.document.with_value(|document| document.lineage(id).collect::<Vec<_>>());
            let seen =
                parents(untrack(|| state.active_node())).into_iter().map(Row::Node).find(|row| rows.contains(row));
            state.active.set(seen.unwrap_or(Row::Node(0)));
        }
    };
    effect(drop_hidden_row);
    view! {
        <div
            role="tree"
            id=state.id
            class="json-tree"
            aria-label=label
            on:keydown=move |event| keys::on_keydown(state, &event)
        >
            <For each=move || state.rows.get() key=|row| *row let:row>
                <TreeRow state=state row=row/>
            </For>
        </div>
    }
    .into_any()
}

/// Says where the active part stands, and copies its path and its value.
#[component]
pub fn JsonPath(
    /// Of which tree.
    state: JsonTreeState,
) -> impl IntoView {
    let path = Signal::derive(move || {
        let id = state.active_node();
        state.document.with_value(|document| document.path(id))
    });
    let value = Signal::derive(move || {
        let id = state.active_node();
        state.document.with_value(|document| as_text(document.value(id)))
    });
    view! {
        <div class="json-path">
            <code class="json-path-text">
                {move || {
                    let path = path.get();
                    if path.is_empty() { "the whole document".to_owned() } else { path }
                }}
            </code>
            <CopyButton text=path label="Copy path" show_label=true/>
            <CopyButton text=value label="Copy value" show_label=true/>
        </div>
    }
    .into_any()
}

/// A text as it is, anything else as JSON.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => pretty(value),
    }
}

/// `text` as JSON writes it, and what cannot be seen in it escaped.
pub fn written(text: &str) -> String {
    document::written(text)
}

/// `value` as JSON with line breaks and indents.
pub fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
