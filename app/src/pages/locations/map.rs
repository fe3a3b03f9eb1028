//! The map. Leaflet draws it, in the browser alone.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_leaflet::prelude::{TileLayer, provide_leaflet_context};
use model::MapTiles;
use wasm_bindgen::JsCast;

use super::layers::Layers;
use super::{Shown, leaflet_files};
use crate::effect::effect;

/// What became of the files that a map needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Files {
    Loading,
    Ready,
    Failed,
}

/// The pins and the path on a map of the world.
#[component]
pub(super) fn LoginMap(shown: Shown, tiles: Option<MapTiles>) -> impl IntoView {
    // Leaflet changes what is in its element: the server renders none, so that hydration finds what it expects.
    let is_mounted = RwSignal::new(false);
    effect(move || is_mounted.set(true));
    let files = RwSignal::new(Files::Loading);
    let message = move || match files.get() {
        Files::Loading => Some("Loading the map"),
        Files::Ready => None,
        Files::Failed => Some("The map could not be loaded. The table says the same; open the tab again to try again."),
    };
    view! {
        <div class="map-frame" role="group" aria-label="Map of the logins; the table says the same">
            {move || is_mounted.get().then(|| view! { <Canvas shown=shown tiles=tiles.clone() files=files/> }.into_any())}
            {move || message().map(|message| view! { <p class="map-message" role="status">{message}</p> }.into_any())}
        </div>
    }
    .into_any()
}

/// leptos-leaflet's own container writes a `style` attribute, which the content security policy does not allow: this one
/// makes the map and leaves the rest to it.
#[component]
fn Canvas(shown: Shown, tiles: Option<MapTiles>, files: RwSignal<Files>) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    let context = provide_leaflet_context();
    let layers = StoredValue::new_local(None::<Layers>);
    let has_tiles = tiles.is_some();
    effect(move || {
        if node.get().is_none() {
            return;
        }
        spawn_local(async move {
            let outline = leaflet_files::load().await;
            // The tab may have been left meanwhile.
            let Some(element) = node.try_get_untracked().flatten() else { return };
            let made = outline.and_then(|outline| Layers::new(element.unchecked_ref(), &outline, has_tiles, shown));
            match made {
                Ok(made) => {
                    context.set_map(made.map());
                    layers.set_value(Some(made));
                    files.set(Files::Ready);
                }
                Err(_) => files.set(Files::Failed),
            }
        });
    });
    effect(move || {
        let (pins, legs) = (shown.pins.get(), shown.legs.get());
        if files.get() == Files::Ready {
            layers.update_value(|layers| {
                if let Some(layers) = layers {
                    layers.draw(&pins, &legs);
                }
            });
        }
    });
    effect(move || {
        let places = [shown.chosen.get(), shown.pointed.get()];
        shown.pins.track();
        if files.get() == Files::Ready {
            layers.with_value(|layers| {
                if let Some(layers) = layers {
                    layers.point_at(&places);
                }
            });
        }
    });
    on_cleanup(move || {
        let _ = layers.try_update_value(|layers| {
            if let Some(layers) = layers.take() {
                layers.remove();
            }
        });
    });
    let pictures = tiles.map(|tiles| view! { <TileLayer url=tiles.url max_zoom=19.0/> }.into_any());
    view! { <div id="map-of-logins" class="map" node_ref=node></div> {pictures} }.into_any()
}
