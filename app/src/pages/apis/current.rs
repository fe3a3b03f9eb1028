//! The API whose page is open, for all parts of the page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{ResourceServer, ResourceServerPatch};

use crate::components::{MISTAKE, Permission, Toasts, use_permission};
use crate::focus::FocusAtSending;
use crate::functions::Refusal;
use crate::functions::resource_servers::update_resource_server;

/// The API whose page is open.
#[derive(Clone, Copy)]
pub(super) struct CurrentApi {
    /// As it is stored; every change puts the new one here.
    pub(super) api: RwSignal<ResourceServer>,
    pub(super) permission: Permission,
    pub(super) is_busy: RwSignal<bool>,
    pub(super) refused: RwSignal<Option<Refusal>>,
}

impl CurrentApi {
    pub(super) fn id(self) -> String {
        self.api.with_untracked(|api| api.id.clone())
    }

    pub(super) fn name(self) -> String {
        self.api.with_untracked(|api| api.name.clone())
    }

    /// Why it cannot be changed: the administrator's role, or because it is Roster's own.
    pub(super) fn reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || {
            let is_system = self.api.with(|api| api.is_system);
            self.permission
                .reason
                .get()
                .or(is_system.then_some("This API is Roster\u{2019}s own: its settings are fixed"))
        })
    }

    /// Sends a change and keeps what comes back.
    pub(super) fn save(self, patch: ResourceServerPatch, toasts: Toasts) {
        if self.is_busy.get_untracked() || self.reason().with_untracked(Option::is_some) {
            return;
        }
        self.is_busy.set(true);
        self.refused.set(None);
        let focus = FocusAtSending::new();
        spawn_local(async move {
            let answer = update_resource_server(self.id(), patch).await;
            let _ = self.is_busy.try_set(false);
            match answer {
                Ok(api) => {
                    toasts.done(format!("{} is saved", api.name));
                    let _ = self.api.try_set(api);
                }
                Err(refusal) => {
                    let _ = self.refused.try_set(Some(refusal));
                    focus.move_to(MISTAKE);
                }
            }
        });
    }

    /// What was refused about a field.
    pub(super) fn mistake(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.refused.with(|refused| refused.as_ref()?.field(field).map(str::to_owned)))
    }

    /// What was refused, where no field is to blame.
    pub(super) fn error(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.refused.with(|refused| refused.as_ref().filter(|it| it.fields.is_empty()).map(|it| it.message.clone()))
        })
    }
}

/// Makes `api` the one whose page is open.
pub(super) fn provide_api(api: ResourceServer) -> CurrentApi {
    let current = CurrentApi {
        api: RwSignal::new(api),
        permission: use_permission(),
        is_busy: RwSignal::new(false),
        refused: RwSignal::new(None),
    };
    provide_context(current);
    current
}

/// The API whose page is open.
pub(super) fn use_api() -> CurrentApi {
    expect_context()
}
