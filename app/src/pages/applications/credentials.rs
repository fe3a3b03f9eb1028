//! The tab *Credentials*: how the application shows who it is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::TokenEndpointAuthMethod;

use super::current::{CurrentClient, use_client};
use crate::components::{ConfirmDialog, CopyButton, Secret, Work, use_toasts};
use crate::functions::clients::rotate_client_secret;

/// The client ID, and the secret where there is one.
#[component]
pub fn ApplicationCredentials() -> impl IntoView {
    let current = use_client();
    let id = current.id();
    let method = move || current.client.with(|client| client.token_endpoint_auth_method);
    let secret = move || current.secret.get().map(|secret| view! { <Secret text=secret/> }.into_any());
    let keeps = move || {
        match method() {
        TokenEndpointAuthMethod::None => {
            view! { <p>"This application keeps no secret. It proves with PKCE that it began the login itself."</p> }.into_any()
        }
        TokenEndpointAuthMethod::PrivateKeyJwt => {
            view! { <p>"This application signs with its own private key (private_key_jwt). Its public keys are among its settings."</p> }
                .into_any()
        }
        TokenEndpointAuthMethod::ClientSecretPost | TokenEndpointAuthMethod::ClientSecretBasic => {
            view! { <Rotate current=current/> }.into_any()
        }
    }
    };
    view! {
        <section class="settings card" aria-labelledby="credentials">
            <h2 id="credentials">"Credentials"</h2>
            <dl class="facts">
                <div>
                    <dt>"Client ID"</dt>
                    <dd class="user-id"><code>{id.clone()}</code><CopyButton text=id label="Copy client ID"/></dd>
                </div>
                <div>
                    <dt>"Authentication at the token endpoint"</dt>
                    <dd>{move || method_name(method())}</dd>
                </div>
            </dl>
            {move || secret()}
            {move || keeps()}
        </section>
    }
    .into_any()
}

/// What people read of a method.
pub(super) fn method_name(method: TokenEndpointAuthMethod) -> &'static str {
    match method {
        TokenEndpointAuthMethod::None => "None: a public client",
        TokenEndpointAuthMethod::ClientSecretPost => "Secret, in the body or the header",
        TokenEndpointAuthMethod::ClientSecretBasic => "Secret, in the header or the body",
        TokenEndpointAuthMethod::PrivateKeyJwt => "Signed assertion (private_key_jwt)",
    }
}

#[component]
fn Rotate(current: CurrentClient) -> impl IntoView {
    let open = RwSignal::new(false);
    let work = Work::new(open);
    let toasts = use_toasts();
    let send = move |()| {
        work.busy.set(true);
        spawn_local(async move {
            let answer = rotate_client_secret(current.id()).await;
            work.busy.set(false);
            match answer {
                Ok(created) => {
                    work.open.set(false);
                    toasts.done("The secret was replaced");
                    current.client.set(created.client);
                    current.secret.set(created.client_secret);
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    let permission = current.permission;
    view! {
        <p>"The secret is shown once, when it is made. Roster keeps only its hash."</p>
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
            "Rotate Secret"
        </button>
        <ConfirmDialog
            open=open
            title="Rotate the secret?"
            message="The present secret stops working at once: the application cannot get tokens until it has the new one."
            confirm="Rotate Secret"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        />
    }
    .into_any()
}
