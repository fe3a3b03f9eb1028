//! The items of the menu.

use leptos::prelude::*;
use model::{SavedSearch, UserQuery};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::super::super::address::Address;
use super::super::super::list::List;
use super::super::super::search::SearchField;
use super::load;
use crate::components::{MenuItem, MenuSeparator};
use crate::effect::effect;

/// All saved searches, and what can be done with them.
#[component]
pub(in crate::pages::users) fn Items(field: SearchField) -> impl IntoView {
    let list = field.list;
    effect(move || load(list));
    effect(move || {
        list.saved.track();
        request_animation_frame(focus_first);
    });
    let searches = move || match list.saved.get() {
        None => view! { <MenuItem icon="clock" label="Loading …" disabled=true on_select=|()| {}/> }.into_any(),
        Some(all) if all.is_empty() => {
            view! { <MenuItem icon="bookmark" label="No saved searches yet" disabled=true on_select=|()| {}/> }
                .into_any()
        }
        Some(all) => all.into_iter().map(|search| item(list, search)).collect_view().into_any(),
    };
    let reason = Signal::derive(move || why_not(list));
    let ask = move |open: RwSignal<bool>| {
        // What was typed a moment ago belongs to it.
        field.send();
        field.want();
        open.set(true);
    };
    let has_none = Signal::derive(move || list.saved.with(|all| all.as_ref().is_none_or(Vec::is_empty)));
    view! {
        {move || searches()}
        <MenuSeparator/>
        <MenuItem
            icon="plus"
            label="Save this search…"
            disabled=Signal::derive(move || reason.get().is_some())
            reason=reason
            on_select=move |()| ask(field.is_saving)
        />
        <MenuItem
            icon="edit"
            label="Manage saved searches…"
            disabled=has_none
            reason=Signal::stored(Some("There are none yet"))
            on_select=move |()| ask(field.is_managing)
        />
    }
}

fn item(list: List, search: SavedSearch) -> AnyView {
    let SavedSearch { name, query, .. } = search;
    let query = StoredValue::new(query);
    // The size of a page is the viewer's, not the search's.
    let placed = move |now: &UserQuery| UserQuery { page_size: now.page_size, ..query.get_value() };
    let is_shown = Signal::derive(move || {
        list.address.with(|address| UserQuery { cursor: None, ..address.query.clone() } == placed(&address.query))
    });
    let show = move |()| {
        let query = list.address.with_untracked(|address| placed(&address.query));
        list.go(&Address { query, at: None });
    };
    view! { <MenuItem icon="bookmark" label=name checked=is_shown on_select=show/> }.into_any()
}

/// Why what is shown cannot be saved.
fn why_not(list: List) -> Option<&'static str> {
    if !list.permission.may_edit.get() {
        return list.permission.reason.get();
    }
    if list.mistake.with(Option::is_some) {
        return Some("The search has a mistake");
    }
    let is_filtered = list.address.with(|address| address.query.is_filtered());
    (!is_filtered).then_some("Search for something, or choose a filter")
}

/// The menu looked for something to focus before its items were there.
fn focus_first() {
    let Some(menu) = document().query_selector(".menu-list:has(.saved-items)").ok().flatten() else { return };
    if menu.contains(document().active_element().as_deref()) {
        return;
    }
    let first = menu.query_selector("[role^=menuitem]").ok().flatten();
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        let _ = first.focus();
    }
}
