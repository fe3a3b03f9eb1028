//! One tooltip for the whole page: it is drawn above everything and never clipped by a table.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::effect::effect;

const GAP: f64 = 6.0;

#[derive(Clone, Debug, PartialEq)]
struct Tip {
    text: String,
    left: f64,
    top: f64,
    bottom: f64,
}

/// Shows and hides the tooltip.
#[derive(Clone, Copy, Debug)]
pub struct Tips(RwSignal<Option<Tip>>);

impl Tips {
    /// Shows `text` beside `element`.
    pub fn show_at(self, element: &HtmlElement, text: String) {
        let place = element.get_bounding_client_rect();
        let _ = element.set_attribute("aria-describedby", "tip");
        self.0.set(Some(Tip { text, left: place.left(), top: place.top(), bottom: place.bottom() }));
    }

    /// Hides it.
    pub fn hide(self) {
        if self.0.with_untracked(Option::is_some) {
            self.0.set(None);
        }
    }
}

/// Makes the tooltip known to all components.
pub fn provide_tips() {
    provide_context(Tips(RwSignal::new(None)));
}

/// The page's tooltip.
pub fn use_tips() -> Tips {
    use_context::<Tips>().unwrap_or_else(|| Tips(RwSignal::new(None)))
}

/// Where the tooltip is drawn; once a page.
#[component]
pub fn TipView() -> impl IntoView {
    let tips = use_tips();
    let node = NodeRef::<Div>::new();
    effect(move || {
        let Some(element) = node.get() else { return };
        match tips.0.get() {
            None => {
                let _ = element.hide_popover();
            }
            Some(tip) => {
                element.set_text_content(Some(&tip.text));
                let _ = element.show_popover();
                place(&element, &tip);
            }
        }
    });
    view! { <div id="tip" class="tip" role="tooltip" popover="manual" node_ref=node></div> }
}

/// Below the element, or above it where there is no room.
fn place(element: &HtmlElement, tip: &Tip) {
    let size = element.get_bounding_client_rect();
    let (width, height) = window_size();
    let below = tip.bottom + GAP;
    let top = if below + size.height() > height { tip.top - GAP - size.height() } else { below };
    let left = tip.left.min(width - size.width() - GAP).max(GAP);
    move_to(element, left, top);
}

/// The inner size of the window.
pub(super) fn window_size() -> (f64, f64) {
    let number = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|v| v.as_f64()).unwrap_or_default();
    (number(window().inner_width()), number(window().inner_height()))
}

/// Whole pixels: they are sharp, and writing fractions would cost 14 kB of WASM.
#[expect(clippy::cast_possible_truncation, reason = "no screen is that wide")]
fn pixels(length: f64) -> String {
    format!("{}px", length as i32)
}

/// Moves a fixed element through the CSSOM, which the content security policy allows.
pub(super) fn move_to(element: &HtmlElement, left: f64, top: f64) {
    let style = element.style();
    let _ = style.set_property("left", &pixels(left));
    let _ = style.set_property("top", &pixels(top));
}
