//! The application whose page is open, for all parts of the page.

use leptos::prelude::*;
use model::Client;

use crate::components::{Permission, use_permission};

/// The application whose page is open.
#[derive(Clone, Copy)]
pub(super) struct CurrentClient {
    /// As it is stored; every change puts the new one here.
    pub(super) client: RwSignal<Client>,
    /// Its new secret, which is shown until the page is left.
    pub(super) secret: RwSignal<Option<String>>,
    /// Whether the administrator's role allows changes.
    pub(super) permission: Permission,
}

impl CurrentClient {
    pub(super) fn id(self) -> String {
        self.client.with_untracked(|client| client.client_id.clone())
    }

    pub(super) fn name(self) -> String {
        self.client.with_untracked(|client| client.name.clone())
    }
}

/// The secret of an application that was just made, on the way from the dialog to its page.
#[derive(Clone, Copy)]
pub struct FreshSecret(RwSignal<Option<(String, String)>>);

impl FreshSecret {
    /// Keeps the secret of `client_id` for the page that opens next.
    pub(super) fn put(self, client_id: &str, secret: Option<String>) {
        self.0.set(secret.map(|secret| (client_id.to_owned(), secret)));
    }

    fn take(self, client_id: &str) -> Option<String> {
        let (id, secret) = self.0.try_update(Option::take)??;
        (id == client_id).then_some(secret)
    }
}

/// Makes the way of fresh secrets known to all pages.
pub fn provide_fresh_secret() {
    provide_context(FreshSecret(RwSignal::new(None)));
}

/// Makes `client` the one whose page is open.
pub(super) fn provide_client(client: Client) -> CurrentClient {
    let fresh: FreshSecret = expect_context();
    let secret = RwSignal::new(fresh.take(&client.client_id));
    let current = CurrentClient { client: RwSignal::new(client), secret, permission: use_permission() };
    provide_context(current);
    current
}

/// The application whose page is open.
pub(super) fn use_client() -> CurrentClient {
    expect_context()
}
