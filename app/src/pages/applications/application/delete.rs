//! *Delete Application*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::components::{ConfirmDialog, Work, use_toasts};
use crate::functions::clients::delete_client;
use crate::pages::applications::current::CurrentClient;

/// The warning before an application is deleted.
#[component]
pub(super) fn DeleteApplication(current: CurrentClient, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    let toasts = use_toasts();
    let navigate = use_navigate();
    let send = move |()| {
        work.busy.set(true);
        let (id, name, navigate) = (current.id(), current.name(), navigate.clone());
        spawn_local(async move {
            let answer = delete_client(id).await;
            work.busy.set(false);
            match answer {
                Ok(()) => {
                    work.open.set(false);
                    toasts.done(format!("{name} was deleted"));
                    navigate("/applications", Default::default());
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
                <li>"its settings and its secret: nobody can log in to it any more"</li>
                <li>"every refresh token that its users have, on all of their devices"</li>
                <li>"what it may do at APIs, and what users allowed it"</li>
            </ul>
            <p>"Its users stay: they belong to the tenant."</p>
        </ConfirmDialog>
    }
    .into_any()
}
