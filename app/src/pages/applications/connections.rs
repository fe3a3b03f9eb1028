//! The tab *Connections*: where the application's users come from.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Connection, ConnectionClient};

use super::current::{CurrentClient, use_client};
use crate::components::{EmptyState, ErrorState, SkeletonText, Switch, use_settings_permission, use_toasts};
use crate::functions::Answer;
use crate::functions::connections::{connection_clients, list_connections, set_connection_client};
use crate::later::Later;

/// Every connection with a switch that takes effect at once.
#[component]
pub fn ApplicationConnections() -> impl IntoView {
    let current = use_client();
    let loaded = Later::new(move || connections_of(current.id()));
    let shown = move |answer: Answer<Vec<(Connection, bool)>>| {
        match answer {
        Ok(connections) if connections.is_empty() => view! {
            <EmptyState icon="database" title="No connections yet" text="A connection keeps users. Create one under Connections."/>
        }
        .into_any(),
        Ok(connections) => {
            let rows = connections
                .into_iter()
                .map(|(connection, is_on)| view! { <Row current=current connection=connection is_on=is_on/> }.into_any())
                .collect_view();
            view! { <ul class="switch-list card" aria-label="Connections">{rows}</ul> }.into_any()
        }
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    }
    };
    view! {
        <section class="connection-applications">
            <p class="page-note">"Users of these connections can log in to this application. A change holds from the next request on."</p>
            {move || loaded.get().map_or_else(|| view! { <SkeletonText lines=4/> }.into_any(), shown)}
        </section>
    }
    .into_any()
}

/// Each connection, and whether the application uses it.
async fn connections_of(client: String) -> Answer<Vec<(Connection, bool)>> {
    let mut found = Vec::new();
    for connection in list_connections().await? {
        let clients: Vec<ConnectionClient> = connection_clients(connection.id.clone()).await?;
        let is_on = clients.iter().any(|one| one.client_id == client && one.enabled);
        found.push((connection, is_on));
    }
    Ok(found)
}

#[component]
fn Row(current: CurrentClient, connection: Connection, is_on: bool) -> impl IntoView {
    let (is_on, is_busy) = (RwSignal::new(is_on), RwSignal::new(false));
    let toasts = use_toasts();
    let permission = use_settings_permission();
    let (id, name) = (StoredValue::new(connection.id), connection.name.clone());
    let switch = move |enabled: bool| {
        is_busy.set(true);
        spawn_local(async move {
            let answer = set_connection_client(id.get_value(), current.id(), enabled).await;
            let _ = is_busy.try_set(false);
            match answer {
                Ok(connection) => {
                    let _ = is_on.try_set(enabled);
                    let word = if enabled { "uses" } else { "no longer uses" };
                    toasts.done(format!("{} {word} {}", current.name(), connection.name));
                }
                Err(refusal) => toasts.failed(refusal.message.clone()),
            }
        });
    };
    view! {
        <li class="switch-row">
            <span class="switch-text"><strong>{name.clone()}</strong></span>
            <Switch label=name is_on=is_on busy=is_busy reason=permission.reason on_switch=switch/>
        </li>
    }
    .into_any()
}
