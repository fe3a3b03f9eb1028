//! The connection whose page is open, for all parts of the page.

use leptos::prelude::*;
use model::Connection;

use crate::components::{Permission, use_settings_permission};

/// The connection whose page is open.
#[derive(Clone, Copy)]
pub(super) struct CurrentConnection {
    /// As it is stored; every change puts the new one here.
    pub(super) connection: RwSignal<Connection>,
    /// Whether the administrator's role allows changes.
    pub(super) permission: Permission,
}

impl CurrentConnection {
    pub(super) fn id(self) -> String {
        self.connection.with_untracked(|connection| connection.id.clone())
    }

    pub(super) fn name(self) -> String {
        self.connection.with_untracked(|connection| connection.name.clone())
    }
}

/// Makes `connection` the one whose page is open.
pub(super) fn provide_connection(connection: Connection) -> CurrentConnection {
    let current = CurrentConnection { connection: RwSignal::new(connection), permission: use_settings_permission() };
    provide_context(current);
    current
}

/// The connection whose page is open.
pub(super) fn use_connection() -> CurrentConnection {
    expect_context()
}
