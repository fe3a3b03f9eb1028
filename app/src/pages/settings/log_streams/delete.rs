//! Deleting a log stream.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Streams;
use crate::components::{ConfirmDialog, Work, use_toasts};
use crate::effect::effect;
use crate::functions::log_streams::delete_log_stream;

#[component]
pub(super) fn Delete(streams: Streams) -> impl IntoView {
    let open = RwSignal::new(false);
    effect(move || {
        if streams.deleting.with(Option::is_some) {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            streams.deleting.set(None);
        }
    });
    let work = Work::new(open);
    let toasts = use_toasts();
    let name = move || streams.deleting.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let send = move |()| {
        let Some(stream) = streams.deleting.get_untracked() else { return };
        work.busy.set(true);
        spawn_local(async move {
            let answer = delete_log_stream(stream.id).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(all) => {
                    toasts.done(format!("{} is deleted", stream.name));
                    let _ = work.open.try_set(false);
                    let _ = streams.all.try_set(all);
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    view! {
        <ConfirmDialog
            open=work.open
            title=Signal::derive(move || format!("Delete {}?", name()))
            message="Its receiver gets no more events, and none of those that wait. They stay in the log."
            confirm="Yes, Delete It"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        />
    }
    .into_any()
}
