//! Asks before something unsaved is lost.

mod first;

use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use self::first::before_all;
use crate::components::ConfirmDialog;

/// While `is_dirty`, leaving the page by a link, by the browser's back button or by closing the tab asks first.
#[component]
pub fn LeaveGuard(
    /// Whether something is unsaved.
    is_dirty: Signal<bool>,
    /// What would be lost.
    message: Signal<String>,
    /// Throws it away.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let is_leaving = StoredValue::new(false);
    // Where a link leads; none for the back button.
    let target = StoredValue::new(None::<String>);
    let ask = move |href: Option<String>| {
        target.set_value(href);
        open.set(true);
    };
    Effect::new(move |_| listen(is_dirty, ask));
    Effect::new(move |_| match (is_dirty.get(), open.get()) {
        (true, false) => {
            is_leaving.set_value(false);
            history::arm();
        }
        (false, _) if !is_leaving.get_value() => history::disarm(),
        _ => {}
    });
    let navigate = use_navigate();
    let leave = move |()| {
        is_leaving.set_value(true);
        on_leave.run(());
        open.set(false);
        match target.get_value() {
            Some(href) => {
                navigate(&href, NavigateOptions { replace: history::is_armed(), ..NavigateOptions::default() });
            }
            None => history::back(),
        }
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

fn listen(is_dirty: Signal<bool>, ask: impl Fn(Option<String>) + Copy + 'static) {
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if is_dirty.get_untracked() {
            event.prevent_default();
        }
    });
    let clicked = before_all("click", move |event: web_sys::Event| {
        if let Some(href) = event.dyn_ref().and_then(left_by).filter(|_| is_dirty.get_untracked()) {
            event.prevent_default();
            event.stop_immediate_propagation();
            ask(Some(href));
        }
    });
    let went_back = window_event_listener(ev::popstate, move |_| {
        if is_dirty.get_untracked() && !history::is_armed() {
            ask(None);
        }
    });
    on_cleanup(move || {
        unload.remove();
        clicked.remove();
        went_back.remove();
    });
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

/// The back button cannot be stopped, only led to a place where nothing is lost: a second entry for the same page.
mod history {
    use super::*;

    const UNSAVED: &str = "unsaved";

    fn browser() -> Option<web_sys::History> {
        window().history().ok()
    }

    /// Whether the browser is at the second entry.
    pub(super) fn is_armed() -> bool {
        browser()
            .and_then(|history| history.state().ok())
            .is_some_and(|state| state.as_string().as_deref() == Some(UNSAVED))
    }

    /// Makes the second entry.
    pub(super) fn arm() {
        if let (Some(history), false) = (browser(), is_armed()) {
            let _ = history.push_state(&JsValue::from_str(UNSAVED), "");
        }
    }

    /// Goes back to the first entry.
    pub(super) fn disarm() {
        if is_armed() {
            back();
        }
    }

    pub(super) fn back() {
        if let Some(history) = browser() {
            let _ = history.back();
        }
    }
}
