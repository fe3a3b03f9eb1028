//! The tab *Settings*: the SMTP server.

mod draft;
mod test_mail;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{SmtpSecurity, SmtpSettings};

use self::draft::Draft;
use self::test_mail::TestMail;
use crate::components::{ErrorState, FieldError, FormError, SkeletonText, TextField, use_permission, use_toasts};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::mails::{load_smtp_settings, update_smtp_settings};

/// How mails are sent.
#[component]
pub fn Settings() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| load_smtp_settings(), false);
    let shown = move |answer: Answer<SmtpSettings>| match answer {
        Ok(settings) => view! { <Form settings=settings/><TestMail/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <div class="mail-settings">
            <Suspense fallback=|| view! { <SkeletonText lines=8/> }>{move || loaded.get().map(shown)}</Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Form(settings: SmtpSettings) -> impl IntoView {
    let draft = Draft::new(settings);
    let permission = use_permission();
    let toasts = use_toasts();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if draft.busy.get_untracked() {
            return;
        }
        draft.busy.set(true);
        let (settings, password) = draft.sent();
        spawn_local(async move {
            match update_smtp_settings(settings, password).await {
                Ok(settings) => {
                    draft.show(&settings);
                    toasts.done("The SMTP settings were saved");
                }
                Err(refusal) => draft.refused.set(Some(refusal)),
            }
            draft.busy.set(false);
        });
    };
    let off = move || (draft.busy.get() || !permission.may_edit.get()).then_some("true");
    view! {
        <form class="card" novalidate=true on:submit=save aria-labelledby="smtp">
            <header class="card-head"><h2 id="smtp">"SMTP server"</h2></header>
            <Fields draft=draft/>
            <FormError error=draft.other_mistake()/>
            <footer class="form-foot">
                <button type="submit" class="button button-primary" aria-disabled=off title=move || permission.reason.get()>
                    {move || draft.busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                    "Save"
                </button>
            </footer>
        </form>
    }
    .into_any()
}

#[component]
fn Fields(draft: Draft) -> impl IntoView {
    let password_hint = Signal::derive(move || {
        if draft.has_password.get() { "A password is kept. Leave this empty to go on with it." } else { "" }.to_owned()
    });
    view! {
        <label class="check">
            <input
                type="checkbox"
                class="checkbox"
                checked=draft.enabled.get_untracked()
                prop:checked=draft.enabled
                on:change=move |event| draft.enabled.set(event_target_checked(&event))
            />
            <span>"Send mails with this server"</span>
        </label>
        <TextField
            label="From"
            name="from"
            value=draft.from
            error=draft.mistake("from")
            hint="Name <name@example.com>".to_owned()
        />
        <div class="field-row">
            <TextField label="Server" name="host" value=draft.host error=draft.mistake("host")/>
            <TextField label="Port" name="port" value=draft.port error=draft.mistake("port")/>
        </div>
        <Security draft=draft/>
        <div class="field-row">
            <TextField label="User name" name="username" value=draft.username error=draft.mistake("username")/>
            <TextField
                label="Password"
                name="smtp-password"
                kind="password"
                autocomplete="new-password"
                value=draft.password
                error=draft.mistake("password")
                hint=password_hint
            />
        </div>
    }
    .into_any()
}

#[component]
fn Security(draft: Draft) -> impl IntoView {
    let error = draft.mistake("security");
    let option = move |security: SmtpSecurity, label: &'static str| {
        let name = draft::name(security);
        let is_chosen = draft.security.get_untracked() == security;
        view! { <option value=name selected=is_chosen>{label}</option> }.into_any()
    };
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label for="field-security">"Encryption"</label>
            <select
                id="field-security"
                class="select"
                aria-describedby="error-security"
                on:change=move |event| draft.security.set(draft::security(&event_target_value(&event)))
            >
                {option(SmtpSecurity::StartTls, "STARTTLS (usually port 587)")}
                {option(SmtpSecurity::Tls, "TLS from the start (usually port 465)")}
                {option(SmtpSecurity::Plain, "None: a server on this machine only")}
            </select>
            <FieldError id="error-security" error=error/>
        </div>
    }
    .into_any()
}
