//! What is done to one user from the list.

use leptos::prelude::*;
use model::{Ending, UserRow};

use super::list::List;
use crate::components::ConfirmDialog;
use crate::effect::effect;
use crate::functions::users;

/// Blocks at once where nothing else ends with it; otherwise asks first.
pub(super) fn block(list: List, user: UserRow) {
    leptos::task::spawn_local(async move {
        match users::what_ends(user.user_id.clone()).await {
            Ok(ending) if ending.is_empty() => set_blocked(list, user, true),
            Ok(ending) => list.blocking.set(Some((user, ending))),
            Err(refusal) => list.toasts.failed(refusal.message.clone()),
        }
    });
}

/// Blocks or unblocks, and offers to undo it.
pub(super) fn set_blocked(list: List, user: UserRow, blocked: bool) {
    leptos::task::spawn_local(async move {
        match users::set_blocked(user.user_id.clone(), blocked).await {
            Ok(_) => {
                let done = if blocked { "is blocked" } else { "may log in again" };
                let text = format!("{} {done}", user.name);
                let undo = Callback::new(move |()| undo_blocked(list, user.clone(), blocked));
                list.toasts.done_with_undo(text, undo);
                list.refresh();
            }
            Err(refusal) => list.toasts.failed(refusal.message.clone()),
        }
    });
}

fn undo_blocked(list: List, user: UserRow, blocked: bool) {
    leptos::task::spawn_local(async move {
        match users::set_blocked(user.user_id, !blocked).await {
            Ok(_) => {
                list.toasts.done("Undone");
                list.refresh();
            }
            Err(refusal) => list.toasts.failed(refusal.message.clone()),
        }
    });
}

/// Says what ends with a block.
#[component]
pub(super) fn BlockDialog(list: List) -> impl IntoView {
    let shown = RwSignal::new(list.blocking.get_untracked());
    let open = RwSignal::new(shown.with_untracked(Option::is_some));
    effect(move || {
        if let Some(blocking) = list.blocking.get() {
            shown.set(Some(blocking));
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            list.blocking.set(None);
        }
    });
    let told = move |tell: fn(&UserRow, &Ending) -> String| {
        Signal::derive(move || {
            shown.with(|shown| shown.as_ref().map_or_else(String::new, |(user, ending)| tell(user, ending)))
        })
    };
    let block = move |()| {
        if let Some((user, _)) = shown.get_untracked() {
            open.set(false);
            set_blocked(list, user, true);
        }
    };
    view! {
        <ConfirmDialog
            open=open
            title=told(|user, _| format!("Block {}?", user.name))
            message=told(|_, ending| format!(
                "{} will end at once, and do not come back when the user is unblocked. On the user's page a block can have a \
                 reason and an end.",
                ending.in_words()
            ))
            confirm=told(|_, _| "Block User".to_owned())
            on_confirm=block
        />
    }
}

/// Asks before a user is deleted.
#[component]
pub(super) fn DeleteDialog(list: List) -> impl IntoView {
    let open = RwSignal::new(list.deleting.with_untracked(Option::is_some));
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    effect(move || {
        if list.deleting.with(Option::is_some) {
            error.set(None);
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            list.deleting.set(None);
        }
    });
    let name = move || list.deleting.with(|user| user.as_ref().map_or_else(String::new, |user| user.name.clone()));
    let delete = move |()| {
        let Some(user) = list.deleting.get_untracked() else { return };
        busy.set(true);
        error.set(None);
        leptos::task::spawn_local(async move {
            let answer = users::delete_user(user.user_id).await;
            let _ = busy.try_set(false);
            match answer {
                Ok(()) => {
                    open.set(false);
                    list.toasts.done(format!("{} was deleted", user.name));
                    list.refresh();
                }
                Err(refusal) => error.set(Some(refusal.message.clone())),
            }
        });
    };
    view! {
        <ConfirmDialog
            open=open
            title=Signal::derive(move || format!("Delete {}?", name()))
            message="The profile, its metadata and its password are lost, and it cannot be undone."
            confirm="Yes, Delete It"
            danger=true
            busy=busy
            error=error
            on_confirm=delete
        />
    }
}
