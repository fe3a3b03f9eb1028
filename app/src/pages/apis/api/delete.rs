//! *Delete API*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::components::{ConfirmDialog, Work, use_toasts};
use crate::functions::resource_servers::delete_resource_server;
use crate::pages::apis::current::CurrentApi;

/// The warning before an API is deleted.
#[component]
pub(super) fn DeleteApi(current: CurrentApi, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    let toasts = use_toasts();
    let navigate = use_navigate();
    let send = move |()| {
        work.busy.set(true);
        let (id, name, navigate) = (current.id(), current.name(), navigate.clone());
        spawn_local(async move {
            let answer = delete_resource_server(id).await;
            work.busy.set(false);
            match answer {
                Ok(()) => {
                    work.open.set(false);
                    toasts.done(format!("{name} was deleted"));
                    navigate("/apis", Default::default());
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=format!("Delete {}?", current.name())
            confirm="Yes, Delete It"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        >
            <p><strong>"This cannot be undone."</strong> " Lost for ever will be:"</p>
            <ul class="delete-losses">
                <li>"its scopes and settings"</li>
                <li>"what machine applications may do there"</li>
            </ul>
            <p>"Access tokens that were issued for it live on until they expire."</p>
        </ConfirmDialog>
    }
    .into_any()
}
