//! The tab *Quickstart*: settings to copy, for the SDKs that people use.

use leptos::prelude::*;
use model::{AppType, Client};

use super::current::use_client;
use crate::components::CopyButton;
use crate::first_html::Loaded;
use crate::functions::tenant::get_issuer;

/// Snippets for the kind of application.
#[component]
pub fn ApplicationQuickstart() -> impl IntoView {
    let current = use_client();
    let issuer = Loaded::new_with_options(|| (), |()| get_issuer(), true);
    let shown = move |issuer: String| {
        current
            .client
            .with(|client| snippets(client, &issuer))
            .into_iter()
            .map(|(title, text)| view! { <Snippet title=title text=text/> }.into_any())
            .collect_view()
    };
    view! {
        <section class="settings">
            <p class="page-note">"Everything that an SDK needs to know. The secret is not repeated here: it is shown once, under Credentials."</p>
            <Suspense>{move || issuer.get().map(|answer| answer.map(shown).ok())}</Suspense>
        </section>
    }
    .into_any()
}

#[component]
fn Snippet(title: &'static str, text: String) -> impl IntoView {
    view! {
        <section class="card snippet">
            <header><h2>{title}</h2><CopyButton text=text.clone() label=format!("Copy the settings of {title}")/></header>
            <pre tabindex="0" role="region" aria-label=title><code>{text}</code></pre>
        </section>
    }
    .into_any()
}

fn snippets(client: &Client, issuer: &str) -> Vec<(&'static str, String)> {
    let (id, domain) = (&client.client_id, issuer.trim_end_matches('/').split("//").nth(1).unwrap_or_default());
    let callback = client.callbacks.first().map_or("https://your-application.example/callback", String::as_str);
    let origin = callback.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    let curl = (
        "curl",
        format!(
            "curl {issuer}oauth/token \\\n  -d grant_type=client_credentials \\\n  -d client_id={id} \\\n  -d client_secret=\"$CLIENT_SECRET\" \\\n  -d audience=https://your-api.example"
        ),
    );
    let spa = (
        "@auth0/auth0-spa-js",
        format!(
            "const client = await createAuth0Client({{\n  domain: \"{domain}\",\n  clientId: \"{id}\",\n  authorizationParams: {{ redirect_uri: \"{callback}\" }},\n  useRefreshTokens: true,\n}});"
        ),
    );
    let openid_client = (
        "openid-client",
        format!(
            "const config = await client.discovery(new URL(\"{issuer}\"), \"{id}\", process.env.CLIENT_SECRET);\nconst url = client.buildAuthorizationUrl(config, {{\n  redirect_uri: \"{callback}\",\n  scope: \"openid profile email\",\n  code_challenge, code_challenge_method: \"S256\",\n}});"
        ),
    );
    let express = (
        "express-openid-connect",
        format!(
            "app.use(auth({{\n  issuerBaseURL: \"{issuer}\",\n  baseURL: \"{origin}\",\n  clientID: \"{id}\",\n  clientSecret: process.env.CLIENT_SECRET,\n  secret: process.env.COOKIE_SECRET,\n  authorizationParams: {{ response_type: \"code\" }},\n}}));"
        ),
    );
    let next = (
        "@auth0/nextjs-auth0",
        format!(
            "AUTH0_DOMAIN={domain}\nAUTH0_CLIENT_ID={id}\nAUTH0_CLIENT_SECRET=…\nAUTH0_SECRET=…  # openssl rand -hex 32\nAPP_BASE_URL={origin}"
        ),
    );
    let python = (
        "auth0-python",
        format!(
            "token = GetToken(\"{domain}\", \"{id}\", client_secret=os.environ[\"CLIENT_SECRET\"])\nanswer = token.client_credentials(\"https://your-api.example\")"
        ),
    );
    match client.app_type {
        AppType::Spa => vec![spa],
        AppType::Native => vec![(
            "Any OAuth 2 library with PKCE",
            format!(
                "issuer        {issuer}\nclient_id     {id}\nredirect_uri  {callback}\nscope         openid profile email offline_access"
            ),
        )],
        AppType::RegularWeb => vec![express, next, openid_client],
        AppType::NonInteractive => vec![curl, python],
    }
}
