//! Leaflet and the outline of the world, loaded when the first map is opened and kept from then on.

use js_sys::{Function, Promise};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Response};

/// Where the files are: the server wrote it on `<html data-map>`.
struct Files {
    script: String,
    style: String,
    outline: String,
}

/// Loads what a map needs; the outline of the world as GeoJSON.
///
/// # Errors
/// When a file could not be loaded.
pub(super) async fn load() -> Result<JsValue, JsValue> {
    let files = files().ok_or_else(|| JsValue::from_str("the page names no files of a map"))?;
    let outline = leptos::prelude::window().fetch_with_str(&files.outline);
    once("link", "href", &files.style, &[("rel", "stylesheet")]).await?;
    once("script", "src", &files.script, &[]).await?;
    let answer: Response = JsFuture::from(outline).await?.unchecked_into();
    JsFuture::from(answer.json()?).await
}

fn files() -> Option<Files> {
    let text = document().document_element()?.get_attribute("data-map")?;
    let mut names = text.split(' ').map(str::to_owned);
    Some(Files { script: names.next()?, style: names.next()?, outline: names.next()? })
}

/// Appends the element to the head, unless it is there, and waits until the browser has loaded it.
async fn once(tag: &str, attribute: &str, address: &str, others: &[(&str, &str)]) -> Result<(), JsValue> {
    let document = document();
    let head = document.head().ok_or(JsValue::UNDEFINED)?;
    let element = match head.query_selector(&format!("{tag}[{attribute}='{address}']"))? {
        Some(known) if known.has_attribute("data-loaded") => return Ok(()),
        // It failed before, or another map waits for it too: a second one is loaded from the browser's store.
        _ => document.create_element(tag)?,
    };
    for (name, value) in others {
        element.set_attribute(name, value)?;
    }
    element.set_attribute(attribute, address)?;
    let loaded = event(&element);
    head.append_child(&element)?;
    match JsFuture::from(loaded).await {
        Ok(_) => element.set_attribute("data-loaded", "true"),
        Err(error) => {
            element.remove();
            Err(error)
        }
    }
}

fn event(element: &Element) -> Promise {
    let wait = |kind: &str, settle: &Function| {
        // Neither can fail for an element that was just made.
        let _ = element.add_event_listener_with_callback(kind, settle);
    };
    Promise::new(&mut |resolve, reject| {
        wait("load", &resolve);
        wait("error", &reject);
    })
}
