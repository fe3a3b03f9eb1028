//! The dialog *Create API*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use model::ResourceServerPatch;

use super::api_path;
use crate::components::{ActionForm, Dialog, TextField, Work, use_toasts};
use crate::effect::effect;
use crate::functions::resource_servers::create_resource_server;

/// Asks for what cannot be left out; everything else is on the page of the new API.
#[component]
pub(super) fn CreateApi(open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    view! {
        <Dialog open=open title="Create API" busy=work.busy>
            <Fields work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(work: Work) -> impl IntoView {
    let (name, identifier) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let toasts = use_toasts();
    let navigate = use_navigate();
    effect(move || {
        name.track();
        identifier.track();
        work.refused.set(None);
    });
    let send = move |()| {
        work.busy.set(true);
        let patch = ResourceServerPatch {
            name: Some(name.get_untracked().trim().to_owned()),
            identifier: Some(identifier.get_untracked().trim().to_owned()),
            ..ResourceServerPatch::default()
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = create_resource_server(patch).await;
            work.busy.set(false);
            match answer {
                Ok(api) => {
                    work.open.set(false);
                    toasts.done(format!("{} was created", api.name));
                    navigate(&api_path(&api.id), Default::default());
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    let is_empty = move |text: RwSignal<String>| text.with(|text| text.trim().is_empty());
    view! {
        <ActionForm
            work=work
            submit="Create"
            is_wrong=Signal::derive(move || is_empty(name) || is_empty(identifier))
            error=Signal::derive(move || work.refused_otherwise(&["name", "identifier"]))
            on_submit=send
        >
            <TextField
                label="Name"
                name="api-name"
                value=name
                error=Signal::derive(move || work.refused_field("name"))
                autofocus=true
                required=true
            />
            <TextField
                label="Identifier"
                name="api-identifier"
                value=identifier
                hint="The audience of its tokens, often its address. It is never called, and cannot change."
                error=Signal::derive(move || work.refused_field("identifier"))
                required=true
            />
        </ActionForm>
    }
    .into_any()
}
