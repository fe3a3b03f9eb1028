//! The page of one API: its head, and the tabs.

mod delete;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use model::{FailureKind, ResourceServer};

use self::delete::DeleteApi;
use super::api_path;
use super::current::{CurrentApi, provide_api};
use crate::components::{CopyButton, EmptyState, ErrorState, Icon, Menu, MenuItem, SkeletonText, Tab, Tabs};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::resource_servers::get_resource_server;

/// An API's page. Its tabs are routes of their own and share what is loaded here.
#[component]
pub fn ApiPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let loaded = Loaded::new_with_options(move || id.get(), get_resource_server, true);
    let shown = move |answer: Answer<ResourceServer>| match answer {
        Ok(api) => view! { <Found current=provide_api(api)/> }.into_any(),
        Err(refusal) if refusal.kind == FailureKind::NotFound => view! { <NotFound/> }.into_any(),
        Err(refusal) => view! {
            <BackToApis/>
            <ErrorState failure=refusal retry=move |()| loaded.refetch()/>
        }
        .into_any(),
    };
    let loading = || {
        view! {
            <BackToApis/>
            <SkeletonText lines=8/>
        }
    };
    view! {
        <div class="page">
            <Suspense fallback=loading>{move || loaded.get().map(shown)}</Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn BackToApis() -> impl IntoView {
    view! {
        <a class="user-back" href="/apis">
            <Icon name="chevron-left"/>
            "APIs"
        </a>
    }
    .into_any()
}

#[component]
fn Found(current: CurrentApi) -> impl IntoView {
    let base = api_path(&current.id());
    let tabs = vec![
        Tab { href: base.clone(), label: "Settings" },
        Tab { href: format!("{base}/permissions"), label: "Permissions" },
        Tab { href: format!("{base}/machines"), label: "Machine applications" },
    ];
    let identifier = current.api.with_untracked(|api| api.identifier.clone());
    view! {
        <Title text=format!("{} · Roster", current.name())/>
        <BackToApis/>
        <header class="user-head">
            <span class="connection-mark"><Icon name="braces"/></span>
            <div class="user-head-text">
                <h1 class="user-name"><bdi>{move || current.api.with(|api| api.name.clone())}</bdi></h1>
                <p class="user-handles">
                    <span class="user-id"><code>{identifier.clone()}</code><CopyButton text=identifier label="Copy identifier"/></span>
                </p>
            </div>
            <div class="user-head-actions"><Actions current=current/></div>
        </header>
        <Tabs tabs=tabs/>
        <Outlet/>
    }
    .into_any()
}

#[component]
fn Actions(current: CurrentApi) -> impl IntoView {
    let deleting = RwSignal::new(false);
    let reason = current.reason();
    view! {
        <Menu label="Actions" icon="more" show_label=true>
            <MenuItem
                icon="trash"
                label="Delete API"
                danger=true
                disabled=Signal::derive(move || reason.with(Option::is_some))
                reason=reason
                on_select=move |()| deleting.set(true)
            />
        </Menu>
        <DeleteApi current=current open=deleting/>
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
        <Title text="No such API · Roster"/>
        <BackToApis/>
        <EmptyState
            is_page=true
            icon="braces"
            title="There is no such API"
            text="It may have been deleted, or the address is not complete."
        >
            <a class="button" href="/apis">"Show all APIs"</a>
        </EmptyState>
    }
    .into_any()
}
