//! The browser's entry point.
// As deep as those of `app`.
#![recursion_limit = "256"]

/// Attaches the app to the HTML that the server sent, once all that it shows is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    // Without this a mistake of ours ends in "unreachable" and says nothing of where it was made.
    std::panic::set_hook(Box::new(|mistake| leptos::logging::error!("{mistake}")));
    app::load_shown().await;
    leptos::mount::hydrate_body(app::App);
}
