//! The tab *Tenant*.

mod colour_field;
mod draft;
mod parts;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{FailureKind, TenantEdit, TenantSettings};

use self::draft::Draft;
use self::parts::{Branding, Defaults, Impersonation, Limits, Logs, Sessions};
use crate::components::{
    ErrorState, Icon, LeaveGuard, MISTAKE, Permission, SaveBar, SkeletonText, Toasts, focus_mistake,
    use_settings_permission, use_toasts,
};
use crate::first_html::Loaded;
use crate::focus::FocusAtSending;
use crate::functions::Answer;
use crate::functions::connections::list_connections;
use crate::functions::resource_servers::list_resource_servers;
use crate::functions::tenant::{get_tenant, update_tenant};

/// The settings, and what some of them choose from.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Known {
    settings: TenantSettings,
    connections: Vec<String>,
    /// Identifiers and names.
    apis: Vec<(String, String)>,
}

async fn known() -> Answer<Known> {
    let settings = get_tenant().await?;
    let connections = list_connections().await?.into_iter().map(|connection| connection.name).collect();
    let mut apis = Vec::new();
    let mut after = None;
    loop {
        let page = list_resource_servers(after).await?;
        apis.extend(page.resource_servers.into_iter().map(|api| (api.identifier, api.name)));
        after = page.next;
        if after.is_none() {
            return Ok(Known { settings, connections, apis });
        }
    }
}

/// What users see at login, and what holds for all applications.
#[component]
pub fn TenantTab() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| known(), false);
    let shown = move |answer: Answer<Known>| match answer {
        Ok(known) => view! { <Form known=known/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! { <Suspense fallback=|| view! { <SkeletonText lines=8/> }>{move || loaded.get().map(shown)}</Suspense> }
        .into_any()
}

#[component]
fn Form(known: Known) -> impl IntoView {
    let draft = Draft::new(known.settings);
    let permission = use_settings_permission();
    let toasts = use_toasts();
    let forbidden = move || {
        permission.reason.get().map(|reason| view! { <p class="form-note"><Icon name="info"/>{reason}</p> }.into_any())
    };
    let error = Signal::derive(move || {
        draft.refused.with(|refused| refused.as_ref().filter(|it| it.fields.is_empty()).map(|it| it.message.clone()))
    });
    let is_conflict =
        move || draft.refused.with(|refused| refused.as_ref().is_some_and(|it| it.kind == FailureKind::Conflict));
    let reload = move || {
        is_conflict().then(|| {
            view! {
                <button type="button" class="button" on:click=move |_| load_again(draft, toasts)>"Load What Is There Now"</button>
            }
            .into_any()
        })
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(draft, permission, toasts);
    };
    let is_read_only = Signal::derive(move || !permission.may_edit.get());
    view! {
        <form class="settings" novalidate=true on:submit=submit>
            {move || forbidden()}
            <fieldset class="settings-fields" disabled=is_read_only>
                <Branding draft=draft/>
                <Defaults draft=draft connections=known.connections apis=known.apis/>
                <Sessions draft=draft is_read_only=is_read_only/>
                <Impersonation draft=draft/>
                <Limits draft=draft/>
                <Logs draft=draft/>
            </fieldset>
            <SaveBar is_dirty=draft.is_dirty is_busy=draft.is_busy error=error on_discard=move |()| draft.reset()>
                {reload}
            </SaveBar>
        </form>
        <LeaveGuard
            is_dirty=draft.is_dirty.into()
            message=Signal::stored("What you changed in these settings is not saved and will be lost.".to_owned())
            on_leave=move |()| draft.reset()
        />
    }
    .into_any()
}

fn save(draft: Draft, permission: Permission, toasts: Toasts) {
    if draft.is_busy.get_untracked() || !permission.may_edit.get_untracked() {
        return;
    }
    let settings = match draft.settings() {
        Ok(settings) => settings,
        Err(mistakes) => {
            draft.unread.set(mistakes);
            return focus_mistake();
        }
    };
    draft.unread.set(Vec::new());
    draft.is_busy.set(true);
    draft.refused.set(None);
    let focus = FocusAtSending::new();
    let (sent, edit) = (settings.clone(), TenantEdit { base: draft.base.get_untracked(), settings });
    spawn_local(async move {
        let answer = update_tenant(edit).await;
        let _ = draft.is_busy.try_set(false);
        match answer {
            Ok(settings) => {
                toasts.done("The settings are saved");
                draft.saved(&sent, settings);
            }
            Err(refusal) => {
                let _ = draft.refused.try_set(Some(refusal));
                focus.move_to(MISTAKE);
            }
        }
    });
}

/// Begins anew from what somebody else saved meanwhile.
fn load_again(draft: Draft, toasts: Toasts) {
    spawn_local(async move {
        match get_tenant().await {
            Ok(settings) => draft.take(settings),
            Err(refusal) => toasts.failed(refusal.message.clone()),
        }
    });
}
