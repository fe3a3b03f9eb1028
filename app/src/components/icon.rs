//! Icons of the sprite.

use leptos::prelude::*;

use crate::assets::icon_link;

/// One icon; decoration beside a word or inside a control with a label.
#[component]
pub fn Icon(
    /// Its id in `public/icons.svg`.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=icon_link(name)></use>
        </svg>
    }
}
