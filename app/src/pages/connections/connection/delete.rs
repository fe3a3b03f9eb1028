//! *Delete Connection*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use super::head::users_path;
use crate::components::{ConfirmDialog, Work, use_toasts};
use crate::functions::connections::delete_connection;
use crate::pages::connections::current::CurrentConnection;

/// The warning before a connection is deleted.
#[component]
pub(super) fn DeleteConnection(current: CurrentConnection, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    let toasts = use_toasts();
    let navigate = use_navigate();
    let send = move |()| {
        work.busy.set(true);
        let (id, name, navigate) = (current.id(), current.name(), navigate.clone());
        spawn_local(async move {
            let answer = delete_connection(id).await;
            work.busy.set(false);
            match answer {
                Ok(()) => {
                    work.open.set(false);
                    toasts.done(format!("{name} was deleted"));
                    navigate("/connections", Default::default());
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    let name = current.name();
    view! {
        <ConfirmDialog
            open=open
            title=format!("Delete {name}?")
            confirm="Yes, Delete It"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        >
            <p><strong>"This cannot be undone."</strong> " Lost for ever will be:"</p>
            <ul class="delete-losses">
                <li>"the connection\u{2019}s settings, its dictionary among them"</li>
                <li>"which applications use it"</li>
            </ul>
            <p>
                "A connection with users is not deleted: "
                <a href=users_path(&name)>"look whether it has any"</a> "."
            </p>
        </ConfirmDialog>
    }
    .into_any()
}
