//! The tab *Settings*.

use leptos::prelude::*;
use model::{ResourceServer, ResourceServerPatch, SigningAlgorithm};

use super::current::use_api;
use crate::components::{Checkbox, Icon, LeaveGuard, SaveBar, SelectField, TextField, use_toasts};

/// Name, lifetimes and what may be asked for.
#[component]
pub fn ApiSettings() -> impl IntoView {
    let current = use_api();
    let fields = Fields::new();
    fields.show(&current.api.get_untracked());
    let (reason, toasts) = (current.reason(), use_toasts());
    let is_dirty = Memo::new(move |_| current.api.with(patch_of) != fields.patch().unwrap_or_default());
    let forbidden =
        move || reason.get().map(|reason| view! { <p class="form-note"><Icon name="info"/>{reason}</p> }.into_any());
    let wrong = RwSignal::new(false);
    let number = move |text: RwSignal<String>, field| {
        let refused = current.mistake(field);
        Signal::derive(move || {
            let is_bad = wrong.get() && text.with(|text| text.trim().parse::<i64>().is_err());
            is_bad.then(|| "A whole number of seconds".to_owned()).or_else(|| refused.get())
        })
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match fields.patch() {
            Some(patch) => current.save(patch, toasts),
            None => {
                wrong.set(true);
                crate::components::focus_mistake();
            }
        }
    };
    let reset = move || {
        fields.show(&current.api.get_untracked());
        wrong.set(false);
        current.refused.set(None);
    };
    let algorithms = ["RS256", "ES256", "EdDSA"].map(|alg| (alg.to_owned(), alg.to_owned())).to_vec();
    view! {
        <form class="settings" novalidate=true on:submit=save>
            {move || forbidden()}
            <fieldset class="settings-fields" disabled=move || reason.with(Option::is_some)>
                <section class="card settings-part" aria-labelledby="api-basics">
                    <h2 id="api-basics">"Settings"</h2>
                    <TextField label="Name" name="api-name" value=fields.name error=current.mistake("name") required=true/>
                    <div class="field-row">
                        <TextField label="Access token lifetime" name="token-lifetime" inputmode="numeric" value=fields.lifetime hint="Seconds" error=number(fields.lifetime, "token_lifetime")/>
                        <TextField label="For browsers" name="web-lifetime" inputmode="numeric" value=fields.web_lifetime hint="Seconds, for tokens from /authorize" error=number(fields.web_lifetime, "token_lifetime_for_web")/>
                        <SelectField label="Algorithm" name="signing-alg" options=Signal::stored(algorithms) value=fields.algorithm/>
                    </div>
                    <Checkbox label="Allow offline access" name="offline" value=fields.offline hint="Applications may ask for refresh tokens of this API."/>
                    <Checkbox label="Skip consent for first-party applications" name="skip-consent" value=fields.skip_consent hint="Those on loopback addresses are always asked: they cannot prove who they are."/>
                </section>
            </fieldset>
            <SaveBar is_dirty=is_dirty is_busy=current.is_busy error=current.error() on_discard=move |()| reset()/>
        </form>
        <LeaveGuard
            is_dirty=is_dirty.into()
            message=Signal::stored("What you changed in these settings is not saved and will be lost.".to_owned())
            on_leave=move |()| reset()
        />
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    lifetime: RwSignal<String>,
    web_lifetime: RwSignal<String>,
    algorithm: RwSignal<String>,
    offline: RwSignal<bool>,
    skip_consent: RwSignal<bool>,
}

impl Fields {
    fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            name: text(),
            lifetime: text(),
            web_lifetime: text(),
            algorithm: text(),
            offline: RwSignal::new(false),
            skip_consent: RwSignal::new(false),
        }
    }

    fn show(self, api: &ResourceServer) {
        self.name.set(api.name.clone());
        self.lifetime.set(api.token_lifetime.to_string());
        self.web_lifetime.set(api.token_lifetime_for_web.to_string());
        self.algorithm.set(format!("{:?}", api.signing_alg));
        self.offline.set(api.allow_offline_access);
        self.skip_consent.set(api.skip_consent_for_verifiable_first_party_clients);
    }

    /// What the form says; none while a number cannot be read.
    fn patch(self) -> Option<ResourceServerPatch> {
        Some(ResourceServerPatch {
            name: Some(self.name.with(|name| name.trim().to_owned())),
            token_lifetime: Some(self.lifetime.with(|text| text.trim().parse().ok())?),
            token_lifetime_for_web: Some(self.web_lifetime.with(|text| text.trim().parse().ok())?),
            signing_alg: Some(self.algorithm.with(|alg| match alg.as_str() {
                "ES256" => SigningAlgorithm::ES256,
                "EdDSA" => SigningAlgorithm::EdDSA,
                _ => SigningAlgorithm::RS256,
            })),
            allow_offline_access: Some(self.offline.get()),
            skip_consent_for_verifiable_first_party_clients: Some(self.skip_consent.get()),
            ..ResourceServerPatch::default()
        })
    }
}

fn patch_of(api: &ResourceServer) -> ResourceServerPatch {
    ResourceServerPatch {
        name: Some(api.name.clone()),
        token_lifetime: Some(api.token_lifetime),
        token_lifetime_for_web: Some(api.token_lifetime_for_web),
        signing_alg: Some(api.signing_alg),
        allow_offline_access: Some(api.allow_offline_access),
        skip_consent_for_verifiable_first_party_clients: Some(api.skip_consent_for_verifiable_first_party_clients),
        ..ResourceServerPatch::default()
    }
}
