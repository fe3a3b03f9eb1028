//! The tab *Machine applications*: who may call the API on its own.

mod create;

use leptos::prelude::*;
use model::{Client, ClientGrant, ClientGrantQuery, ResourceServer};

use self::create::CreateMachine;
use super::current::{CurrentApi, use_api};
use super::grant_row::GrantRow;
use crate::components::{EmptyState, ErrorState, Icon, SkeletonText, use_permission, use_settings_permission};
use crate::functions::Answer;
use crate::functions::client_grants::list_client_grants;
use crate::functions::clients::list_clients;
use crate::functions::tenant::get_issuer;
use crate::later::Later;

/// The issuer, and each application that can call an API on its own, with what it may do at this one.
#[derive(Clone)]
struct Machines {
    issuer: String,
    clients: Vec<(Client, Option<ClientGrant>)>,
}

/// Each machine application with a switch and its scopes.
#[component]
pub fn ApiMachines() -> impl IntoView {
    let current = use_api();
    let audience = move || current.api.with_untracked(|api| api.identifier.clone());
    let loaded = Later::new(move || machines_of(audience()));
    let shown = move |answer: Answer<Machines>| match answer {
        Ok(machines) => list_view(&current.api.get_untracked(), machines),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    // Drawn once: the list may be loaded again behind the open dialog, which keeps what was typed, and the button that gets
    // the focus back.
    let issuer = Memo::new(move |known: Option<&Option<String>>| match known {
        Some(Some(known)) => Some(known.clone()),
        _ => loaded.get()?.ok().map(|machines| machines.issuer),
    });
    let create =
        move || issuer.get().map(|issuer| view! { <Create current=current issuer=issuer loaded=loaded/> }.into_any());
    view! {
        <section class="connection-applications">
            {create}
            {move || loaded.get().map_or_else(|| view! { <SkeletonText lines=4/> }.into_any(), shown)}
        </section>
    }
    .into_any()
}

fn list_view(api: &ResourceServer, machines: Machines) -> AnyView {
    let Machines { issuer, clients } = machines;
    if clients.is_empty() {
        return view! {
            <EmptyState
                icon="device"
                title="No machine applications yet"
                text="A program that calls this API on its own: it gets tokens with the grant client_credentials."
            />
        }
        .into_any();
    }
    let row = |(client, grant): (Client, Option<ClientGrant>)| {
        let (api, issuer, method) = (api.clone(), issuer.clone(), client.token_endpoint_auth_method);
        let (label, note, id) = (client.name, client.client_id.clone(), client.client_id);
        view! { <GrantRow label=label note=note client_id=id method=method issuer=issuer api=api grant=grant/> }
            .into_any()
    };
    let rows = clients.into_iter().map(row).collect_view();
    view! { <ul class="switch-list card" aria-label="Machine applications">{rows}</ul> }.into_any()
}

/// The dialog for a new one, and the button that opens it.
#[component]
fn Create(current: CurrentApi, issuer: String, loaded: Later<Answer<Machines>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let api = current.api.get_untracked();
    view! {
        <div class="machines-head"><CreateButton is_system=api.is_system open=open/></div>
        <CreateMachine open=open api=api issuer=issuer on_made=move |()| loaded.refetch()/>
    }
    .into_any()
}

/// At the Management API only owners let programs do something (N-087).
#[component]
fn CreateButton(is_system: bool, open: RwSignal<bool>) -> impl IntoView {
    let permission = if is_system { use_settings_permission() } else { use_permission() };
    view! {
        <button
            type="button"
            class="button"
            aria-haspopup="dialog"
            aria-disabled=move || (!permission.may_edit.get()).then_some("true")
            title=move || permission.reason.get()
            on:click=move |_| {
                if permission.may_edit.get_untracked() {
                    open.set(true);
                }
            }
        >
            <Icon name="plus"/>
            "Create Machine Application"
        </button>
    }
    .into_any()
}

async fn machines_of(audience: String) -> Answer<Machines> {
    let issuer = get_issuer().await?;
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
            return Ok(Machines { issuer, clients: found });
        }
    }
}
