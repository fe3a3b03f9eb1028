//! The dashboard's door: the pages and server functions of `app`.

use app::{App, Assets, MapAssets};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::routing::post;
use directory::Actor;
use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list_with_exclusions};

use crate::ServerState;

mod attempts;
mod functions;
mod pages;

pub(crate) use attempts::attempts;
pub(crate) use functions::{require_session_or_refuse, translate};
pub(crate) use pages::require_session_or_redirect;

/// POST /fn/…
pub(crate) fn functions(state: &ServerState) -> Router {
    let context = context(state);
    let call = async move |request: Request| leptos_axum::handle_server_fns_with_context(context, request).await;
    // The body was counted while it was read, see `body_limit`.
    Router::new().route("/fn/{*path}", post(call)).layer(DefaultBodyLimit::disable())
}

/// GET of every page that `App` has a route for.
pub(crate) fn pages(state: &ServerState) -> Router {
    let elsewhere = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    let pages = generate_route_list_with_exclusions(App, Some(elsewhere));
    let options = LeptosOptions::builder().output_name("roster").build();
    let site = state.clone();
    let shell = move || app::shell(assets(&site));
    Router::new().leptos_routes_with_context(&options, pages, context(state), shell).with_state(options)
}

/// What `app` finds in its context beside the request itself.
fn context(state: &ServerState) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        provide_context(state.directory().clone());
        if let Some(server) = state.tiles() {
            provide_context(server.tiles.clone());
        }
        let Some(parts) = use_context::<Parts>() else { return };
        if let Some(actor) = parts.extensions.get::<Actor>() {
            provide_context(actor.clone());
        }
        if let Some(nonce) = parts.extensions.get::<Nonce>() {
            provide_context(nonce.clone());
        }
    }
}

fn assets(state: &ServerState) -> Assets {
    let url = |name| state.site().url(name);
    Assets {
        js: url("roster.js"),
        wasm: url("roster.wasm"),
        css: url("main.css"),
        map: MapAssets { script: url("leaflet.js"), style: url("leaflet.css"), outline: url("world.json") },
        chunks: state.site().chunks(),
    }
}
