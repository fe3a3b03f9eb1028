//! The commands with which a machine application calls an API.

use leptos::prelude::*;
use model::{ResourceServer, TokenEndpointAuthMethod};

use crate::components::CopyButton;
use crate::curl::{Proof, token_and_call};

/// What can be looked at with a scope of the Management API.
const CALLS: [(&str, &str); 7] = [
    ("read:users", "users?per_page=5"),
    ("read:clients", "clients"),
    ("read:connections", "connections"),
    ("read:logs", "logs?per_page=5"),
    ("read:roles", "roles"),
    ("read:resource_servers", "resource-servers"),
    ("read:tenant_settings", "tenants/settings"),
];

/// Commands that get a token and call with it, behind a line that is opened.
#[component]
pub(super) fn ReadyCurl(
    /// What the application, or the API, is called.
    label: String,
    /// Of the tenant's tokens.
    issuer: String,
    client_id: String,
    /// How the application shows who it is.
    method: TokenEndpointAuthMethod,
    api: ResourceServer,
    /// What it may do there.
    #[prop(into)]
    scope: Signal<Vec<String>>,
    /// Its secret, where it was just made.
    secret: Option<String>,
) -> impl IntoView {
    let is_new = secret.is_some();
    let signs = method == TokenEndpointAuthMethod::PrivateKeyJwt;
    let (name, words) = match signs {
        true => ("CLIENT_ASSERTION", " is a JWT that the application signs with its private key."),
        false => ("CLIENT_SECRET", " is the application\u{2019}s secret. It was shown once, when it was made."),
    };
    let note = (!is_new).then(|| view! { <p class="field-hint"><code>{name}</code>{words}</p> }.into_any());
    let text = Memo::new(move |_| {
        let proof = match &secret {
            Some(secret) => Proof::NewSecret(secret),
            None if signs => Proof::Assertion,
            None => Proof::Secret,
        };
        token_and_call(&issuer, &client_id, proof, &api.identifier, &call_of(&api, &scope.read()))
    });
    view! {
        <details class="grant-command" open=is_new>
            <summary>"Call it with curl"</summary>
            {note}
            <pre class="api-text" tabindex="0" role="region" aria-label=format!("Commands for {label}")><code>{text}</code></pre>
            <CopyButton text=text label="Copy the commands" show_label=true/>
        </details>
    }
    .into_any()
}

/// An address of the API: one that the scopes open, or what its identifier says.
fn call_of(api: &ResourceServer, scope: &[String]) -> String {
    if api.is_system {
        let known = CALLS.iter().find(|(needed, _)| scope.iter().any(|has| has == needed));
        return format!("{}{}", api.identifier, known.map_or("users?per_page=5", |(_, path)| path));
    }
    let is_address = api.identifier.starts_with("https://") || api.identifier.starts_with("http://");
    if is_address { api.identifier.clone() } else { "https://your-api.example/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_is_one_that_may_be_made() {
        let system = ResourceServer {
            identifier: "https://a.example/api/v2/".to_owned(),
            is_system: true,
            ..ResourceServer::default()
        };
        let scopes = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(call_of(&system, &scopes(&["read:roles"])), "https://a.example/api/v2/roles");
        assert_eq!(
            call_of(&system, &scopes(&["read:logs", "read:users"])),
            "https://a.example/api/v2/users?per_page=5"
        );
        let own = |identifier: &str| ResourceServer { identifier: identifier.to_owned(), ..ResourceServer::default() };
        assert_eq!(call_of(&own("https://orders.example/"), &[]), "https://orders.example/");
        assert_eq!(call_of(&own("urn:orders"), &[]), "https://your-api.example/");
    }
}
