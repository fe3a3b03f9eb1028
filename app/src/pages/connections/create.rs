//! The dialog *Create Connection*.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use model::{NewConnection, check_connection_name};

use super::connection_path;
use crate::components::{ActionForm, Checkbox, Dialog, TextField, Work, use_toasts};
use crate::effect::effect;
use crate::functions::connections::create_connection;

/// Asks for the name alone; everything else is on the page of the new connection.
#[component]
pub(super) fn CreateConnection(open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    view! {
        <Dialog open=open title="Create Connection" busy=work.busy>
            <Fields work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(work: Work) -> impl IntoView {
    let (name, everywhere) = (RwSignal::new(String::new()), RwSignal::new(true));
    let toasts = use_toasts();
    let navigate = use_navigate();
    let mistake = Memo::new(move |_| name.with(|name| check_connection_name(name.trim())).err());
    let error = Signal::derive(move || {
        let typed = !name.with(String::is_empty);
        work.refused_field("name").or_else(|| mistake.get().filter(|_| typed))
    });
    effect(move || {
        name.track();
        work.refused.set(None);
    });
    let send = move |()| {
        work.busy.set(true);
        let connection = NewConnection {
            name: name.get_untracked().trim().to_owned(),
            enable_all_clients: everywhere.get_untracked(),
            ..NewConnection::default()
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = create_connection(connection).await;
            work.busy.set(false);
            match answer {
                Ok(connection) => {
                    work.open.set(false);
                    toasts.done(format!("{} was created", connection.name));
                    navigate(&connection_path(&connection.id), Default::default());
                }
                Err(refusal) => work.refused.set(Some(refusal)),
            }
        });
    };
    view! {
        <ActionForm
            work=work
            submit="Create"
            is_wrong=Signal::derive(move || mistake.with(Option::is_some))
            error=Signal::derive(move || work.refused_otherwise(&["name"]))
            on_submit=send
        >
            <TextField
                label="Name"
                name="connection-name"
                value=name
                hint="Letters and digits, with hyphens between them. It stands in requests of applications and cannot change."
                error=error
                autofocus=true
                required=true
            />
            <Checkbox
                label="All applications use it"
                name="everywhere"
                value=everywhere
                hint="A connection that no application uses takes no users."
            />
        </ActionForm>
    }
    .into_any()
}
