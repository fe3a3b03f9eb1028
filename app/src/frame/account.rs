//! Who is signed in, and signing out.

use leptos::prelude::*;

use super::Overlays;
use crate::components::{Avatar, Icon, use_viewer};
use crate::effect::effect;

/// A native disclosure, so that signing out works without JavaScript.
#[component]
pub(super) fn AccountMenu(overlays: Overlays) -> impl IntoView {
    let viewer = use_viewer();
    let node = NodeRef::<leptos::html::Details>::new();
    let close = move || {
        if let Some(details) = node.get_untracked() {
            details.set_open(false);
        }
    };
    effect(move || {
        let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
            use wasm_bindgen::JsCast;
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            if node.get_untracked().is_some_and(|details| !details.contains(target.as_ref())) {
                close();
            }
        });
        on_cleanup(move || outside.remove());
    });
    let email = viewer.with_untracked(|viewer| viewer.as_ref().map_or_else(String::new, |viewer| viewer.email.clone()));
    let role = viewer.with_untracked(|viewer| viewer.as_ref().map_or("", |viewer| viewer.role.as_str()));
    view! {
        <details class="account" node_ref=node on:keydown=move |event| {
            if event.key() == "Escape" {
                close();
                if let Some(summary) = node.get_untracked().and_then(|details| details.first_element_child()) {
                    use wasm_bindgen::JsCast;
                    let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
                }
            }
        }>
            <summary class="account-button" aria-label=format!("Account {email}")>
                <Avatar name=email.clone() id=email.clone()/>
                <span class="account-email">{email.clone()}</span>
                <Icon name="chevron-down"/>
            </summary>
            <div class="account-panel">
                <p class="account-who">
                    <strong>{email}</strong>
                    <span>"Role: " {role}</span>
                </p>
                <button type="button" class="menu-item" on:click=move |_| {
                    close();
                    overlays.shortcuts.set(true);
                }>
                    <Icon name="keyboard"/>
                    <span>"Keyboard shortcuts"</span>
                </button>
                <form method="post" action="/sign-out">
                    <button type="submit" class="menu-item">
                        <Icon name="log-out"/>
                        <span>"Sign out"</span>
                    </button>
                </form>
            </div>
        </details>
    }
}
