//! The tab *APIs*: what the application may call on its own.

use leptos::prelude::*;
use model::{ClientGrant, ClientGrantQuery, ResourceServer};

use super::current::use_client;
use crate::components::{EmptyState, ErrorState, Icon, SkeletonText};
use crate::functions::Answer;
use crate::functions::client_grants::list_client_grants;
use crate::functions::resource_servers::list_resource_servers;
use crate::functions::tenant::get_issuer;
use crate::later::Later;
use crate::pages::apis::GrantRow;

/// The issuer; each API, and what the application may do there.
#[derive(Clone)]
struct Apis {
    issuer: String,
    all: Vec<(ResourceServer, Option<ClientGrant>)>,
}

/// Each API with a switch and its scopes.
#[component]
pub fn ApplicationApis() -> impl IntoView {
    let current = use_client();
    let loaded = Later::new(move || grants_of(current.id()));
    let is_machine = move || current.client.with(|client| client.has_grant("client_credentials"));
    let note = move || {
        (!is_machine()).then(|| {
            view! {
                <p class="notice notice-warning">
                    <Icon name="alert"/>
                    <span>"The grant client_credentials is off for this application: it cannot call an API on its own, whatever is switched on here."</span>
                </p>
            }
            .into_any()
        })
    };
    let shown = move |answer: Answer<Apis>| {
        match answer {
        Ok(apis) if apis.all.is_empty() => {
            view! { <EmptyState icon="braces" title="No APIs yet" text="An API is whoever takes access tokens. Create one under APIs."/> }.into_any()
        }
        Ok(Apis { issuer, all }) => {
            let method = current.client.with_untracked(|client| client.token_endpoint_auth_method);
            let rows = all
                .into_iter()
                .map(|(api, grant)| {
                    let (label, note, issuer) = (api.name.clone(), api.identifier.clone(), issuer.clone());
                    view! {
                        <GrantRow label=label note=note client_id=current.id() method=method issuer=issuer api=api grant=grant/>
                    }
                    .into_any()
                })
                .collect_view();
            view! { <ul class="switch-list card" aria-label="APIs">{rows}</ul> }.into_any()
        }
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    }
    };
    view! {
        <section class="connection-applications">
            {move || note()}
            {move || loaded.get().map_or_else(|| view! { <SkeletonText lines=4/> }.into_any(), shown)}
        </section>
    }
    .into_any()
}

async fn grants_of(client_id: String) -> Answer<Apis> {
    let issuer = get_issuer().await?;
    let query = ClientGrantQuery { client_id: Some(client_id), audience: None };
    let grants = list_client_grants(query).await?;
    let with_grant = |api: ResourceServer| {
        let grant = grants.iter().find(|grant| grant.audience == api.identifier).cloned();
        (api, grant)
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = list_resource_servers(after).await?;
        found.extend(page.resource_servers.into_iter().map(with_grant));
        after = page.next;
        if after.is_none() {
            return Ok(Apis { issuer, all: found });
        }
    }
}
