//! The page of one connection: its head, and the tabs.

mod delete;
mod head;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use model::{Connection, FailureKind};

use self::head::{BackToConnections, Head};
use super::connection_path;
use super::current::{CurrentConnection, provide_connection};
use crate::components::{EmptyState, ErrorState, SkeletonText, Tab, Tabs};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::connections::get_connection;

/// A connection's page. Its tabs are routes of their own and share what is loaded here.
#[component]
pub fn ConnectionPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let loaded = Loaded::new_with_options(move || id.get(), get_connection, true);
    let shown = move |answer: Answer<Connection>| match answer {
        Ok(connection) => view! { <Found current=provide_connection(connection)/> }.into_any(),
        Err(refusal) if refusal.kind == FailureKind::NotFound => view! { <NotFound/> }.into_any(),
        Err(refusal) => view! {
            <BackToConnections/>
            <ErrorState failure=refusal retry=move |()| loaded.refetch()/>
        }
        .into_any(),
    };
    view! {
        <div class="page">
            <Suspense fallback=|| view! { <Loading/> }>{move || loaded.get().map(shown)}</Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Found(current: CurrentConnection) -> impl IntoView {
    let base = connection_path(&current.id());
    let tabs = vec![
        Tab { href: base.clone(), label: "Settings" },
        Tab { href: format!("{base}/applications"), label: "Applications" },
    ];
    view! {
        <Title text=format!("{} · Roster", current.name())/>
        <Head current=current/>
        <Tabs tabs=tabs/>
        <Outlet/>
    }
    .into_any()
}

#[component]
fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="No such connection · Roster"/>
        <BackToConnections/>
        <EmptyState
            is_page=true
            icon="database"
            title="There is no such connection"
            text="It may have been deleted, or the address is not complete."
        >
            <a class="button" href="/connections">"Show all connections"</a>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <BackToConnections/>
        <SkeletonText lines=8/>
    }
    .into_any()
}
