//! What stands around every page: navigation, top bar, palette, shortcuts.

mod account;
mod keys;
mod navigation;
mod palette;
mod shortcuts;
mod theme;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use account::AccountMenu;
use navigation::Navigation;
use palette::Palette;
use shortcuts::Shortcuts;
use theme::ThemeMenu;

use crate::components::{Icon, use_now, use_viewer};
use crate::effect::effect;

/// What can be opened from anywhere.
#[derive(Clone, Copy)]
struct Overlays {
    palette: RwSignal<bool>,
    shortcuts: RwSignal<bool>,
    navigation: RwSignal<bool>,
}

/// The frame, and a page in it.
#[component]
pub(crate) fn Frame(children: Children) -> impl IntoView {
    let overlays =
        Overlays { palette: RwSignal::new(false), shortcuts: RwSignal::new(false), navigation: RwSignal::new(false) };
    provide_context(overlays);
    keys::listen(overlays);
    let path = use_location().pathname;
    effect(move || {
        path.track();
        overlays.navigation.set(false);
    });
    view! {
        <a class="skip-link" href="#main" rel="external">"Skip to the page"</a>
        <div class="frame" class:navigation-open=move || overlays.navigation.get()>
            <Navigation/>
            <div class="frame-column">
                <TopBar overlays=overlays/>
                <main id="main" class="main" tabindex="-1">{children()}</main>
            </div>
        </div>
        <Palette open=overlays.palette/>
        <Shortcuts open=overlays.shortcuts/>
    }
}

#[component]
fn TopBar(overlays: Overlays) -> impl IntoView {
    let viewer = use_viewer();
    let now = use_now();
    let tenant = move || viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.tenant.clone()));
    view! {
        <header class="topbar">
            <button
                type="button"
                class="icon-button topbar-navigation"
                aria-label="Navigation"
                aria-controls="navigation"
                aria-expanded=move || if overlays.navigation.get() { "true" } else { "false" }
                on:click=move |_| overlays.navigation.update(|open| *open = !*open)
            >
                <Icon name="menu"/>
            </button>
            <button
                type="button"
                class="jump"
                aria-haspopup="dialog"
                aria-label="Jump to a user or page"
                on:click=move |_| overlays.palette.set(true)
            >
                <Icon name="search"/>
                <span class="jump-text">"Jump to a user or page"</span>
                <kbd class="jump-keys" aria-hidden="true">{move || keys::palette_keys(now)}</kbd>
            </button>
            <div class="topbar-right">
                <span class="tenant" title="Tenant"><Icon name="building"/><span>{move || tenant()}</span></span>
                <ThemeMenu/>
                <AccountMenu overlays=overlays/>
            </div>
        </header>
    }
}
