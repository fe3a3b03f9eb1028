//! Taking text out of the page: to the clipboard, or as a file.

use std::time::Duration;

use js_sys::{Array, Reflect};
use leptos::html::Button;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlDocument, HtmlTextAreaElement, Url};

use super::{Icon, use_toasts};

/// Copies a text.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What the button is called.
    #[prop(into)]
    label: Signal<String>,
    /// Whether the label is shown on it.
    #[prop(optional)]
    show_label: bool,
) -> impl IntoView {
    let node = NodeRef::<Button>::new();
    let is_done = RwSignal::new(false);
    let toasts = use_toasts();
    let copy = move |_| {
        let Some(button) = node.get_untracked() else { return };
        let text = text.get_untracked();
        leptos::task::spawn_local(async move {
            if copy_text(&text, &button).await {
                let _ = is_done.try_set(true);
                set_timeout(
                    move || {
                        let _ = is_done.try_set(false);
                    },
                    Duration::from_secs(2),
                );
            } else {
                toasts.failed("The browser did not allow copying. Select the text and copy it.");
            }
        });
    };
    let class = if show_label { "button" } else { "icon-button" };
    view! {
        <button
            type="button"
            class=class
            node_ref=node
            aria-label=move || (!show_label).then(|| label.get())
            title=move || (!show_label).then(|| label.get())
            on:click=copy
        >
            {move || view! { <Icon name=if is_done.get() { "check" } else { "copy" }/> }.into_any()}
            {show_label.then_some(move || label.get())}
            <span class="visually-hidden" role="status">{move || is_done.get().then_some("Copied")}</span>
        </button>
    }
}

async fn copy_text(text: &str, near: &Element) -> bool {
    let navigator = window().navigator();
    // There is none where the page came by plain http from another machine.
    let has_clipboard =
        Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|clipboard| !clipboard.is_undefined());
    if has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok() {
        return true;
    }
    copy_by_selection(text, near).unwrap_or(false)
}

/// The old way. The field stands beside the button, because in a dialog nothing outside can be focused.
fn copy_by_selection(text: &str, near: &Element) -> Result<bool, JsValue> {
    let document = document();
    let field: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
    field.set_value(text);
    field.set_class_name("visually-hidden");
    near.insert_adjacent_element("afterend", &field)?;
    field.select();
    let done = document.unchecked_into::<HtmlDocument>().exec_command("copy");
    field.remove();
    done
}

/// Saves `text` as a file.
pub fn download_text(name: &str, mime: &str, text: &str) {
    let save = || -> Result<(), JsValue> {
        let parts = Array::of1(&JsValue::from_str(text));
        let kind = BlobPropertyBag::new();
        kind.set_type(mime);
        let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        let forget = move || {
            let _ = Url::revoke_object_url(&url);
        };
        set_timeout(forget, Duration::from_secs(10));
        Ok(())
    };
    if save().is_err() {
        leptos::logging::error!("the browser refused to save {name}");
    }
}
