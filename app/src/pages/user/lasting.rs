//! Callbacks that outlive the page that made them.

use leptos::prelude::*;

/// A callback for a message: the message, and its *Undo*, can be on the screen longer than the page. It is never freed;
/// it is as small as what it undoes.
pub(super) fn lasting(undo: impl Fn() + Send + Sync + 'static) -> Callback<()> {
    let owner = Owner::new_root(None);
    let callback = owner.with(|| Callback::new(move |()| undo()));
    std::mem::forget(owner);
    callback
}
