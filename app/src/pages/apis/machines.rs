//! The tab *Machine applications*: who may call the API on its own.

use leptos::prelude::*;
use model::{Client, ClientGrant, ClientGrantQuery};

use super::current::use_api;
use super::grant_row::GrantRow;
use crate::components::{EmptyState, ErrorState, SkeletonText};
use crate::functions::Answer;
use crate::functions::client_grants::list_client_grants;
use crate::functions::clients::list_clients;
use crate::later::Later;

/// Each machine application with a switch and its scopes.
#[component]
pub fn ApiMachines() -> impl IntoView {
    let current = use_api();
    let audience = move || current.api.with_untracked(|api| api.identifier.clone());
    let loaded = Later::new(move || machines_of(audience()));
    let shown = move |answer: Answer<Vec<(Client, Option<ClientGrant>)>>| {
        match answer {
        Ok(clients) if clients.is_empty() => view! {
            <EmptyState
                icon="device"
                title="No machine applications yet"
                text="An application with the grant client_credentials can be allowed here. Create one under Applications."
            />
        }
        .into_any(),
        Ok(clients) => {
            let api = current.api.get_untracked();
            let rows = clients
                .into_iter()
                .map(|(client, grant)| {
                    let api = api.clone();
                    let (label, note, id) = (client.name, client.client_id.clone(), client.client_id);
                    view! { <GrantRow label=label note=note client_id=id api=api grant=grant/> }.into_any()
                })
                .collect_view();
            view! { <ul class="switch-list card" aria-label="Machine applications">{rows}</ul> }.into_any()
        }
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    }
    };
    view! {
        <section class="connection-applications">
            {move || loaded.get().map_or_else(|| view! { <SkeletonText lines=4/> }.into_any(), shown)}
        </section>
    }
    .into_any()
}

/// Each application that can call an API on its own, and what it may do at this one.
async fn machines_of(audience: String) -> Answer<Vec<(Client, Option<ClientGrant>)>> {
    let query = ClientGrantQuery { client_id: None, audience: Some(audience) };
    let grants = list_client_grants(query).await?;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = list_clients(after).await?;
        found.extend(page.clients.into_iter().filter(|client| client.has_grant("client_credentials")).map(|client| {
            let grant = grants.iter().find(|grant| grant.client_id == client.client_id).cloned();
            (client, grant)
        }));
        after = page.next;
        if after.is_none() {
            return Ok(found);
        }
    }
}
