//! What is asked before keys change.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::SigningKeyInfo;

use super::Keys;
use crate::components::{ConfirmDialog, Work, use_toasts};
use crate::effect::effect;
use crate::functions::Answer;
use crate::functions::keys::{revoke_key, rotate_keys};

/// *Rotate*: the next key signs from now on.
#[component]
pub(super) fn Rotate(keys: Keys) -> impl IntoView {
    let work = asked(move || keys.rotating.with(Option::is_some), move || keys.rotating.set(None));
    let toasts = use_toasts();
    let name = move || keys.rotating.get().map(|alg| alg.as_str()).unwrap_or_default();
    let send = move |()| {
        let Some(alg) = keys.rotating.get_untracked() else { return };
        work.busy.set(true);
        spawn_local(async move {
            if took(keys, work, rotate_keys(alg).await) {
                toasts.done(format!("Another {} key signs now", alg.as_str()));
            }
        });
    };
    view! {
        <ConfirmDialog
            open=work.open
            title=Signal::derive(move || format!("Rotate the {} key?", name()))
            confirm="Rotate Key"
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        >
            <p>
                "The next key signs from now on, and another one is made to come after it. Tokens that the previous key signed \
                 are valid as before, until you revoke that key."
            </p>
        </ConfirmDialog>
    }
    .into_any()
}

/// *Revoke*: nothing that a previous key signed is believed any more.
#[component]
pub(super) fn Revoke(keys: Keys) -> impl IntoView {
    let work = asked(move || keys.revoking.with(Option::is_some), move || keys.revoking.set(None));
    let toasts = use_toasts();
    let send = move |()| {
        let Some(kid) = keys.revoking.get_untracked() else { return };
        work.busy.set(true);
        spawn_local(async move {
            if took(keys, work, revoke_key(kid).await) {
                toasts.done("The key was revoked");
            }
        });
    };
    view! {
        <ConfirmDialog
            open=work.open
            title="Revoke this key?"
            confirm="Yes, Revoke It"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        >
            <p><strong>"This cannot be undone."</strong>" Every token that this key signed is refused, however long it was to last:"</p>
            <p><code>{move || keys.revoking.get()}</code></p>
            <p>"Applications get new tokens with their refresh tokens, or by a new login."</p>
        </ConfirmDialog>
    }
    .into_any()
}

/// A dialog that is open while something is asked about.
fn asked(is_asked: impl Fn() -> bool + Send + Sync + 'static, forget: impl Fn() + Send + Sync + 'static) -> Work {
    let open = RwSignal::new(false);
    effect(move || {
        if is_asked() {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            forget();
        }
    });
    Work::new(open)
}

/// Shows the keys that came back, or why there are none.
fn took(keys: Keys, work: Work, answer: Answer<Vec<SigningKeyInfo>>) -> bool {
    let _ = work.busy.try_set(false);
    match answer {
        Ok(all) => {
            let _ = work.open.try_set(false);
            let _ = keys.all.try_set(all);
            true
        }
        Err(refusal) => {
            let _ = work.refused.try_set(Some(refusal));
            false
        }
    }
}
