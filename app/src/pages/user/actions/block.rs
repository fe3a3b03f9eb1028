//! *Block User*, which says what it ends, and *Unblock User*, which is done at once.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{Ending, NewBlock, Timestamp};

use crate::components::{
    ActionForm, Dialog, SkeletonText, TextField, Toasts, Work, lasting, use_now, use_toasts, utc_time,
};
use crate::effect::effect;
use crate::functions::Answer;
use crate::functions::users::{block_user, set_blocked, what_ends};
use crate::pages::user::current::CurrentUser;

/// The longest reason, in characters.
const REASON: usize = 500;

/// The dialog that says what ends, and blocks.
#[component]
pub(super) fn BlockUser(user: CurrentUser, open: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(open);
    let title = Signal::derive(move || format!("Block {}?", user.profile.read().display_name()));
    view! {
        <Dialog open=open title=title busy=work.busy>
            <Fields user=user work=work/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Fields(user: CurrentUser, work: Work) -> impl IntoView {
    let toasts = use_toasts();
    let ending = RwSignal::new(None::<Answer<Ending>>);
    spawn_local(async move {
        let _ = ending.try_set(Some(what_ends(user.id()).await));
    });
    let (reason, until) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let now = use_now();
    let wrong_reason = Memo::new(move |_| {
        let length = reason.read().chars().count();
        (length > REASON).then(|| format!("At most {REASON} characters, {length} given"))
    });
    let wrong_until = Memo::new(move |_| {
        let end = moment(&until.read());
        match end {
            _ if until.read().is_empty() => None,
            None => Some("A date and a time, please".to_owned()),
            Some(end) if now.get().is_some_and(|now| end <= now) => {
                Some("The end of a block must be in the future".to_owned())
            }
            Some(_) => None,
        }
    });
    effect(move || {
        reason.track();
        until.track();
        work.refused.set(None);
    });
    let send = move |()| {
        work.busy.set(true);
        let block = NewBlock { reason: reason.get_untracked(), until: moment(&until.read_untracked()) };
        spawn_local(async move {
            let answer = block_user(user.id(), block).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(blocked) => {
                    work.open.set(false);
                    let told = done(&user.name(), &blocked.receipt.ended);
                    user.profile.set(blocked.user);
                    toasts.done_with_undo(told, undo(user, toasts));
                }
                Err(refusal) => drop(work.refused.try_set(Some(refusal))),
            }
        });
    };
    let either = move |wrong: Memo<Option<String>>, field: &'static str| {
        Signal::derive(move || work.refused_field(field).or_else(|| wrong.get()))
    };
    let shown = move || match ending.get() {
        None => view! { <SkeletonText lines=2/> }.into_any(),
        Some(Ok(ending)) => view! { <What ending=ending/> }.into_any(),
        Some(Err(refusal)) => view! { <p class="field-error">{refusal.message.clone()}</p> }.into_any(),
    };
    view! {
        <ActionForm
            work=work
            submit="Block User"
            is_wrong=Signal::derive(move || wrong_reason.read().is_some() || wrong_until.read().is_some())
            error=Signal::derive(move || work.refused_otherwise(&["reason", "until"]))
            on_submit=send
        >
            <div aria-live="polite">{move || shown()}</div>
            <TextField
                label="Reason"
                name="block-reason"
                value=reason
                error=either(wrong_reason, "reason")
                hint="Optional. Other administrators see it; the user does not."
                autofocus=true
            />
            <TextField
                label="Until"
                name="block-until"
                kind="datetime-local"
                value=until
                error=either(wrong_until, "until")
                hint="Optional, in your time zone. Without it the block stays until somebody ends it."
            />
        </ActionForm>
    }
    .into_any()
}

/// What ends, and what lives on.
#[component]
fn What(ending: Ending) -> impl IntoView {
    let line = |text: String| view! { <li>{text}</li> }.into_any();
    let mut lines = Vec::new();
    if !ending.is_empty() {
        lines.push(line(ending.in_words()));
    }
    if !ending.told.is_empty() {
        lines.push(line(format!("at {}, which are told by back-channel logout", ending.told.join(", "))));
    }
    let ends = if lines.is_empty() {
        view! { <p>"The user can no longer log in. They are not logged in anywhere, so nothing else ends."</p> }
            .into_any()
    } else {
        view! {
            <p>"The user can no longer log in. What ends at once, and does not come back when they are unblocked:"</p>
            <ul class="delete-losses">{lines}</ul>
        }
        .into_any()
    };
    let lives_on = ending.access_tokens_until.map(|until| {
        view! {
            <p>
                "Access tokens that were issued already are good until " <strong>{utc_time(until)}</strong>
                " at the latest, at APIs that verify them by themselves."
            </p>
        }
        .into_any()
    });
    view! {
        {ends}
        {lives_on}
    }
    .into_any()
}

fn done(name: &str, ended: &Ending) -> String {
    match ended.in_words().as_str() {
        "" => format!("{name} is blocked"),
        ended => format!("{name} is blocked: {ended} ended"),
    }
}

/// Lets the user log in again, once; sessions do not come back.
fn undo(user: CurrentUser, toasts: Toasts) -> Callback<()> {
    lasting(move || {
        spawn_local(async move {
            match set_blocked(user.id(), false).await {
                Ok(profile) => {
                    user.profile.set(profile);
                    toasts.done("Undone");
                }
                Err(refusal) => toasts.failed(refusal.message.clone()),
            }
        });
    })
}

/// Lets the user log in again, and offers to undo it.
pub(super) fn unblock(user: CurrentUser, toasts: Toasts) {
    spawn_local(async move {
        match set_blocked(user.id(), false).await {
            Ok(profile) => {
                user.profile.set(profile);
                let again = lasting(move || {
                    spawn_local(async move {
                        match set_blocked(user.id(), true).await {
                            Ok(profile) => {
                                user.profile.set(profile);
                                toasts.done("Undone");
                            }
                            Err(refusal) => toasts.failed(refusal.message.clone()),
                        }
                    });
                });
                toasts.done_with_undo(format!("{} may log in again", user.name()), again);
            }
            Err(refusal) => toasts.failed(refusal.message.clone()),
        }
    });
}

/// What was chosen, in the viewer's zone. Only in the browser.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
fn moment(text: &str) -> Option<Timestamp> {
    if text.is_empty() {
        return None;
    }
    let time = js_sys::Date::new(&wasm_bindgen::JsValue::from_str(text)).get_time();
    (!time.is_nan()).then_some(Timestamp(time as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said() {
        assert_eq!(done("Ada", &Ending::default()), "Ada is blocked");
        let ended = Ending { sessions: 2, ..Ending::default() };
        assert_eq!(done("Ada", &ended), "Ada is blocked: 2 sessions ended");
    }
}
