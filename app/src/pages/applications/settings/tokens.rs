//! How the application gets tokens, and how long they last.

use leptos::prelude::*;

use super::draft::{Draft, methods};
use crate::components::{Checkbox, LinesField, SelectField, TextField};

/// A grant, what it is called, and what it is for.
type Grant = (&'static str, &'static str, &'static str);

const GRANTS: [Grant; 4] = [
    ("authorization_code", "Authorization code", "Users log in at Roster\u{2019}s page and come back with a code."),
    ("refresh_token", "Refresh token", "The application stays logged in when it may ask for offline_access."),
    ("client_credentials", "Client credentials", "The application calls APIs on its own, without a user."),
    (
        "urn:ietf:params:oauth:grant-type:device_code",
        "Device code",
        "Televisions and command lines: the user logs in on another device.",
    ),
];

/// Which grants are on.
#[component]
pub(super) fn Grants(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-grants">
            <h2 id="part-grants">"Grants"</h2>
            <GrantBoxes draft=draft grants=&GRANTS/>
            <p class="field-error" role="alert">{move || draft.mistake("grant_types").get()}</p>
        </section>
    }
    .into_any()
}

/// One checkbox a grant.
#[component]
pub(super) fn GrantBoxes(draft: Draft, grants: &'static [Grant]) -> impl IntoView {
    grants
        .iter()
        .map(|&(grant, label, text)| {
            let is_on = move || draft.grants.with(|grants| grants.iter().any(|one| one == grant));
            let hint_id = format!("hint-grant-{label}").to_lowercase().replace(' ', "-");
            let change = move |event| {
                let wanted = event_target_checked(&event);
                draft.grants.update(|grants| {
                    grants.retain(|one| one != grant);
                    if wanted {
                        grants.push(grant.to_owned());
                    }
                });
            };
            view! {
                <div class="check-field">
                    <label class="check">
                        <input
                            type="checkbox"
                            class="checkbox"
                            checked=untrack(is_on)
                            aria-describedby=hint_id.clone()
                            prop:checked=is_on
                            on:change=change
                        />
                        <span>{label}</span>
                    </label>
                    <p class="check-hint" id=hint_id>{text}</p>
                </div>
            }
            .into_any()
        })
        .collect_view()
}

/// How the token endpoint knows the application.
#[component]
pub(super) fn Authentication(draft: Draft) -> impl IntoView {
    let permission = draft.current.permission;
    view! {
        <section class="card settings-part" aria-labelledby="part-authentication">
            <h2 id="part-authentication">"Authentication at the token endpoint"</h2>
            <SelectField
                label="Method"
                name="auth-method"
                options=Signal::stored(methods())
                value=draft.auth_method
                hint="Switching to None forgets the secret; switching from it makes a new one, shown once under Credentials."
            />
            <Show when=move || draft.auth_method.with(|method| method == "private_key_jwt")>
                <LinesField
                    label="Public key"
                    name="public-key"
                    value=draft.public_key
                    hint="PEM, beginning with -----BEGIN PUBLIC KEY-----"
                    error=draft.mistake("public_keys")
                    is_read_only=Signal::derive(move || !permission.may_edit.get())
                />
            </Show>
        </section>
    }
    .into_any()
}

/// How long tokens last.
#[component]
pub(super) fn Lifetimes(draft: Draft) -> impl IntoView {
    let algorithms = ["RS256", "ES256", "EdDSA"].map(|alg| (alg.to_owned(), alg.to_owned())).to_vec();
    view! {
        <section class="card settings-part" aria-labelledby="part-lifetimes">
            <h2 id="part-lifetimes">"Tokens"</h2>
            <div class="field-row">
                <TextField
                    label="ID token lifetime"
                    name="id-token-lifetime"
                    inputmode="numeric"
                    value=draft.id_token_lifetime
                    hint="Seconds"
                    error=draft.mistake("jwt_configuration")
                />
                <SelectField label="ID token algorithm" name="id-token-alg" options=Signal::stored(algorithms) value=draft.id_token_alg/>
            </div>
            <Checkbox
                label="Refresh tokens rotate"
                name="rotates"
                value=draft.rotates
                hint="Each use gives a new token; one that is used twice ends them all, because it was stolen."
            />
            <div class="field-row">
                <TextField label="Leeway" name="leeway" inputmode="numeric" value=draft.leeway hint="Seconds in which a lost answer is given again" error=draft.mistake("leeway")/>
                <TextField label="Refresh token lifetime" name="token-lifetime" inputmode="numeric" value=draft.token_lifetime hint="Seconds in all" error=draft.mistake("token_lifetime")/>
                <TextField label="Idle lifetime" name="idle-lifetime" inputmode="numeric" value=draft.idle_lifetime hint="Seconds without use" error=draft.mistake("idle_token_lifetime")/>
            </div>
            <Checkbox label="No absolute end" name="never-ends" value=draft.never_ends/>
            <Checkbox label="No end by disuse" name="never-idles" value=draft.never_idles/>
            <p class="field-error" role="alert">{move || draft.mistake("refresh_token").get()}</p>
        </section>
    }
    .into_any()
}

/// Whatever else is to be kept about the application.
#[component]
pub(super) fn Metadata(draft: Draft) -> impl IntoView {
    let permission = draft.current.permission;
    view! {
        <section class="card settings-part" aria-labelledby="part-metadata">
            <h2 id="part-metadata">"Metadata"</h2>
            <LinesField
                label="client_metadata"
                name="client-metadata"
                value=draft.metadata
                hint="A JSON object: at most 10 keys with texts of at most 255 characters"
                error=draft.mistake("client_metadata")
                is_read_only=Signal::derive(move || !permission.may_edit.get())
            />
        </section>
    }
    .into_any()
}
