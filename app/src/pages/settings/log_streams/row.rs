//! One log stream.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{LogStream, LogStreamStatus};

use super::Streams;
use crate::components::{Badge, Icon, Number, Tone, When, use_toasts};
use crate::functions::log_streams::set_log_stream_status;

#[component]
pub(super) fn Row(streams: Streams, stream: LogStream) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let toasts = use_toasts();
    let permission = streams.permission;
    let LogStream { id, name, status, sink, categories, health, .. } = stream.clone();
    let (tone, word) = match status {
        LogStreamStatus::Active if health.failures > 0 => (Tone::Warning, "failing"),
        LogStreamStatus::Active => (Tone::Good, "active"),
        LogStreamStatus::Paused => (Tone::Neutral, "paused"),
        LogStreamStatus::Suspended => (Tone::Danger, "suspended"),
    };
    let reason =
        health.last_error.clone().map(|reason| view! { <p class="field-hint"><bdi>{reason}</bdi></p> }.into_any());
    let chosen = match categories.len() {
        0 => "all events".to_owned(),
        1 => "1 category of events".to_owned(),
        count => format!("{count} categories of events"),
    };
    let (next, verb, icon) = match status {
        LogStreamStatus::Active => (LogStreamStatus::Paused, "Pause", "block"),
        LogStreamStatus::Paused | LogStreamStatus::Suspended => (LogStreamStatus::Active, "Resume", "refresh"),
    };
    let (pause, remove) = (format!("{verb} {name}"), format!("Delete {name}"));
    let is_off = move || (!permission.may_edit.get()).then_some("true");
    let switch = {
        let name = name.clone();
        move |_| {
            if is_busy.get_untracked() || !permission.may_edit.get_untracked() {
                return;
            }
            is_busy.set(true);
            let (id, name) = (id.clone(), name.clone());
            spawn_local(async move {
                let answer = set_log_stream_status(id, next).await;
                let _ = is_busy.try_set(false);
                match answer {
                    Ok(all) => {
                        toasts.done(format!("{name} is {} now", next.as_str()));
                        let _ = streams.all.try_set(all);
                    }
                    Err(refusal) => toasts.failed(refusal.message.clone()),
                }
            });
        }
    };
    view! {
        <tr>
            <th scope="row"><bdi>{name}</bdi></th>
            <td><code>{sink.http_endpoint}</code><p class="field-hint">{chosen}</p></td>
            <td><Badge tone=tone>{word}</Badge>{reason}</td>
            <td><When at=health.delivered_at/></td>
            <td class="figure"><Number value=health.waiting/></td>
            <td class="figure">
                <button
                    type="button"
                    class="button button-small"
                    aria-label=pause
                    aria-disabled=is_off
                    title=move || permission.reason.get()
                    on:click=switch
                >
                    <Icon name=icon/>
                    {verb}
                </button>
                " "
                <button
                    type="button"
                    class="button button-small"
                    aria-haspopup="dialog"
                    aria-label=remove
                    aria-disabled=is_off
                    title=move || permission.reason.get()
                    on:click=move |_| {
                        if permission.may_edit.get_untracked() {
                            streams.deleting.set(Some(stream.clone()));
                        }
                    }
                >
                    <Icon name="trash"/>
                    "Delete"
                </button>
            </td>
        </tr>
    }
    .into_any()
}
