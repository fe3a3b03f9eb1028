//! Icons of the sprite.

use leptos::prelude::*;

use crate::assets::icon_link;

/// One icon; decoration beside a word or inside a control with a label.
#[component]
pub fn Icon(
    /// Its id in `public/icons.svg`.
    name: &'static str,
) -> impl IntoView {
    // As text: Leptos sets attributes of SVG elements anew while it hydrates, and a browser that is told the address of a
    // `use` fetches and builds it again. A page has some hundred icons.
    view! { <svg class="icon" aria-hidden="true" inner_html=format!("<use href=\"{}\"></use>", icon_link(name))></svg> }
}
