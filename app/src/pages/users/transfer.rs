//! The menu *Import / Export*.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::list::List;
use crate::components::{Menu, MenuItem, MenuLink, MenuSeparator};

/// The ways to users in files. A viewer sees what was imported and exported, and is told why they cannot do it.
#[component]
pub(super) fn TransferMenu(list: List) -> impl IntoView {
    let navigate = use_navigate();
    let to = move |path: &'static str| {
        let navigate = navigate.clone();
        Callback::new(move |()| navigate(path, leptos_router::NavigateOptions::default()))
    };
    let (import, export) = (to("/users/import"), to("/users/export"));
    let (is_off, reason) = (Signal::derive(move || !list.permission.may_edit.get()), list.permission.reason);
    view! {
        <Menu label="Import / Export" icon="transfer" show_label=true>
            <MenuItem icon="upload" label="Import Users" disabled=is_off reason=reason on_select=import/>
            <MenuItem icon="download" label="Export Users" disabled=is_off reason=reason on_select=export/>
            <MenuSeparator/>
            <MenuLink icon="history" label="Past Imports and Exports" href="/users/jobs"/>
        </Menu>
    }
}
