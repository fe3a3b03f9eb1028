//! The browser's entry point.
// As deep as those of `app`.
#![recursion_limit = "256"]

/// Attaches the app to the HTML that the server sent.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}
