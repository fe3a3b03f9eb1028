//! The document around the dashboard. Only on the server.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::preferences::{Theme, requested_theme};
use crate::{App, Assets, chunks};

const NOTE_ADDRESS: &str = "document.documentElement.dataset.address = location.pathname + location.search;";

/// The whole document of a page.
///
/// The content security policy allows no inline style and only scripts with the request's nonce, which both inline scripts
/// have. The first notes at once which address the HTML is of: it may be another when the WASM is there, as somebody may go
/// back while it loads.
pub fn shell(assets: Assets) -> impl IntoView {
    let theme = requested_theme();
    let Assets { js, wasm, css, map, chunks: _ } = assets.clone();
    let map = format!("{} {} {}", map.script, map.style, map.outline);
    provide_context(assets);
    provide_context(chunks::Shown::default());
    let start = format!(
        "import(\"{js}\").then((roster) => roster.default({{ module_or_path: \"{wasm}\" }}).then(() => roster.hydrate()));"
    );
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.attribute() data-map=map>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=colour_scheme(theme)/>
                <meta name="referrer" content="same-origin"/>
                <script nonce=use_nonce()>{NOTE_ADDRESS}</script>
                <link rel="icon" type="image/svg+xml" href="/favicon.svg"/>
                <link rel="stylesheet" href=css/>
                <link rel="modulepreload" nonce=use_nonce() href=js/>
                <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="anonymous" href=wasm/>
                <script type="module" nonce=use_nonce()>{start}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// So that the first, empty, picture is dark too where dark was chosen.
fn colour_scheme(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "light dark",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}
