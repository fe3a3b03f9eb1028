//! What one application may do at one API: a switch, and behind it the scopes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{ClientGrant, ResourceServer, TokenEndpointAuthMethod};
use web_sys::HtmlInputElement;

use super::ready_curl::ReadyCurl;
use crate::components::{Switch, use_permission, use_toasts};
use crate::functions::client_grants::{delete_client_grant, save_client_grant};

/// A row of a list of switches; it takes effect at once.
#[component]
pub(crate) fn GrantRow(
    /// What the row is about.
    label: String,
    /// Its id, below.
    note: String,
    /// The application.
    client_id: String,
    /// How it shows who it is.
    method: TokenEndpointAuthMethod,
    /// Of the tenant's tokens.
    issuer: String,
    /// The API.
    api: ResourceServer,
    /// What it may do now.
    grant: Option<ClientGrant>,
) -> impl IntoView {
    let permission = use_permission();
    let toasts = use_toasts();
    let (grant, is_busy) = (RwSignal::new(grant), RwSignal::new(false));
    let (client_id, audience) = (StoredValue::new(client_id), StoredValue::new(api.identifier.clone()));
    // A box that was clicked shows again what is so when that could not be saved.
    let save = move |scope: Vec<String>, clicked: Option<HtmlInputElement>| {
        is_busy.set(true);
        spawn_local(async move {
            let answer = save_client_grant(client_id.get_value(), audience.get_value(), scope).await;
            let _ = is_busy.try_set(false);
            match answer {
                Ok(saved) => {
                    let _ = grant.try_set(Some(saved));
                    toasts.done("What the application may do is saved");
                }
                Err(refusal) => {
                    if let Some(clicked) = clicked {
                        clicked.set_checked(!clicked.checked());
                    }
                    toasts.failed(refusal.message.clone());
                }
            }
        });
    };
    let revoke = move || {
        let Some(id) = grant.with_untracked(|grant| grant.as_ref().map(|grant| grant.id.clone())) else { return };
        is_busy.set(true);
        spawn_local(async move {
            let answer = delete_client_grant(id).await;
            let _ = is_busy.try_set(false);
            match answer {
                Ok(()) => {
                    let _ = grant.try_set(None);
                    toasts.done("The application may not call the API any more");
                }
                Err(refusal) => toasts.failed(refusal.message.clone()),
            }
        });
    };
    let scopes: Vec<String> = api.scopes.iter().map(|scope| scope.value.clone()).collect();
    let names = StoredValue::new(scopes);
    let toggle = move |scope: String, clicked: HtmlInputElement| {
        let mut chosen =
            grant.with_untracked(|grant| grant.as_ref().map(|grant| grant.scope.clone()).unwrap_or_default());
        chosen.retain(|one| *one != scope);
        if clicked.checked() {
            chosen.push(scope);
        }
        save(chosen, Some(clicked));
    };
    let boxes = move || {
        names
            .get_value()
            .into_iter()
            .map(|scope| {
                let (shown, sent, tested) = (scope.clone(), scope.clone(), scope);
                let is_on =
                    move || grant.with(|grant| grant.as_ref().is_some_and(|grant| grant.scope.contains(&tested)));
                view! {
                    <label class="check">
                        <input
                            type="checkbox"
                            class="checkbox"
                            checked=untrack(is_on.clone())
                            prop:checked=is_on
                            disabled=move || is_busy.get() || !permission.may_edit.get()
                            on:change=move |event| toggle(sent.clone(), event_target(&event))
                        />
                        <code>{shown}</code>
                    </label>
                }
                .into_any()
            })
            .collect_view()
    };
    let details_label = format!("Scopes of {label}");
    let granted =
        Signal::derive(move || grant.with(|grant| grant.as_ref().map(|grant| grant.scope.clone()).unwrap_or_default()));
    let command = {
        let label = label.clone();
        move || {
            let (label, issuer, api, client_id) = (label.clone(), issuer.clone(), api.clone(), client_id.get_value());
            view! { <ReadyCurl label=label issuer=issuer client_id=client_id method=method api=api scope=granted secret=None/> }
                .into_any()
        }
    };
    view! {
        <li class="grant-row">
            <div class="switch-row">
                <span class="switch-text">
                    <strong><bdi>{label.clone()}</bdi></strong>
                    <span class="switch-note"><code>{note}</code></span>
                </span>
                <Switch
                    label=label
                    is_on=Signal::derive(move || grant.with(Option::is_some))
                    busy=is_busy
                    reason=permission.reason
                    on_switch=move |wanted: bool| if wanted { save(Vec::new(), None) } else { revoke() }
                />
            </div>
            <Show when=move || grant.with(Option::is_some) && names.with_value(|names| !names.is_empty())>
                <fieldset class="grant-scopes" aria-label=details_label.clone()>
                    <div class="scope-list">{move || boxes()}</div>
                    <button type="button" class="button" disabled=move || is_busy.get() || !permission.may_edit.get() on:click=move |_| save(names.get_value(), None)>"All"</button>
                    " "
                    <button type="button" class="button" disabled=move || is_busy.get() || !permission.may_edit.get() on:click=move |_| save(Vec::new(), None)>"None"</button>
                </fieldset>
            </Show>
            <Show when=move || grant.with(Option::is_some)>{command()}</Show>
        </li>
    }
    .into_any()
}
