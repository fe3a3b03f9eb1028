//! Callbacks that outlive the page that made them.

use leptos::prelude::*;

/// A callback for a message: the message, and its *Undo*, can be on the screen longer than the page. It is never freed;
/// it is as small as what it undoes.
pub(crate) fn lasting(undo: impl Fn() + Send + Sync + 'static) -> Callback<()> {
    let before = Owner::current();
    // It has no parent that could be cleaned up. A new root makes itself the current owner.
    let owner = Owner::new_root(None);
    let callback = Callback::new(move |()| undo());
    match before {
        Some(before) => before.set(),
        None => owner.clone().unset(),
    }
    std::mem::forget(owner);
    callback
}
