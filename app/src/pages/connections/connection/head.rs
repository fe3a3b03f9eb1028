//! The head of the page.

use leptos::prelude::*;

use super::delete::DeleteConnection;
use crate::components::{Badge, CopyButton, Icon, Menu, MenuItem, Tone};
use crate::pages::connections::current::CurrentConnection;
use crate::pages::connections::table::kind;
use crate::paths::encode;

/// The way back to the list.
#[component]
pub(super) fn BackToConnections() -> impl IntoView {
    view! {
        <a class="user-back" href="/connections">
            <Icon name="chevron-left"/>
            "Connections"
        </a>
    }
    .into_any()
}

/// Which connection it is, and what can be done.
#[component]
pub(super) fn Head(current: CurrentConnection) -> impl IntoView {
    let id = current.id();
    let users = users_path(&current.name());
    let strategy = current.connection.with_untracked(|connection| kind(&connection.strategy));
    let unused = move || {
        let is_unused = current.connection.with(|connection| connection.applications == 0);
        is_unused.then(|| view! { <Badge tone=Tone::Warning><Icon name="alert"/>"unused"</Badge> }.into_any())
    };
    view! {
        <BackToConnections/>
        <header class="user-head">
            <span class="connection-mark"><Icon name="database"/></span>
            <div class="user-head-text">
                <h1 class="user-name">{current.name()}{move || unused()}</h1>
                <p class="user-handles">
                    <span>{strategy}</span>
                    <span class="user-id"><code>{id.clone()}</code><CopyButton text=id label="Copy connection id"/></span>
                    <a href=users>"Its users"</a>
                </p>
            </div>
            <div class="user-head-actions"><Actions current=current/></div>
        </header>
    }
    .into_any()
}

/// The list of the connection's users.
pub(super) fn users_path(name: &str) -> String {
    format!("/users?connection={}", encode(name))
}

#[component]
fn Actions(current: CurrentConnection) -> impl IntoView {
    let deleting = RwSignal::new(false);
    let permission = current.permission;
    view! {
        <Menu label="Actions" icon="more" show_label=true>
            <MenuItem
                icon="trash"
                label="Delete Connection"
                danger=true
                disabled=Signal::derive(move || !permission.may_edit.get())
                reason=permission.reason
                on_select=move |()| deleting.set(true)
            />
        </Menu>
        <DeleteConnection current=current open=deleting/>
    }
    .into_any()
}
