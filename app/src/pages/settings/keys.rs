//! The tab *Signing keys*.

mod dialogs;

use leptos::prelude::*;
use model::{SigningAlgorithm, SigningKeyInfo, SigningKeyState};

use self::dialogs::{Revoke, Rotate};
use crate::components::{
    Badge, CopyButton, ErrorState, Icon, Permission, SkeletonRows, Tone, When, use_settings_permission,
};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::keys::list_keys;

/// The keys as they are shown, and what is being asked about one.
#[derive(Clone, Copy)]
struct Keys {
    all: RwSignal<Vec<SigningKeyInfo>>,
    permission: Permission,
    /// The algorithm whose next key is to sign.
    rotating: RwSignal<Option<SigningAlgorithm>>,
    /// The key that is to be revoked.
    revoking: RwSignal<Option<String>>,
}

/// Which keys sign tokens, and which are still believed.
#[component]
pub fn KeysTab() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_keys(), false);
    let shown = move |answer: Answer<Vec<SigningKeyInfo>>| match answer {
        Ok(keys) => view! { <Found keys=keys/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <section class="keys">
            <p class="page-note">
                "Applications and APIs read the public keys from "<code>"/.well-known/jwks.json"</code>
                ". The next key stands there before it signs, so that everybody knows it already when it does."
            </p>
            <Suspense fallback=|| view! { <Loading/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}

#[component]
fn Loading() -> impl IntoView {
    view! {
        <div class="table-box">
            <span class="visually-hidden" role="status">"Loading signing keys"</span>
            <table class="table table-loading"><tbody><SkeletonRows rows=4 columns=5/></tbody></table>
        </div>
    }
    .into_any()
}

#[component]
fn Found(keys: Vec<SigningKeyInfo>) -> impl IntoView {
    let keys = Keys {
        all: RwSignal::new(keys),
        permission: use_settings_permission(),
        rotating: RwSignal::new(None),
        revoking: RwSignal::new(None),
    };
    let rows = move || {
        let mut all = keys.all.get();
        all.sort_by_key(|key| (algorithm_order(key.alg), state_order(key.state)));
        all.into_iter().map(|key| row(keys, key)).collect_view()
    };
    view! {
        <div class="table-box">
            <div class="table-scroll" role="region" aria-label="Signing keys" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Key ID"</th>
                            <th scope="col">"Algorithm"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Signs since"</th>
                            <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
        <Rotate keys=keys/>
        <Revoke keys=keys/>
    }
    .into_any()
}

fn row(keys: Keys, key: SigningKeyInfo) -> AnyView {
    let copy = format!("Copy key ID {}", key.kid);
    let (tone, word) = match key.state {
        SigningKeyState::Next => (Tone::Neutral, "next"),
        SigningKeyState::Current => (Tone::Good, "signs"),
        SigningKeyState::Previous => (Tone::Warning, "previous"),
        SigningKeyState::Revoked => (Tone::Danger, "revoked"),
    };
    let kid = key.kid.clone();
    let action = match key.state {
        SigningKeyState::Current => {
            let label = format!("Rotate the {} key", key.alg.as_str());
            let alg = key.alg;
            action(keys, "refresh", "Rotate", label, move || keys.rotating.set(Some(alg)))
        }
        SigningKeyState::Previous => {
            let label = format!("Revoke the key {kid}");
            action(keys, "trash", "Revoke", label, move || keys.revoking.set(Some(kid.clone())))
        }
        SigningKeyState::Next | SigningKeyState::Revoked => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <span class="user-id"><code>{key.kid.clone()}</code><CopyButton text=key.kid label=copy/></span>
            </th>
            <td>{key.alg.as_str()}</td>
            <td><Badge tone=tone>{word}</Badge></td>
            <td><When at=key.current_since missing="not yet"/></td>
            <td class="figure">{action}</td>
        </tr>
    }
    .into_any()
}

fn action(
    keys: Keys,
    icon: &'static str,
    word: &'static str,
    label: String,
    ask: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let permission = keys.permission;
    view! {
        <button
            type="button"
            class="button button-small"
            aria-haspopup="dialog"
            aria-label=label
            aria-disabled=move || (!permission.may_edit.get()).then_some("true")
            title=move || permission.reason.get()
            on:click=move |_| {
                if permission.may_edit.get_untracked() {
                    ask();
                }
            }
        >
            <Icon name=icon/>
            {word}
        </button>
    }
    .into_any()
}

fn algorithm_order(alg: SigningAlgorithm) -> u8 {
    match alg {
        SigningAlgorithm::RS256 => 0,
        SigningAlgorithm::ES256 => 1,
        SigningAlgorithm::EdDSA => 2,
    }
}

fn state_order(state: SigningKeyState) -> u8 {
    match state {
        SigningKeyState::Current => 0,
        SigningKeyState::Next => 1,
        SigningKeyState::Previous => 2,
        SigningKeyState::Revoked => 3,
    }
}
