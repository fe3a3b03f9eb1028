//! Moving in the tree by keys, as the tree pattern of the ARIA practices describes it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::row::dom_id;
use super::rows::Row;
use super::state::JsonTreeState;
use crate::focus::focus_when_drawn;

/// Does what the key asks for.
pub(super) fn on_keydown(state: JsonTreeState, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let row = state.active.get_untracked();
    let target = match event.key().as_str() {
        "ArrowDown" => beside(state, row, 1),
        "ArrowUp" => beside(state, row, -1),
        "Home" => state.rows.with_untracked(|rows| rows.first().copied()),
        "End" => state.rows.with_untracked(|rows| rows.last().copied()),
        "ArrowRight" => inwards(state, row),
        "ArrowLeft" => outwards(state, row),
        "Enter" | " " => Some(state.press(row)),
        _ => return,
    };
    event.prevent_default();
    if let Some(target) = target {
        state.active.set(target);
        move_focus(state, target);
    }
}

/// Opens or closes `row`, and leaves the focus at the row that is active then.
pub(super) fn press(state: JsonTreeState, row: Row) {
    let active = state.press(row);
    state.active.set(active);
    move_focus(state, active);
}

fn beside(state: JsonTreeState, row: Row, step: isize) -> Option<Row> {
    state.rows.with_untracked(|rows| {
        let at = rows.iter().position(|other| *other == row)?;
        rows.get(at.checked_add_signed(step)?).copied()
    })
}

/// Opens a closed part, goes into an open one.
fn inwards(state: JsonTreeState, row: Row) -> Option<Row> {
    let Row::Node(id) = row else { return None };
    if !state.can_open(id) {
        return None;
    }
    if !state.windows.with_untracked(|windows| windows[id].is_open()) {
        state.set_open(id, true);
        return Some(row);
    }
    let has_parts = state.document.with_value(|document| document.node(id).shape.size() > 0);
    if has_parts { beside(state, row, 1) } else { None }
}

/// Closes an open part, goes to the parent of a closed one.
fn outwards(state: JsonTreeState, row: Row) -> Option<Row> {
    let id = match row {
        Row::Node(id) => id,
        Row::Earlier { of, .. } | Row::Later { of, .. } => return Some(Row::Node(of)),
    };
    if state.can_open(id) && state.windows.with_untracked(|windows| windows[id].is_open()) {
        state.set_open(id, false);
        return Some(row);
    }
    state.document.with_value(|document| document.node(id).parent).map(Row::Node)
}

/// Moves the focus to `row`, which may only now be drawn.
fn move_focus(state: JsonTreeState, row: Row) {
    focus_when_drawn(format!("#{}", dom_id(state.id, row)));
}

/// Scrolls the tree so that `row` can be seen, and leaves the focus where it is.
pub(super) fn scroll_when_drawn(state: JsonTreeState, row: Row) {
    request_animation_frame(move || {
        let document = document();
        let (Some(tree), Some(element)) =
            (document.get_element_by_id(state.id), document.get_element_by_id(&dom_id(state.id, row)))
        else {
            return;
        };
        let (frame, place) = (tree.get_bounding_client_rect(), element.get_bounding_client_rect());
        let is_seen = place.top() >= frame.top() && place.bottom() <= frame.bottom();
        if !is_seen {
            let middle = place.top() - frame.top() - frame.height() / 2.0;
            tree.set_scroll_top(tree.scroll_top() + middle as i32);
        }
    });
}
