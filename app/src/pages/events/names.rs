//! Names of applications and connections, to choose from.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::effect::effect;
use crate::functions::clients::list_clients;
use crate::functions::connections::list_connections;

/// What can be chosen. Not needed for the first picture, so it is not in the first HTML.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    /// Ids and names of applications.
    pub(super) clients: RwSignal<Vec<(String, String)>>,
    /// Names of connections.
    pub(super) connections: RwSignal<Vec<String>>,
}

impl Names {
    pub(super) fn new() -> Self {
        let names = Self { clients: RwSignal::new(Vec::new()), connections: RwSignal::new(Vec::new()) };
        effect(move || names.load());
        names
    }

    fn load(self) {
        spawn_local(async move {
            if let Ok(page) = list_clients(None).await {
                let clients = page.clients.into_iter().map(|client| (client.client_id, client.name)).collect();
                let _ = self.clients.try_set(clients);
            }
        });
        spawn_local(async move {
            if let Ok(connections) = list_connections().await {
                let _ = self.connections.try_set(connections.into_iter().map(|connection| connection.name).collect());
            }
        });
    }

    /// What an application is called; its id where that is not known.
    pub(super) fn of_client(self, id: &str) -> String {
        self.clients.with(|clients| {
            clients.iter().find(|(known, _)| known == id).map_or_else(|| id.to_owned(), |(_, name)| name.clone())
        })
    }
}
