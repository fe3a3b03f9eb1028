//! The head of the page.

use leptos::prelude::*;

use super::delete::DeleteApplication;
use crate::components::{CopyButton, Icon, Menu, MenuItem};
use crate::pages::applications::current::CurrentClient;
use crate::pages::applications::kinds::kind_name;

/// The way back to the list.
#[component]
pub(super) fn BackToApplications() -> impl IntoView {
    view! {
        <a class="user-back" href="/applications">
            <Icon name="chevron-left"/>
            "Applications"
        </a>
    }
    .into_any()
}

/// Which application it is, and what can be done.
#[component]
pub(super) fn Head(current: CurrentClient) -> impl IntoView {
    let id = current.id();
    let name = move || current.client.with(|client| client.name.clone());
    let kind = move || current.client.with(|client| kind_name(client.app_type));
    view! {
        <BackToApplications/>
        <header class="user-head">
            <span class="connection-mark"><Icon name="device"/></span>
            <div class="user-head-text">
                <h1 class="user-name"><bdi>{name}</bdi></h1>
                <p class="user-handles">
                    <span>{kind}</span>
                    <span class="user-id"><code>{id.clone()}</code><CopyButton text=id label="Copy client ID"/></span>
                </p>
            </div>
            <div class="user-head-actions"><Actions current=current/></div>
        </header>
    }
    .into_any()
}

#[component]
fn Actions(current: CurrentClient) -> impl IntoView {
    let deleting = RwSignal::new(false);
    let permission = current.permission;
    view! {
        <Menu label="Actions" icon="more" show_label=true>
            <MenuItem
                icon="trash"
                label="Delete Application"
                danger=true
                disabled=Signal::derive(move || !permission.may_edit.get())
                reason=permission.reason
                on_select=move |()| deleting.set(true)
            />
        </Menu>
        <DeleteApplication current=current open=deleting/>
    }
    .into_any()
}
