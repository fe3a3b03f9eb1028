//! The tab *Applications*: which of them use the connection.

mod row;

use leptos::prelude::*;
use model::ConnectionClient;

use self::row::Row;
use super::current::{CurrentConnection, use_connection};
use crate::components::{EmptyState, ErrorState, Icon, SkeletonText};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::connections::connection_clients;

/// Every application with a switch that takes effect at once.
#[component]
pub fn ConnectionApplications() -> impl IntoView {
    let current = use_connection();
    let loaded = Loaded::new_with_options(move || current.id(), connection_clients, false);
    let shown = move |answer: Answer<Vec<ConnectionClient>>| match answer {
        Ok(clients) if clients.is_empty() => view! {
            <EmptyState
                icon="device"
                title="No applications yet"
                text="Users log in to applications. As soon as there is one, it can be switched on here."
            />
        }
        .into_any(),
        Ok(clients) => view! { <List current=current clients=clients/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <section class="connection-applications">
            <Unused current=current/>
            <Suspense fallback=|| view! { <SkeletonText lines=4/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}

/// Says what it means that no application uses the connection.
#[component]
fn Unused(current: CurrentConnection) -> impl IntoView {
    let is_unused = Memo::new(move |_| current.connection.with(|connection| connection.applications == 0));
    let note = move || {
        is_unused.get().then(|| {
            view! {
                <p class="notice notice-warning">
                    <Icon name="alert"/>
                    <span>
                        "No application uses this connection: nobody can log in with it, sign up or be created on it. Its users \
                         stay as they are."
                    </span>
                </p>
            }
            .into_any()
        })
    };
    view! { <div role="status">{move || note()}</div> }.into_any()
}

#[component]
fn List(current: CurrentConnection, clients: Vec<ConnectionClient>) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let rows = clients
        .into_iter()
        .map(|client| view! { <Row current=current client=client filter=filter/> }.into_any())
        .collect_view();
    let found = move || filter.with(|filter| !filter.trim().is_empty()).then_some("Filtered by name, id and kind");
    view! {
        <div class="toolbar">
            <div class="search">
                <Icon name="search"/>
                <input
                    class="input"
                    type="text"
                    inputmode="search"
                    data-search="true"
                    aria-label="Filter applications"
                    placeholder="Filter by name, id or kind"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || filter.get()
                    on:input=move |event| filter.set(event_target_value(&event))
                />
            </div>
            <p class="visually-hidden" role="status">{found}</p>
        </div>
        <ul class="switch-list card" aria-label="Applications">{rows}</ul>
    }
    .into_any()
}
