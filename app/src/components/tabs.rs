//! Tabs that are routes.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::effect::effect;

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: &'static str,
}

/// A row of links, the present one marked.
#[component]
pub fn Tabs(
    /// The tabs in order.
    tabs: Vec<Tab>,
) -> impl IntoView {
    let path = use_location().pathname;
    let links = tabs
        .into_iter()
        .map(|Tab { href, label }| {
            let target = href.clone();
            let is_current = move || path.with(|path| same_path(path, &target));
            view! {
                <li>
                    <a class="tab" href=href aria-current=move || is_current().then_some("page")>{label}</a>
                </li>
            }
            .into_any()
        })
        .collect_view();
    let nav = NodeRef::<leptos::html::Nav>::new();
    effect(move || {
        path.track();
        // The mark moves to the new tab in the same turn.
        request_animation_frame(move || {
            // The page may have been left, and its tabs with it.
            if let Some(nav) = nav.try_get_untracked().flatten() {
                show_current(&nav);
            }
        });
    });
    view! {
        <nav class="tabs" aria-label="Sections" node_ref=nav>
            <ul>{links}</ul>
        </nav>
    }
}

/// Scrolls the row, and not the page, so that the present tab stands in its middle.
fn show_current(nav: &web_sys::HtmlElement) {
    let Ok(Some(tab)) = nav.query_selector("[aria-current]") else { return };
    let (row, tab) = (nav.get_bounding_client_rect(), tab.get_bounding_client_rect());
    let middle = |rect: &web_sys::DomRect| rect.left() + rect.width() / 2.0;
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    nav.set_scroll_left(nav.scroll_left() + (middle(&tab) - middle(&row)) as i32);
}

/// Browsers and links differ in how they escape `|`.
fn same_path(path: &str, href: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches('/').replace('|', "%7C").replace("%7c", "%7C");
    plain(path) == plain(href)
}

#[cfg(test)]
mod tests {
    use super::same_path;

    #[test]
    fn a_path_is_the_same_however_it_is_escaped() {
        assert!(same_path("/users/auth0%7C1/history/", "/users/auth0|1/history"));
        assert!(same_path("/users/auth0%7c1", "/users/auth0%7C1"));
        assert!(!same_path("/users/auth0%7C1/history", "/users/auth0%7C1"));
    }
}
