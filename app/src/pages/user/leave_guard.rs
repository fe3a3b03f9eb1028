//! Asks before something unsaved is lost.

use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::components::ConfirmDialog;

/// While `is_dirty`, leaving the page by a link, by the browser's back button or by closing the tab asks first.
#[component]
pub(super) fn LeaveGuard(
    is_dirty: Signal<bool>,
    /// What would be lost.
    message: Signal<String>,
    /// Throws it away.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let target = StoredValue::new(String::new());
    let ask = move |href: String| {
        target.set_value(href);
        open.set(true);
    };
    Effect::new(move |_| listen(is_dirty, ask));
    let navigate = use_navigate();
    let leave = move |()| {
        on_leave.run(());
        open.set(false);
        navigate(&target.get_value(), Default::default());
    };
    view! {
        <ConfirmDialog
            open=open
            title="Leave without saving?"
            message=message
            confirm="Leave Without Saving"
            danger=true
            on_confirm=leave
        />
    }
    .into_any()
}

fn listen(is_dirty: Signal<bool>, ask: impl Fn(String) + Copy + 'static) {
    let here = path_and_query();
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if is_dirty.get_untracked() {
            event.prevent_default();
        }
    });
    let clicked = before_all("click", move |event: web_sys::Event| {
        if let Some(href) = event.dyn_ref().and_then(left_by).filter(|_| is_dirty.get_untracked()) {
            event.prevent_default();
            event.stop_immediate_propagation();
            ask(href);
        }
    });
    let went_back = before_all("popstate", move |event: web_sys::Event| {
        let there = path_and_query();
        if is_dirty.get_untracked() && there != here {
            // The browser is there already; the page stays, so its address must come back.
            event.stop_immediate_propagation();
            if let Ok(history) = window().history() {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
            }
            ask(there);
        }
    });
    on_cleanup(move || {
        unload.remove();
        clicked.remove();
        went_back.remove();
    });
}

fn path_and_query() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// The address that a click leads to, if it leads away from this page and in this tab.
fn left_by(event: &MouseEvent) -> Option<String> {
    let has_modifier = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if has_modifier || event.button() != 0 || event.default_prevented() {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let link = link.dyn_into::<HtmlAnchorElement>().ok()?;
    let location = window().location();
    let is_elsewhere = !matches!(link.target().as_str(), "" | "_self") || link.has_attribute("download");
    let is_here = link.pathname() == location.pathname().ok()? && link.search() == location.search().ok()?;
    let is_foreign = link.origin() != location.origin().ok()?;
    (!is_elsewhere && !is_here && !is_foreign).then(|| link.pathname() + &link.search())
}

/// A listener that runs before all others.
#[derive(Clone, Copy)]
struct First {
    name: &'static str,
    listener: StoredValue<Closure<dyn Fn(web_sys::Event)>, LocalStorage>,
}

fn before_all(name: &'static str, run: impl Fn(web_sys::Event) + 'static) -> First {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(run);
    let _ = window().add_event_listener_with_callback_and_bool(name, closure.as_ref().unchecked_ref(), true);
    First { name, listener: StoredValue::new_local(closure) }
}

impl First {
    fn remove(self) {
        self.listener.try_with_value(|closure| {
            let _ = window().remove_event_listener_with_callback_and_bool(
                self.name,
                closure.as_ref().unchecked_ref(),
                true,
            );
        });
    }
}
