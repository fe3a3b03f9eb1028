//! The tab *Permissions*: the scopes of the API.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use model::{ResourceServerPatch, ResourceServerScope};

use super::current::{CurrentApi, use_api};
use crate::components::{EmptyState, FormError, Icon, TextField, use_toasts};

/// Each scope, and a form for another.
#[component]
pub fn ApiPermissions() -> impl IntoView {
    let current = use_api();
    let reason = current.reason();
    let rows = move || {
        let scopes = current.api.with(|api| api.scopes.clone());
        if scopes.is_empty() {
            return view! { <EmptyState icon="key" title="No scopes yet" text="A scope names something that a token allows, like read:orders."/> }
                .into_any();
        }
        let rows =
            scopes.into_iter().map(|scope| view! { <Row current=current scope=scope/> }.into_any()).collect_view();
        view! { <ul class="switch-list card" aria-label="Scopes">{rows}</ul> }.into_any()
    };
    view! {
        <section class="connection-applications">
            <Show when=move || reason.with(Option::is_none)><Add current=current/></Show>
            {move || rows()}
        </section>
    }
    .into_any()
}

#[component]
fn Row(current: CurrentApi, scope: ResourceServerScope) -> impl IntoView {
    let toasts = use_toasts();
    let reason = current.reason();
    let value = scope.value.clone();
    let remove = move |_| {
        let mut scopes = current.api.with_untracked(|api| api.scopes.clone());
        scopes.retain(|one| one.value != value);
        current.save(ResourceServerPatch { scopes: Some(scopes), ..ResourceServerPatch::default() }, toasts);
    };
    let label = format!("Remove {}", scope.value);
    view! {
        <li class="switch-row">
            <span class="switch-text">
                <code>{scope.value}</code>
                <span class="switch-note">{scope.description}</span>
            </span>
            <Show when=move || reason.with(Option::is_none)>
                <button type="button" class="icon-button" aria-label=label.clone() on:click=remove.clone()><Icon name="trash"/></button>
            </Show>
        </li>
    }
    .into_any()
}

#[component]
fn Add(current: CurrentApi) -> impl IntoView {
    let (value, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let toasts = use_toasts();
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let wanted = value.with_untracked(|value| value.trim().to_owned());
        if wanted.is_empty() {
            return;
        }
        let mut scopes = current.api.with_untracked(|api| api.scopes.clone());
        scopes.push(ResourceServerScope { value: wanted, description: description.get_untracked().trim().to_owned() });
        current.save(ResourceServerPatch { scopes: Some(scopes), ..ResourceServerPatch::default() }, toasts);
    };
    // The fields are free again once the scope is there.
    crate::effect::effect(move || {
        let is_there = current.api.with(|api| api.scopes.iter().any(|one| one.value == value.get_untracked().trim()));
        if is_there {
            value.set(String::new());
            description.set(String::new());
        }
    });
    view! {
        <form class="card settings-part" novalidate=true on:submit=add aria-labelledby="add-scope">
            <h2 id="add-scope">"Add a scope"</h2>
            <div class="field-row">
                <TextField label="Scope" name="scope-value" value=value hint="For instance read:orders" error=current.mistake("scopes") required=true/>
                <TextField label="Description" name="scope-description" value=description hint="Shown where users are asked"/>
            </div>
            <FormError error=current.error()/>
            <button type="submit" class="button" aria-disabled=move || value.with(|value| value.trim().is_empty()).then_some("true")>
                <Icon name="plus"/>
                "Add"
            </button>
        </form>
    }
    .into_any()
}
