//! The parts of the form.

use leptos::prelude::*;

use super::colour_field::ColourField;
use super::draft::Draft;
use crate::components::{Checkbox, LinesField, SelectField, TextField};

/// What users see at login.
#[component]
pub(super) fn Branding(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-branding">
            <h2 id="part-branding">"What users see"</h2>
            <TextField
                label="Name"
                name="friendly-name"
                value=draft.friendly_name
                error=draft.mistake("friendly_name")
                required=true
                hint="It stands on the login page and in mails."
            />
            <TextField
                label="Logo"
                name="picture-url"
                kind="url"
                value=draft.picture_url
                error=draft.mistake("picture_url")
                hint="Address of a picture, https"
            />
            <TextField
                label="Support"
                name="support-url"
                kind="url"
                value=draft.support_url
                error=draft.mistake("support_url")
                hint="Where users find help, https"
            />
            <div class="field-row">
                <ColourField
                    label="Colour of buttons and links"
                    name="primary-color"
                    value=draft.primary_color
                    fallback="#1f6feb"
                    error=draft.mistake("primary_color")
                />
                <ColourField
                    label="Background of the page"
                    name="page-background"
                    value=draft.page_background
                    fallback="#ffffff"
                    error=draft.mistake("page_background")
                />
            </div>
        </section>
    }
    .into_any()
}

/// What is taken where a request names nothing.
#[component]
pub(super) fn Defaults(draft: Draft, connections: Vec<String>, apis: Vec<(String, String)>) -> impl IntoView {
    let none = || vec![(String::new(), "None".to_owned())];
    let directories: Vec<_> =
        none().into_iter().chain(connections.into_iter().map(|name| (name.clone(), name))).collect();
    let audiences: Vec<_> = none()
        .into_iter()
        .chain(apis.into_iter().map(|(identifier, name)| {
            let text = format!("{name} ({identifier})");
            (identifier, text)
        }))
        .collect();
    view! {
        <section class="card settings-part" aria-labelledby="part-defaults">
            <h2 id="part-defaults">"Defaults"</h2>
            <SelectField
                label="Default directory"
                name="default-directory"
                options=Signal::stored(directories)
                value=draft.directory
                hint="The connection of the password grant, which names none."
            />
            <p class="field-error" role="alert">{move || draft.mistake("default_directory").get()}</p>
            <SelectField
                label="Default audience"
                name="default-audience"
                options=Signal::stored(audiences)
                value=draft.audience
                hint="The API whose tokens are given where a request asks for none."
            />
            <p class="field-error" role="alert">{move || draft.mistake("default_audience").get()}</p>
        </section>
    }
    .into_any()
}

/// How long logins last, and where they end.
#[component]
pub(super) fn Sessions(draft: Draft, is_read_only: Signal<bool>) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-sessions">
            <h2 id="part-sessions">"Logins and logouts"</h2>
            <div class="field-row">
                <TextField
                    label="A login lasts at most"
                    name="session-lifetime"
                    inputmode="numeric"
                    value=draft.lifetime
                    hint="Hours, however active the user is"
                    error=draft.mistake("session_lifetime")
                />
                <TextField
                    label="A login ends unused after"
                    name="idle-session-lifetime"
                    inputmode="numeric"
                    value=draft.idle_lifetime
                    hint="Hours without a login at any application"
                    error=draft.mistake("idle_session_lifetime")
                />
            </div>
            <LinesField
                label="Logout URLs"
                name="logout-urls"
                value=draft.logout_urls
                hint="One a line. Where users may return to after a logout that names no application."
                error=draft.mistake("allowed_logout_urls")
                is_read_only=is_read_only
            />
        </section>
    }
    .into_any()
}

/// How much may be asked.
#[component]
pub(super) fn Limits(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-limits">
            <h2 id="part-limits">"Rate limits"</h2>
            <TextField
                label="Management API"
                name="management-api-limit"
                inputmode="numeric"
                value=draft.management_limit
                hint="Requests a minute of one application; 0 for no limit. Whoever asks more is answered 429, and it stands in the log."
                error=draft.mistake("management_api_limit")
            />
            <TextField
                label="Authentication API"
                name="authentication-api-limit"
                inputmode="numeric"
                value=draft.authentication_limit
                hint="Requests a minute from one address, the login pages among them, and for tokens of one application that keeps a \
                      secret; 0 for no limit. Behind a proxy that is not trusted everybody has its address."
                error=draft.mistake("authentication_api_limit")
            />
        </section>
    }
    .into_any()
}

/// How long what happened is known.
#[component]
pub(super) fn Logs(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-logs">
            <h2 id="part-logs">"Log"</h2>
            <TextField
                label="Events are kept for"
                name="log-retention-days"
                inputmode="numeric"
                value=draft.retention
                hint="Days, 1 to 3650; 0 keeps them for ever. Older events are deleted, here and in every user's History, and cannot be brought back."
                error=draft.mistake("log_retention_days")
            />
        </section>
    }
    .into_any()
}

/// Whether administrators may be in users' places.
#[component]
pub(super) fn Impersonation(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-impersonation">
            <h2 id="part-impersonation">"Sign in as User"</h2>
            <Checkbox
                label="Administrators with the permission may sign in as users"
                name="allow-impersonation"
                value=draft.allow_impersonation
                hint="For support: they see an application as the user does, for an hour at most, and give a reason. It stands in \
                      the user's history. Nobody has the permission until an owner gives it under Administrators. Switching it off \
                      ends all that are under way."
            />
        </section>
    }
    .into_any()
}
