//! Keys that work everywhere.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use model::Timestamp;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::Overlays;
use crate::components::use_tips;
use crate::effect::effect;

/// `/` to the search, Ctrl/⌘-K to the palette, `?` to the help.
pub(super) fn listen(overlays: Overlays) {
    let tips = use_tips();
    effect(move || {
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                tips.hide();
            }
            pressed(&event, overlays);
        });
        on_cleanup(move || keys.remove());
    });
}

fn pressed(event: &KeyboardEvent, overlays: Overlays) {
    let has_modifier = event.ctrl_key() || event.meta_key();
    if has_modifier && !event.shift_key() && !event.alt_key() && event.key().eq_ignore_ascii_case("k") {
        event.prevent_default();
        if overlays.palette.get_untracked() || !is_dialog_open() {
            overlays.palette.update(|open| *open = !*open);
        }
        return;
    }
    if has_modifier || event.alt_key() || event.default_prevented() || is_typing(event) || is_dialog_open() {
        return;
    }
    match event.key().as_str() {
        "?" => {
            event.prevent_default();
            overlays.shortcuts.set(true);
        }
        "/" => {
            event.prevent_default();
            focus_search(overlays);
        }
        _ => {}
    }
}

/// The page's own search where it has one, else the palette.
fn focus_search(overlays: Overlays) {
    let field = document().query_selector("[data-search]").ok().flatten();
    match field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        Some(field) => {
            let _ = field.focus();
            field.select();
        }
        None => overlays.palette.set(true),
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    matches!(target.tag_name().as_str(), "TEXTAREA" | "SELECT")
        || target
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| !matches!(input.type_().as_str(), "checkbox" | "radio"))
        || target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
}

fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// How the palette's keys are called on this machine; the server cannot know.
pub(super) fn palette_keys(now: Signal<Option<Timestamp>>) -> &'static str {
    // The present is known once the page is hydrated.
    if now.with(Option::is_none) { "Ctrl K" } else { command_keys() }
}

/// `⌘ K` on Apple's machines.
pub(super) fn command_keys() -> &'static str {
    let platform = window().navigator().platform().unwrap_or_default();
    if platform.starts_with("Mac") || platform.starts_with("iP") { "⌘ K" } else { "Ctrl K" }
}
