//! The dialog *Create Machine Application*.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{CreatedClient, ResourceServer};

use crate::components::{ActionForm, Dialog, FieldError, Icon, Secret, TextField, Work, use_toasts};
use crate::effect::effect;
use crate::functions::clients::create_machine;
use crate::pages::apis::ready_curl::ReadyCurl;

/// Makes an application together with what it may do at the API; then shows its secret and how it is used.
#[component]
pub(super) fn CreateMachine(
    open: RwSignal<bool>,
    api: ResourceServer,
    /// Of the tenant's tokens.
    issuer: String,
    /// Run once the dialog with a new application is closed.
    #[prop(into)]
    on_made: Callback<()>,
) -> impl IntoView {
    let work = Work::new(open);
    let made = RwSignal::new(None::<Made>);
    let closed = move |()| {
        if made.try_update(Option::take).flatten().is_some() {
            on_made.run(());
        }
    };
    let content = move || match made.get() {
        Some(made) => view! { <Ready work=work made=made api=api.clone() issuer=issuer.clone()/> }.into_any(),
        None => view! { <Fields work=work made=made api=api.clone()/> }.into_any(),
    };
    view! {
        <Dialog open=open title="Create Machine Application" wide=true busy=work.busy on_close=closed>
            {content.clone()}
        </Dialog>
    }
    .into_any()
}

/// An application that was made, and what it may do.
#[derive(Clone)]
struct Made {
    created: CreatedClient,
    scope: Vec<String>,
}

#[component]
fn Fields(work: Work, made: RwSignal<Option<Made>>, api: ResourceServer) -> impl IntoView {
    let (name, is_all, chosen) =
        (RwSignal::new(String::new()), RwSignal::new(true), RwSignal::new(BTreeSet::<String>::new()));
    let toasts = use_toasts();
    effect(move || {
        name.track();
        work.refused.set(None);
    });
    let names: Vec<String> = api.scopes.iter().map(|scope| scope.value.clone()).collect();
    let (all, audience) = (names.clone(), api.identifier.clone());
    let send = move |()| {
        work.busy.set(true);
        let is_meant = |scope: &&String| is_all.get_untracked() || chosen.with_untracked(|them| them.contains(*scope));
        let scope: Vec<String> = all.iter().filter(is_meant).cloned().collect();
        let (name, audience) = (name.get_untracked().trim().to_owned(), audience.clone());
        spawn_local(async move {
            let answer = create_machine(name, audience, scope.clone()).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(created) => {
                    toasts.done(format!("{} was created", created.client.name));
                    let _ = made.try_set(Some(Made { created, scope }));
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    let lacks_scopes = move || !is_all.get() && chosen.with(BTreeSet::is_empty);
    let scopes =
        (!names.is_empty()).then(|| view! { <Scopes names=names is_all=is_all chosen=chosen work=work/> }.into_any());
    view! {
        <ActionForm
            work=work
            submit="Create"
            is_wrong=Signal::derive(move || name.with(|name| name.trim().is_empty()) || lacks_scopes())
            error=Signal::derive(move || work.refused_otherwise(&["name", "scope"]))
            on_submit=send
        >
            <TextField
                label="Name"
                name="machine-name"
                value=name
                hint="What the program is: it stands in the log for all that it does."
                error=Signal::derive(move || work.refused_field("name"))
                autofocus=true
                required=true
            />
            {scopes}
        </ActionForm>
    }
    .into_any()
}

#[component]
fn Scopes(names: Vec<String>, is_all: RwSignal<bool>, chosen: RwSignal<BTreeSet<String>>, work: Work) -> impl IntoView {
    let choice = move |label: String, of: bool| {
        let id = if of { "machine-all" } else { "machine-some" };
        view! {
            <div class="choice">
                <input
                    type="radio"
                    id=id
                    name="machine-scopes"
                    checked=is_all.get_untracked() == of
                    prop:checked=move || is_all.get() == of
                    on:change=move |_| is_all.set(of)
                />
                <label for=id>{label}</label>
            </div>
        }
        .into_any()
    };
    let count = names.len();
    let names = StoredValue::new(names);
    view! {
        <fieldset class="choices">
            <legend>"What it may do"</legend>
            {choice(format!("All {count} scopes, as they are now"), true)}
            {choice("Only some scopes".to_owned(), false)}
        </fieldset>
        <Show when=move || !is_all.get()><Boxes names=names.get_value() chosen=chosen/></Show>
        <FieldError id="error-machine-scopes" error=Signal::derive(move || work.refused_field("scope"))/>
    }
    .into_any()
}

#[component]
fn Boxes(names: Vec<String>, chosen: RwSignal<BTreeSet<String>>) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let boxes = names
        .into_iter()
        .map(|name| {
            let (tested, sent, found) = (name.clone(), name.clone(), name.clone());
            let is_on = move || chosen.with(|them| them.contains(&tested));
            let is_hidden = move || filter.with(|text| !found.contains(text.trim()));
            let toggle = move |event| {
                let is_checked = event_target_checked(&event);
                chosen.update(|them| {
                    if is_checked {
                        them.insert(sent.clone());
                    } else {
                        them.remove(&sent);
                    }
                });
            };
            view! {
                <label class="check" hidden=is_hidden>
                    <input type="checkbox" class="checkbox" checked=untrack(is_on.clone()) prop:checked=is_on on:change=toggle/>
                    <code>{name}</code>
                </label>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <div class="search">
            <Icon name="search"/>
            <input
                type="search"
                class="input"
                aria-label="Filter scopes"
                placeholder="Filter scopes"
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| filter.set(event_target_value(&event).to_lowercase())
            />
        </div>
        <p class="field-hint" role="status">{move || format!("{} chosen", chosen.with(BTreeSet::len))}</p>
        <fieldset class="grant-scopes grant-scopes-chosen" aria-label="Scopes"><div class="scope-list">{boxes}</div></fieldset>
    }
    .into_any()
}

#[component]
fn Ready(work: Work, made: Made, api: ResourceServer, issuer: String) -> impl IntoView {
    let Made { created: CreatedClient { client, client_secret }, scope } = made;
    let secret = client_secret.clone().map(|secret| view! { <Secret text=secret/> }.into_any());
    let (label, id, method) = (client.name.clone(), client.client_id, client.token_endpoint_auth_method);
    view! {
        <div class="dialog-content">
            <p><strong><bdi>{client.name}</bdi></strong>" may call "<bdi>{api.name.clone()}</bdi>"."</p>
            {secret}
            <ReadyCurl label=label issuer=issuer client_id=id method=method api=api scope=Signal::stored(scope) secret=client_secret/>
        </div>
        <footer class="dialog-foot">
            <button type="button" class="button button-primary" on:click=move |_| work.open.set(false)>"Done"</button>
        </footer>
    }
    .into_any()
}
