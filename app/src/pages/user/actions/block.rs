//! *Block User* and *Unblock User*: done at once, and undone as quickly.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Toasts;
use crate::functions::users::set_blocked;
use crate::pages::user::current::CurrentUser;
use crate::pages::user::lasting::lasting;

/// The user can no longer log in.
pub(super) const BLOCK: bool = true;
/// The user can log in again.
pub(super) const UNBLOCK: bool = false;

/// Blocks or unblocks the user, and offers to undo it.
pub(super) fn set_blocked_state(user: CurrentUser, toasts: Toasts, blocked: bool) {
    let (id, name) = (user.id(), user.name());
    spawn_local(async move {
        match set_blocked(id.clone(), blocked).await {
            Ok(profile) => {
                user.profile.set(profile);
                let undo = lasting(move || {
                    let id = id.clone();
                    spawn_local(async move {
                        match set_blocked(id, !blocked).await {
                            Ok(profile) => {
                                user.profile.set(profile);
                                toasts.done("Undone");
                            }
                            Err(refusal) => toasts.failed(refusal.message.clone()),
                        }
                    });
                });
                let done = if blocked { "is blocked" } else { "may log in again" };
                toasts.done_with_undo(format!("{name} {done}"), undo);
            }
            Err(refusal) => toasts.failed(refusal.message.clone()),
        }
    });
}
