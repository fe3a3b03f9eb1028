//! What an administrator sees: compiled to WASM for the browser and into the server for the first HTML.
#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "`#[component]` makes its props `pub` however visible the component is")]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its props")]

mod assets;
mod chunks;
pub mod components;
mod curl;
mod effect;
mod first_html;
mod focus;
mod frame;
#[expect(missing_docs, reason = "`#[server]` makes a struct of the arguments; the functions are documented")]
pub mod functions;
#[cfg(feature = "ssr")]
pub mod hosted;
mod later;
pub mod pages;
mod paths;
mod preferences;
#[cfg(feature = "ssr")]
mod shell;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

pub use assets::{Assets, MapAssets};
#[cfg(feature = "hydrate")]
pub use chunks::load_shown;
pub use paths::{LastUsersUrl, user_path};
pub use preferences::{Preferences, Theme, use_preferences};
#[cfg(feature = "ssr")]
pub use shell::shell;

use chunks::{
    apis, applications, connections, devices, history, impersonations, jobs, locations, logs, mail, management_api,
    settings, user,
};
use components::{TipView, ToastList, provide_now, provide_tips, provide_toasts, provide_viewer};
use effect::effect;
use frame::Frame;
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
    pages::applications::provide_fresh_secret();
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
                    <Route path=path!("/apis") view=apis::ApisPage() ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/apis/:id") view=apis::ApiPage() ssr=SsrMode::Async>
                        <Route path=path!("") view=apis::ApiSettings() ssr=SsrMode::Async/>
                        <Route path=path!("permissions") view=apis::ApiPermissions() ssr=SsrMode::Async/>
                        <Route path=path!("machines") view=apis::ApiMachines() ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/applications") view=applications::ApplicationsPage() ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/applications/:id") view=applications::ApplicationPage() ssr=SsrMode::Async>
                        <Route path=path!("") view=applications::ApplicationSettings() ssr=SsrMode::Async/>
                        <Route path=path!("credentials") view=applications::ApplicationCredentials() ssr=SsrMode::Async/>
                        <Route path=path!("connections") view=applications::ApplicationConnections() ssr=SsrMode::Async/>
                        <Route path=path!("apis") view=applications::ApplicationApis() ssr=SsrMode::Async/>
                        <Route path=path!("quickstart") view=applications::ApplicationQuickstart() ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/connections") view=connections::ConnectionsPage() ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/connections/:id") view=connections::ConnectionPage() ssr=SsrMode::Async>
                        <Route path=path!("") view=connections::ConnectionSettings() ssr=SsrMode::Async/>
                        <Route path=path!("applications") view=connections::ConnectionApplications() ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/impersonations") view=impersonations::ImpersonationsPage() ssr=SsrMode::Async/>
                    <Route path=path!("/logs") view=logs::LogsPage() ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/mail") view=mail::MailPage() ssr=SsrMode::Async>
                        <Route path=path!("") view=mail::Outbox() ssr=SsrMode::Async/>
                        <Route path=path!("templates") view=mail::Templates() ssr=SsrMode::Async/>
                        <Route path=path!("settings") view=mail::Settings() ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/mail/templates/:kind") view=mail::TemplatePage() ssr=SsrMode::Async/>
                    <Route path=path!("/management-api") view=management_api::ManagementApiPage() ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/settings") view=settings::SettingsPage() ssr=SsrMode::Async>
                        <Route path=path!("") view=settings::TenantTab() ssr=SsrMode::Async/>
                        <Route path=path!("administrators") view=settings::AdministratorsTab() ssr=SsrMode::Async/>
                        <Route path=path!("keys") view=settings::KeysTab() ssr=SsrMode::Async/>
                        <Route path=path!("log-streams") view=settings::LogStreamsTab() ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/users") view=UsersPage ssr=SsrMode::Async/>
                    <Route path=path!("/users/import") view=jobs::ImportPage() ssr=SsrMode::Async/>
                    <Route path=path!("/users/export") view=jobs::ExportPage() ssr=SsrMode::Async/>
                    <Route path=path!("/users/jobs") view=jobs::JobsPage() ssr=SsrMode::Async/>
                    <Route path=path!("/users/jobs/:id") view=jobs::JobPage() ssr=SsrMode::Async/>
                    <ParentRoute path=path!("/users/:id") view=user::UserPage() ssr=SsrMode::Async>
                        <Route path=path!("") view=user::Details() ssr=SsrMode::Async/>
                        <Route path=path!("devices") view=devices::Devices() ssr=SsrMode::Async/>
                        <Route path=path!("history") view=history::History() ssr=SsrMode::Async/>
                        <Route path=path!("locations") view=locations::Locations() ssr=SsrMode::Async/>
                        <Route path=path!("raw-json") view=user::RawJson() ssr=SsrMode::Async/>
                    </ParentRoute>
                </Routes>
            </Frame>
        </Router>
        <ToastList/>
        <TipView/>
    }
}
