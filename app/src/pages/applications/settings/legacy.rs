//! What old applications need against today's advice.

use leptos::prelude::*;

use super::draft::Draft;
use super::tokens::GrantBoxes;
use crate::components::{Checkbox, Icon};

const GRANTS: [(&str, &str, &str); 3] = [
    (
        "implicit",
        "Implicit",
        "Tokens come in the address of the callback, where logs and histories see them (RFC 9700 §2.1.2).",
    ),
    ("password", "Password", "The application sees the user\u{2019}s password itself (RFC 9700 §2.4)."),
    (
        "http://auth0.com/oauth/grant-type/password-realm",
        "Password with realm",
        "The same, for a connection that the application names.",
    ),
];

/// Switches that are off for every new application.
#[component]
pub(super) fn Legacy(draft: Draft) -> impl IntoView {
    view! {
        <section class="card settings-part" aria-labelledby="part-legacy">
            <h2 id="part-legacy">"Legacy"</h2>
            <p class="notice notice-warning">
                <Icon name="alert"/>
                <span>
                    "Today\u{2019}s security advice is against all of these. They are here because applications exist that do not work \
                     without them; switch on none that you do not need."
                </span>
            </p>
            <GrantBoxes draft=draft grants=&GRANTS/>
            <Checkbox
                label="PKCE may be missing"
                name="missing-pkce"
                value=draft.missing_pkce
                hint="For applications that keep a secret. A stolen code can be used by whoever has the secret (RFC 9700 §2.1.1)."
            />
            <p class="field-error" role="alert">{move || draft.mistake("allows_missing_pkce").get()}</p>
            <Checkbox
                label="Access tokens in the query of /userinfo"
                name="token-in-query"
                value=draft.token_in_query
                hint="passport-auth0 sends them so; logs on the way keep them (RFC 9700 §4.3.2)."
            />
        </section>
    }
    .into_any()
}
