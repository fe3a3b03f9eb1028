//! Moving the focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Gives the focus to the first that `selector` finds, once it is drawn.
pub(crate) fn focus_when_drawn(selector: impl Into<String>) {
    let selector = selector.into();
    request_animation_frame(move || focus(&selector));
}

/// The same at once.
pub(crate) fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// Where the focus was when a form was sent: who goes on to another field before the answer comes is left there.
pub(crate) struct FocusAtSending(Option<Element>);

impl FocusAtSending {
    pub(crate) fn new() -> Self {
        Self(document().active_element())
    }

    /// Does what [`focus_when_drawn`] does, unless somebody moved the focus meanwhile.
    pub(crate) fn move_to(self, selector: impl Into<String>) {
        let selector = selector.into();
        request_animation_frame(move || {
            if !self.was_moved() {
                focus(&selector);
            }
        });
    }

    /// A focus that was lost, for instance with what had it, is at the body.
    fn was_moved(&self) -> bool {
        let now = document().active_element();
        now != self.0 && now.is_some_and(|now| now.tag_name() != "BODY")
    }
}
