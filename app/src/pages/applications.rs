//! Applications: the clients that log users in, or call APIs on their own.

mod apis;
mod application;
mod connections;
mod create;
mod credentials;
mod current;
pub(crate) mod kinds;
mod quickstart;
mod settings;
mod table;

use leptos::prelude::*;
use leptos_meta::Title;
use model::ClientPage;

use self::create::CreateApplication;
use self::table::Table;
use crate::components::{EmptyState, ErrorState, Icon, SkeletonRows, use_permission};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::clients::list_clients;

pub use self::apis::ApplicationApis;
pub use self::application::ApplicationPage;
pub use self::connections::ApplicationConnections;
pub use self::credentials::ApplicationCredentials;
pub use self::current::provide_fresh_secret;
pub use self::quickstart::ApplicationQuickstart;
pub use self::settings::ApplicationSettings;

/// The address of an application's page.
fn application_path(id: &str) -> String {
    format!("/applications/{}", crate::paths::encode(id))
}

/// Every application of the tenant.
#[component]
pub fn ApplicationsPage() -> impl IntoView {
    let after = RwSignal::new(None::<String>);
    let loaded = Loaded::new_with_options(move || after.get(), list_clients, false);
    let creating = RwSignal::new(false);
    let shown = move |answer: Answer<ClientPage>| match answer {
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
        Ok(page) if page.clients.is_empty() => view! {
            <EmptyState
                icon="device"
                title="No applications yet"
                text="An application is whatever your users log in to, or a program that calls your APIs."
            />
        }
        .into_any(),
        Ok(page) => view! { <Table page=page after=after/> }.into_any(),
    };
    view! {
        <Title text="Applications · Roster"/>
        <section class="page">
            <header class="page-head">
                <h1>"Applications"</h1>
                <div class="page-actions"><CreateButton creating=creating/></div>
            </header>
            <p class="page-note">
                "Whatever your users log in to, and programs that call your APIs. All applications of a tenant share its users."
            </p>
            <Suspense fallback=|| view! { <Loading/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
        <CreateApplication open=creating/>
    }
    .into_any()
}

#[component]
fn CreateButton(creating: RwSignal<bool>) -> impl IntoView {
    let permission = use_permission();
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
            "Create Application"
        </button>
    }
    .into_any()
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="table-box">
            <span class="visually-hidden" role="status">"Loading applications"</span>
            <table class="table table-loading"><tbody><SkeletonRows rows=3 columns=3/></tbody></table>
        </div>
    }
    .into_any()
}
