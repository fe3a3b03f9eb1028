//! The dialog *Create Application*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use model::{AppType, ClientPatch};

use super::application_path;
use super::current::FreshSecret;
use super::kinds::{KINDS, kind_name, kind_text};
use crate::components::{ActionForm, Dialog, TextField, Work, use_toasts};
use crate::effect::effect;
use crate::functions::clients::create_client;

/// Asks for name and kind; everything else is on the page of the new application.
#[component]
pub(super) fn CreateApplication(open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    view! {
        <Dialog open=open title="Create Application" busy=work.busy>
            <Fields work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(work: Work) -> impl IntoView {
    let (name, kind) = (RwSignal::new(String::new()), RwSignal::new(AppType::RegularWeb));
    let toasts = use_toasts();
    let navigate = use_navigate();
    let fresh: FreshSecret = expect_context();
    effect(move || {
        name.track();
        work.refused.set(None);
    });
    let send = move |()| {
        work.busy.set(true);
        let patch = ClientPatch {
            name: Some(name.get_untracked().trim().to_owned()),
            app_type: Some(kind.get_untracked()),
            ..ClientPatch::default()
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = create_client(patch).await;
            work.busy.set(false);
            match answer {
                Ok(created) => {
                    work.open.set(false);
                    toasts.done(format!("{} was created", created.client.name));
                    fresh.put(&created.client.client_id, created.client_secret);
                    let path = format!("{}/credentials", application_path(&created.client.client_id));
                    navigate(&path, Default::default());
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    let choices = KINDS.map(|one| view! { <Choice kind=one chosen=kind/> }.into_any()).collect_view();
    view! {
        <ActionForm
            work=work
            submit="Create"
            is_wrong=Signal::derive(move || name.with(|name| name.trim().is_empty()))
            error=Signal::derive(move || work.refused_otherwise(&["name"]))
            on_submit=send
        >
            <TextField
                label="Name"
                name="application-name"
                value=name
                hint="Users see it when they log in."
                error=Signal::derive(move || work.refused_field("name"))
                autofocus=true
                required=true
            />
            <fieldset class="choices">
                <legend>"Kind"</legend>
                {choices}
            </fieldset>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Choice(kind: AppType, chosen: RwSignal<AppType>) -> impl IntoView {
    let id = format!("kind-{}", kind_name(kind).to_lowercase().replace(' ', "-"));
    let text_id = format!("{id}-text");
    view! {
        <div class="choice">
            <input
                type="radio"
                id=id.clone()
                name="application-kind"
                aria-describedby=text_id.clone()
                checked=chosen.get_untracked() == kind
                prop:checked=move || chosen.get() == kind
                on:change=move |_| chosen.set(kind)
            />
            <label for=id>{kind_name(kind)}</label>
            <p id=text_id class="choice-rules">{kind_text(kind)}</p>
        </div>
    }
    .into_any()
}
