//! The browser's entry point.
// As deep as those of `app`.
#![recursion_limit = "256"]

use leptos::prelude::{document, window};

/// Attaches the app to the HTML that the server sent, once all that it shows is loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    // Without this a mistake of ours ends in "unreachable" and says nothing of where it was made.
    std::panic::set_hook(Box::new(|mistake| leptos::logging::error!("{mistake}")));
    app::load_shown().await;
    if is_of_another_address() {
        // Nothing to attach to: somebody went back or forward while all this was loaded, and the HTML stayed.
        let _ = window().location().reload();
        return;
    }
    leptos::mount::hydrate_body(app::App);
}

/// Whether the HTML shows another page than the address bar names.
fn is_of_another_address() -> bool {
    let location = window().location();
    let now = location.pathname().and_then(|path| Ok(path + &location.search()?));
    let noted = document().document_element().and_then(|html| html.get_attribute("data-address"));
    matches!((now, noted), (Ok(now), Some(noted)) if now != noted)
}
