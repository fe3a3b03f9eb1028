//! Where an open menu is drawn.

use leptos::ev::PointerEvent;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlButtonElement, HtmlDivElement, HtmlElement, Node};

use crate::components::tip::{move_to, window_size};

const GAP: f64 = 4.0;

/// Shows the list below its button and in line with its right end, flipped where there is no room.
pub(super) fn show(list: &HtmlElement, trigger: &Element) {
    let _ = list.show_popover();
    let (width, height) = window_size();
    let (button, size) = (trigger.get_bounding_client_rect(), list.get_bounding_client_rect());
    let left = if button.right() - size.width() >= GAP { button.right() - size.width() } else { button.left() };
    let below = button.bottom() + GAP;
    let above = button.top() - GAP - size.height();
    let top = if below + size.height() <= height || above < GAP { below } else { above };
    move_to(list, left.min(width - size.width() - GAP).max(GAP), top);
}

/// Whether a press is neither in the list nor on its button.
pub(super) fn is_outside(
    event: &PointerEvent,
    list: Option<HtmlDivElement>,
    trigger: Option<HtmlButtonElement>,
) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Node>().ok()) else { return true };
    let in_list = list.is_some_and(|list| list.contains(Some(&target)));
    let on_trigger = trigger.is_some_and(|trigger| trigger.contains(Some(&target)));
    !in_list && !on_trigger
}
