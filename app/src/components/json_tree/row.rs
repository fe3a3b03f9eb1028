//! One row of the tree.

use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

use super::document::{Place, Shape};
use super::keys;
use super::rows::{Row, STEP};
use super::state::{JsonTreeState, MAX_TEXT};

/// The id of `row` in the page.
pub(super) fn dom_id(tree: &str, row: Row) -> String {
    match row {
        Row::Node(id) => format!("{tree}-{id}"),
        Row::Earlier { of, .. } => format!("{tree}-{of}-earlier"),
        Row::Later { of, .. } => format!("{tree}-{of}-later"),
    }
}

/// One row; a click makes it active and opens or closes it.
#[component]
pub(super) fn TreeRow(state: JsonTreeState, row: Row) -> impl IntoView {
    let is_active = Memo::new(move |_| state.active.get() == row);
    let (part, depth_below) = match row {
        Row::Node(id) => (id, 0),
        Row::Earlier { of, .. } | Row::Later { of, .. } => (of, 1),
    };
    let (depth, position, siblings) = state.document.with_value(|document| {
        let node = document.node(part);
        let siblings = node.parent.map_or(1, |parent| document.node(parent).shape.size());
        (node.depth + depth_below, node.position + 1, siblings)
    });
    let can_open = matches!(row, Row::Node(id) if state.can_open(id));
    let expanded = move || can_open.then(|| if state.is_open(part) { "true" } else { "false" });
    view! {
        <div
            role="treeitem"
            id=dom_id(state.id, row)
            class=format!("json-row json-depth-{}", depth.min(20))
            class:is-more=depth_below == 1
            {..custom_attribute("aria-level", depth + 1)}
            aria-setsize=(depth_below == 0).then_some(siblings)
            aria-posinset=(depth_below == 0).then_some(position)
            aria-expanded=expanded
            aria-selected=move || if is_active.get() { "true" } else { "false" }
            tabindex=move || if is_active.get() { "0" } else { "-1" }
            on:click=move |_| keys::press(state, row)
        >
            {match row {
                Row::Node(id) => part_of_row(state, id),
                Row::Earlier { hidden, .. } => more(hidden, "earlier"),
                Row::Later { hidden, .. } => more(hidden, "more"),
            }}
        </div>
    }
    .into_any()
}

fn more(hidden: usize, which: &'static str) -> AnyView {
    view! { <span class="json-more">{format!("Show {} {which} of {hidden}", hidden.min(STEP))}</span> }.into_any()
}

fn part_of_row(state: JsonTreeState, id: usize) -> AnyView {
    let (key, index, shape, text) = state.document.with_value(|document| {
        let node = document.node(id);
        let (key, index) = match &node.place {
            Place::Root => (None, None),
            Place::Key(key) => (Some(key.clone()), None),
            Place::Index(index) => (None, Some(*index)),
        };
        (key, index, node.shape, node.text.clone())
    });
    view! {
        <span class="json-twist" aria-hidden="true"></span>
        {key.map(|key| view! { <span class="json-key"><bdi>{marked(state, key)}</bdi></span> }.into_any())}
        {index.map(|index| view! { <span class="json-index">{index}</span> }.into_any())}
        {match shape {
            Shape::Object(size) => summary("{", size, "}"),
            Shape::Array(size) => summary("[", size, "]"),
            Shape::Text => scalar(state, id, "json-text", text),
            Shape::Number => scalar(state, id, "json-number", text),
            Shape::Word => scalar(state, id, "json-word", text),
        }}
    }
    .into_any()
}

fn summary(open: &'static str, size: usize, close: &'static str) -> AnyView {
    view! { <span class="json-summary">{format!("{open}{size}{close}")}</span> }.into_any()
}

fn scalar(state: JsonTreeState, id: usize, class: &'static str, text: String) -> AnyView {
    if text.len() <= MAX_TEXT {
        return view! { <span class=class><bdi>{marked(state, text)}</bdi></span> }.into_any();
    }
    let start: String = text.chars().take(MAX_TEXT).collect();
    let length = text.chars().count();
    let is_open = Memo::new(move |_| state.is_open(id));
    view! {
        <span class=class>
            {move || {
                let shown = if is_open.get() { text.clone() } else { start.clone() };
                view! { <bdi>{marked(state, shown)}</bdi> }.into_any()
            }}
        </span>
        <span class="json-more">
            {move || {
                if is_open.get() { "show less".to_owned() } else { format!("… show all {length} characters") }
            }}
        </span>
    }
    .into_any()
}

/// `text` with what is searched for marked in it.
fn marked(state: JsonTreeState, text: String) -> AnyView {
    let pieces = move || -> Vec<AnyView> {
        let piece = |(is_hit, piece): (bool, &str)| {
            let piece = piece.to_owned();
            if is_hit { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() }
        };
        state.needle.read().cut(&text).into_iter().map(piece).collect()
    };
    view! { {move || pieces()} }.into_any()
}
