//! Dragging over the chart.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use super::bars::{Bar, bar_at};

/// What is being marked: where it began and where the pointer is, as parts of the width.
#[derive(Clone, Copy)]
pub(super) struct Drag {
    marked: RwSignal<Option<(f64, f64)>>,
}

impl Drag {
    pub(super) fn new() -> Self {
        Self { marked: RwSignal::new(None) }
    }

    pub(super) fn begin(self, event: &PointerEvent) {
        if event.button() != 0 {
            return;
        }
        let Some((place, part)) = part(event) else { return };
        // Without it the browser would mark text.
        event.prevent_default();
        let _ = place.set_pointer_capture(event.pointer_id());
        self.marked.set(Some((part, part)));
    }

    pub(super) fn go_on(self, event: &PointerEvent) {
        if let (Some((began, _)), Some((_, part))) = (self.marked.get_untracked(), part(event)) {
            self.marked.set(Some((began, part)));
        }
    }

    /// The bars from the first to the last that was marked.
    pub(super) fn end(self, event: &PointerEvent, bars: &[Bar]) -> Option<(Bar, Bar)> {
        self.go_on(event);
        let (one, other) = self.marked.get_untracked()?;
        self.marked.set(None);
        Some((*bar_at(bars, one.min(other))?, *bar_at(bars, one.max(other))?))
    }

    pub(super) fn cancel(self) {
        self.marked.set(None);
    }

    /// Whether something is being marked.
    pub(super) fn is_going_on(self) -> bool {
        self.marked.with(Option::is_some)
    }

    /// The part of the width that is marked: where it begins, and how wide it is, in thousandths.
    pub(super) fn shown(self) -> Option<(i32, i32)> {
        let (one, other) = self.marked.get()?;
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
        let thousandths = |part: f64| (part * 1000.0) as i32;
        let (from, until) = (thousandths(one.min(other)), thousandths(one.max(other)));
        Some((from, (until - from).max(1)))
    }
}

/// The element, and how far across it the pointer is.
fn part(event: &PointerEvent) -> Option<(Element, f64)> {
    let place: Element = event.current_target()?.unchecked_into();
    let rect = place.get_bounding_client_rect();
    let part = (f64::from(event.client_x()) - rect.left()) / rect.width().max(1.0);
    Some((place, part.clamp(0.0, 1.0)))
}
