//! The page of one application: its head, and the tabs.

mod delete;
mod head;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use model::{Client, FailureKind};

use self::head::{BackToApplications, Head};
use super::application_path;
use super::current::{CurrentClient, provide_client};
use crate::components::{EmptyState, ErrorState, SkeletonText, Tab, Tabs};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::clients::get_client;

/// An application's page. Its tabs are routes of their own and share what is loaded here.
#[component]
pub fn ApplicationPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let loaded = Loaded::new_with_options(move || id.get(), get_client, true);
    let shown = move |answer: Answer<Client>| match answer {
        Ok(client) => view! { <Found current=provide_client(client)/> }.into_any(),
        Err(refusal) if refusal.kind == FailureKind::NotFound => view! { <NotFound/> }.into_any(),
        Err(refusal) => view! {
            <BackToApplications/>
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
fn Found(current: CurrentClient) -> impl IntoView {
    let base = application_path(&current.id());
    let tab = |path: &str, label| Tab { href: format!("{base}{path}"), label };
    let tabs = vec![
        tab("", "Settings"),
        tab("/credentials", "Credentials"),
        tab("/connections", "Connections"),
        tab("/apis", "APIs"),
        tab("/quickstart", "Quickstart"),
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
        <Title text="No such application · Roster"/>
        <BackToApplications/>
        <EmptyState
            is_page=true
            icon="device"
            title="There is no such application"
            text="It may have been deleted, or the address is not complete."
        >
            <a class="button" href="/applications">"Show all applications"</a>
        </EmptyState>
    }
    .into_any()
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <BackToApplications/>
        <SkeletonText lines=8/>
    }
    .into_any()
}
