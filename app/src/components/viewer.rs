//! Who looks at the dashboard, and what they may do.

use leptos::prelude::*;
use model::{Role, Viewer};

use crate::first_html::JsonBytes;
/// The administrator who is signed in.
pub fn use_viewer() -> Signal<Option<Viewer>> {
    use_context::<Signal<Option<Viewer>>>().unwrap_or_else(|| Signal::stored(None))
}

/// Makes the viewer known to all pages: the server writes it into the first HTML, the browser reads it there.
pub fn provide_viewer() {
    let viewer = SharedValue::<_, JsonBytes>::new_with_encoding(viewer_of_request).into_inner();
    provide_context(Signal::stored(viewer));
}

#[cfg(feature = "ssr")]
fn viewer_of_request() -> Option<Viewer> {
    let actor = use_context::<directory::Actor>()?;
    let directory = use_context::<directory::Directory>()?;
    directory.administrators().viewer(&actor).ok()
}

#[cfg(not(feature = "ssr"))]
fn viewer_of_request() -> Option<Viewer> {
    None
}

/// What the viewer may do. The server decides; this only tells beforehand.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// Whether it may be changed.
    pub may_edit: Signal<bool>,
    /// Why not, for a control that is disabled; `None` where it is allowed.
    pub reason: Signal<Option<&'static str>>,
}

/// The viewer's permission to change users.
pub fn use_permission() -> Permission {
    permission(Role::may_edit_users, "Your role is viewer: you can look, but not change anything")
}

/// The viewer's permission to change settings: applications, connections and the like.
pub fn use_settings_permission() -> Permission {
    permission(Role::may_edit_settings, "Only owners change settings: you can look, but not change them")
}

fn permission(allows: fn(Role) -> bool, reason: &'static str) -> Permission {
    let viewer = use_viewer();
    let may_edit = Signal::derive(move || viewer.with(|viewer| viewer.as_ref().is_some_and(|v| allows(v.role))));
    Permission { may_edit, reason: Signal::derive(move || (!may_edit.get()).then_some(reason)) }
}
