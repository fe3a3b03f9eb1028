//! Settings of the tenant: what its users see at login, the keys that its tokens are signed with, and where its log is sent to.

mod administrators;
mod keys;
mod log_streams;
mod tenant;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;

use crate::components::{Tab, Tabs};

pub use self::administrators::AdministratorsTab;
pub use self::keys::KeysTab;
pub use self::log_streams::LogStreamsTab;
pub use self::tenant::TenantTab;

/// The page that its tabs share.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let tab = |href: &str, label: &'static str| Tab { href: href.to_owned(), label };
    let tabs = vec![
        tab("/settings", "Tenant"),
        tab("/settings/administrators", "Administrators"),
        tab("/settings/keys", "Signing keys"),
        tab("/settings/log-streams", "Log streams"),
    ];
    view! {
        <Title text="Settings · Roster"/>
        <section class="page">
            <header class="page-head"><h1>"Settings"</h1></header>
            <Tabs tabs=tabs/>
            <Outlet/>
        </section>
    }
    .into_any()
}
