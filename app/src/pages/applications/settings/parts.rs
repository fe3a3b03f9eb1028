//! What the application is, and its addresses.

use leptos::prelude::*;

use super::draft::{Draft, kinds};
use crate::components::{Checkbox, LinesField, SelectField, TextField};

/// Name, kind and looks.
#[component]
pub(super) fn Basics(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-basics">
            <h2 id="part-basics">"Basics"</h2>
            <TextField label="Name" name="name" value=draft.name error=draft.mistake("name") required=true hint="Users see it when they log in."/>
            <TextField label="Description" name="description" value=draft.description error=draft.mistake("description")/>
            <TextField label="Logo" name="logo-uri" kind="url" value=draft.logo_uri error=draft.mistake("logo_uri") hint="Address of a picture, https"/>
            <SelectField label="Kind" name="app-type" options=Signal::stored(kinds()) value=draft.kind/>
            <Checkbox
                label="First-party application"
                name="first-party"
                value=draft.is_first_party
                hint="It is your own: users are not asked whether it may see their profile."
            />
        </section>
    }
    .into_any()
}

/// Where users come back to, and from where browsers may ask.
#[component]
pub(super) fn Uris(draft: Draft) -> impl IntoView {
    let permission = draft.current.permission;
    let is_read_only = Signal::derive(move || !permission.may_edit.get());
    view! {
        <section class="card settings-part" aria-labelledby="part-uris">
            <h2 id="part-uris">"Addresses"</h2>
            <LinesField
                label="Callback URLs"
                name="callbacks"
                value=draft.callbacks
                hint="One a line. Where a login may return to, compared byte for byte; no wildcards."
                error=draft.mistake("callbacks")
                is_read_only=is_read_only
            />
            <LinesField
                label="Logout URLs"
                name="logout-urls"
                value=draft.logout_urls
                hint="One a line. Where a logout may return to."
                error=draft.mistake("allowed_logout_urls")
                is_read_only=is_read_only
            />
            <TextField
                label="Back-channel logout URL"
                name="backchannel-logout"
                kind="url"
                value=draft.backchannel_logout
                hint="Roster tells the application there, with a logout token, when a session of it ends. https"
                error=draft.mistake("oidc_logout")
            />
            <LinesField
                label="Web origins"
                name="web-origins"
                value=draft.web_origins
                hint="One a line, like https://shop.example. Pages there may renew a login in a hidden frame."
                error=draft.mistake("web_origins")
                is_read_only=is_read_only
            />
            <LinesField
                label="Allowed origins (CORS)"
                name="allowed-origins"
                value=draft.origins
                hint="One a line. Scripts there may ask for tokens; origins of the callbacks may always."
                error=draft.mistake("allowed_origins")
                is_read_only=is_read_only
            />
            <TextField
                label="Initiate login URI"
                name="initiate-login-uri"
                kind="url"
                value=draft.initiate_login_uri
                hint="Where the application begins a login of its own: https, or http on localhost"
                error=draft.mistake("initiate_login_uri")
            />
        </section>
    }
    .into_any()
}
