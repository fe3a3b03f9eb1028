//! *Check* and *Import*, and the dialog while the file is on its way.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsValue;
use web_sys::FormData;

use super::draft::Draft;
use super::{file, upload};
use crate::components::{Dialog, FormError, Icon, Permission};
use crate::effect::effect;
use crate::pages::jobs::job_path;

/// The two ways on.
#[component]
pub(super) fn Buttons(draft: Draft, permission: Permission) -> impl IntoView {
    let navigate = use_navigate();
    let is_off = move || !permission.may_edit.get() || draft.missing().is_some() || draft.is_sending.get();
    let go = move |is_dry: bool| {
        let navigate = navigate.clone();
        move |_: ev::MouseEvent| {
            if untrack(is_off) {
                return;
            }
            let navigate = navigate.clone();
            send(draft, is_dry, move |id: &str| navigate(&job_path(id), NavigateOptions::default()));
        }
    };
    let (check, import) = (go(true), go(false));
    let why = move || permission.reason.get().map(str::to_owned).or_else(|| draft.missing());
    let told = move || draft.refused.with(|refused| refused.as_ref().map(|refused| refused.message.clone()));
    view! {
        <FormError error=Signal::derive(told)/>
        <p class="form-actions">
            <button
                type="button"
                class="button button-primary"
                aria-disabled=move || is_off().then_some("true")
                title=why
                on:click=check
            >
                <Icon name="check"/>
                "Check"
            </button>
            <button
                type="button"
                class="button"
                aria-disabled=move || is_off().then_some("true")
                title=why
                on:click=import
            >
                <Icon name="upload"/>
                "Import"
            </button>
            <span class="field-hint">"A check changes nothing, and says of each row what would become of it."</span>
        </p>
    }
    .into_any()
}

fn send(draft: Draft, is_dry: bool, done: impl Fn(&str) + 'static) {
    draft.refused.set(None);
    let Some(Ok(form)) = file::chosen(draft).map(|file| form(draft, &file, is_dry)) else { return };
    draft.sent.set(Some(0));
    draft.is_sending.set(true);
    spawn_local(async move {
        let answer = upload::send(form, move |percentage| {
            let _ = draft.sent.try_set(Some(percentage));
        })
        .await;
        // The page may have been left.
        if draft.is_sending.try_set(false).is_some() {
            return;
        }
        draft.sent.set(None);
        match answer {
            Some(Ok(job)) => done(&job.id),
            Some(Err(refusal)) => draft.refused.set(Some(refusal)),
            None => {}
        }
    });
}

/// What is said of the file comes before it, so that the server knows it early.
fn form(draft: Draft, file: &web_sys::File, is_dry: bool) -> Result<FormData, JsValue> {
    let form = FormData::new()?;
    let flag = |name: &str, is: bool| form.append_with_str(name, if is { "true" } else { "false" });
    let is_full = untrack(move || draft.is_full());
    flag("dry_run", is_dry)?;
    flag("full", is_full)?;
    flag("upsert", !is_full && draft.upsert.get_untracked())?;
    flag("send_completion_email", draft.mail.get_untracked())?;
    if !is_full {
        form.append_with_str("connection_id", &draft.connection.get_untracked())?;
    }
    let external_id = draft.external_id.get_untracked();
    if !external_id.trim().is_empty() {
        form.append_with_str("external_id", external_id.trim())?;
    }
    let columns = untrack(move || draft.mapping());
    if !columns.is_empty() {
        form.append_with_str("columns", &serde_json::to_string(&columns).unwrap_or_default())?;
    }
    form.append_with_blob("users", file)?;
    Ok(form)
}

/// Over the page while the file is sent: nothing else leads away from it.
#[component]
pub(super) fn Sending(draft: Draft) -> impl IntoView {
    effect(move || {
        let listener = window_event_listener(ev::beforeunload, move |event| {
            if draft.is_sending.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            listener.remove();
            upload::stop();
        });
    });
    let name =
        move || draft.chosen.with(|chosen| chosen.as_ref().map(|chosen| chosen.name.clone()).unwrap_or_default());
    let sent = move || draft.sent.get().unwrap_or(0);
    let words = move || match sent() {
        100 => "Sent; the server is looking at it.".to_owned(),
        percentage => format!("{percentage} % sent"),
    };
    view! {
        <Dialog open=draft.is_sending title=Signal::derive(move || format!("Sending {}", name())) busy=draft.is_sending>
            <div class="dialog-content">
                <progress aria-label="Sent" max="100" value=move || sent().to_string()></progress>
                <p class="job-numbers">{words}</p>
            </div>
            <footer class="dialog-foot">
                <button type="button" class="button" on:click=move |_| upload::stop()>"Cancel"</button>
            </footer>
        </Dialog>
    }
    .into_any()
}
