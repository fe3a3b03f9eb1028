//! Connections: where users come from.

mod applications;
mod connection;
mod create;
mod current;
mod settings;
mod table;

use leptos::prelude::*;
use leptos_meta::Title;

use self::create::CreateConnection;
use self::table::answer_view;
use crate::components::{Icon, Number, SkeletonRows, use_settings_permission};
use crate::first_html::Loaded;
use crate::functions::connections::list_connections;

pub use self::applications::ConnectionApplications;
pub use self::connection::ConnectionPage;
pub use self::settings::ConnectionSettings;

/// The address of a connection's page.
fn connection_path(id: &str) -> String {
    format!("/connections/{}", crate::paths::encode(id))
}

/// Every connection of the tenant.
#[component]
pub fn ConnectionsPage() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_connections(), false);
    let creating = RwSignal::new(false);
    let count = move || {
        let known = loaded.get()?.ok()?;
        i64::try_from(known.len())
            .ok()
            .map(|count| view! { <span class="page-count"><Number value=count/></span> }.into_any())
    };
    view! {
        <Title text="Connections · Roster"/>
        <section class="page">
            <header class="page-head">
                <h1>"Connections "<Suspense>{move || count()}</Suspense></h1>
                <div class="page-actions"><CreateButton creating=creating/></div>
            </header>
            <p class="page-note">
                "A connection keeps users and decides how they log in. Each application chooses which connections its users \
                 come from."
            </p>
            <Suspense fallback=|| view! { <Loading/> }>
                {move || loaded.get().map(|answer| answer_view(answer, move || loaded.refetch()))}
            </Suspense>
        </section>
        <CreateConnection open=creating/>
    }
    .into_any()
}

#[component]
fn CreateButton(creating: RwSignal<bool>) -> impl IntoView {
    let permission = use_settings_permission();
    view! {
        <button
            type="button"
            class="button button-primary"
            aria-haspopup="dialog"
            aria-disabled=move || (!permission.may_edit.get()).then_some("true")
            title=move || permission.reason.get()
            on:click=move |_| {
                if permission.may_edit.get_untracked() {
                    creating.set(true);
                }
            }
        >
            <Icon name="plus"/>
            "Create Connection"
        </button>
    }
    .into_any()
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="table-box">
            <span class="visually-hidden" role="status">"Loading connections"</span>
            <table class="table table-loading"><tbody><SkeletonRows rows=3 columns=4/></tbody></table>
        </div>
    }
    .into_any()
}
