//! What an administrator sees: compiled to WASM for the browser and into the server for the first HTML.
#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "`#[component]` makes its props `pub` however visible the component is")]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod assets;
pub mod components;
mod effect;
mod first_html;
mod frame;
#[expect(missing_docs, reason = "`#[server]` makes a struct of the arguments; the functions are documented")]
pub mod functions;
#[cfg(feature = "ssr")]
pub mod hosted;
pub mod pages;
mod paths;
mod preferences;
#[cfg(feature = "ssr")]
mod shell;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

pub use assets::Assets;
pub use paths::{LastUsersUrl, user_path};
pub use preferences::{Preferences, Theme, use_preferences};
#[cfg(feature = "ssr")]
pub use shell::shell;

use components::{TipView, ToastList, provide_now, provide_tips, provide_toasts, provide_viewer};
use effect::effect;
use frame::Frame;
use pages::user::{
    UserPage, details::Details, devices::Devices, history::History, locations::Locations, raw_json::RawJson,
};
use pages::{NotFound, UsersPage};

/// The dashboard: its frame, and the page that the address names.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    preferences::provide_preferences();
    provide_viewer();
    provide_now();
    provide_toasts();
    provide_tips();
    paths::provide_last_users_url();
    effect(move || {
        if let Some(body) = document().body() {
            let _ = body.set_attribute("data-hydrated", "true");
        }
    });
    view! {
        <Title text="Roster"/>
        <Router>
            <Frame>
                <Routes fallback=NotFound>
                    <Route path=path!("/users") view=UsersPage ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/users/:id") view=UserPage ssr=SsrMode::Async>
                        <Route path=path!("") view=Details ssr=SsrMode::Async/>
                        <Route path=path!("devices") view=Devices ssr=SsrMode::Async/>
                        <Route path=path!("history") view=History ssr=SsrMode::Async/>
                        <Route path=path!("locations") view=Locations ssr=SsrMode::Async/>
                        <Route path=path!("raw-json") view=RawJson ssr=SsrMode::Async/>
                    </ParentRoute>
                </Routes>
            </Frame>
        </Router>
        <ToastList/>
        <TipView/>
    }
}
