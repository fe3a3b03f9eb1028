//! The tenant's connections: for the filter, and for the dialog *Create User*.

use leptos::prelude::*;
use model::Connection;

use crate::effect::effect;
use crate::functions::Answer;
use crate::functions::connections::list_connections;

/// What is known of the connections. Not needed for the first picture, so it is not in the first HTML.
#[derive(Clone, Copy)]
pub(super) struct Connections(RwSignal<Option<Answer<Vec<Connection>>>>);

impl Connections {
    pub(super) fn new() -> Self {
        let connections = Self(RwSignal::new(None));
        effect(move || connections.load());
        connections
    }

    /// Asks again. What is known stays until something else is.
    pub(super) fn load(self) {
        leptos::task::spawn_local(async move {
            let answer = Some(list_connections().await);
            let is_failure = matches!(answer, Some(Err(_)));
            let is_news = |known: &Option<_>| *known != answer && !(is_failure && matches!(known, Some(Ok(_))));
            if self.0.try_with_untracked(is_news) == Some(true) {
                self.0.set(answer);
            }
        });
    }

    pub(super) fn get(self) -> Option<Answer<Vec<Connection>>> {
        self.0.get()
    }

    pub(super) fn names(self) -> Vec<String> {
        self.0.with(|known| match known {
            Some(Ok(connections)) => connections.iter().map(|connection| connection.name.clone()).collect(),
            _ => Vec::new(),
        })
    }
}
