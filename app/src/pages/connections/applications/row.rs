//! One application and its switch.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::ConnectionClient;

use crate::components::{Switch, Toasts, lasting, use_toasts};
use crate::functions::connections::set_connection_client;
use crate::pages::applications::kinds::kind_name;
use crate::pages::connections::current::CurrentConnection;

/// An application; hidden when the filter does not find it.
#[component]
pub(super) fn Row(current: CurrentConnection, client: ConnectionClient, filter: RwSignal<String>) -> impl IntoView {
    let application = Application {
        current,
        id: StoredValue::new(client.client_id.clone()),
        name: StoredValue::new(client.name.clone()),
        is_on: RwSignal::new(client.enabled),
        is_busy: RwSignal::new(false),
    };
    let kind = kind_name(client.app_type);
    let text = format!("{}\n{}\n{kind}", client.name, client.client_id).to_lowercase();
    let is_hidden = move || filter.with(|filter| !text.contains(&filter.trim().to_lowercase()));
    let toasts = use_toasts();
    view! {
        <li class="switch-row" hidden=is_hidden>
            <span class="switch-text">
                <strong><bdi>{client.name.clone()}</bdi></strong>
                <span class="switch-note">{kind} " · " <code>{client.client_id}</code></span>
            </span>
            <Switch
                label=client.name
                is_on=application.is_on
                busy=application.is_busy
                reason=current.permission.reason
                on_switch=move |enabled| application.switch(enabled, toasts)
            />
        </li>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Application {
    current: CurrentConnection,
    id: StoredValue<String>,
    name: StoredValue<String>,
    is_on: RwSignal<bool>,
    is_busy: RwSignal<bool>,
}

impl Application {
    /// Switches it, and offers to take that back.
    fn switch(self, enabled: bool, toasts: Toasts) {
        let (connection, client) = (self.current.id(), self.id.get_value());
        let told = told(&self.name.get_value(), &self.current.name(), enabled);
        self.is_busy.set(true);
        spawn_local(async move {
            let is_done = self.set(connection.clone(), client.clone(), enabled, toasts).await;
            if is_done {
                let undo = lasting(move || {
                    let (connection, client) = (connection.clone(), client.clone());
                    spawn_local(async move {
                        if self.set(connection, client, !enabled, toasts).await {
                            toasts.done("Undone");
                        }
                    });
                });
                toasts.done_with_undo(told, undo);
            }
        });
    }

    /// Whether it was done. The page may be gone when the answer comes.
    async fn set(self, connection: String, client: String, enabled: bool, toasts: Toasts) -> bool {
        let answer = set_connection_client(connection, client, enabled).await;
        let _ = self.is_busy.try_set(false);
        match answer {
            Ok(connection) => {
                let _ = self.is_on.try_set(enabled);
                let _ = self.current.connection.try_set(connection);
                true
            }
            Err(refusal) => {
                toasts.failed(refusal.message.clone());
                false
            }
        }
    }
}

fn told(application: &str, connection: &str, enabled: bool) -> String {
    if enabled {
        format!("{application} uses {connection}")
    } else {
        format!("{application} no longer uses {connection}")
    }
}
