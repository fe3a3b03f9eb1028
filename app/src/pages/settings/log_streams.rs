//! The tab *Log streams*: where events of the log are sent to, and how that fares.

mod create;
mod delete;
mod row;

use leptos::prelude::*;
use model::LogStream;

use self::create::Create;
use self::delete::Delete;
use self::row::Row;
use crate::components::{EmptyState, ErrorState, Icon, Permission, SkeletonText, use_settings_permission};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::log_streams::list_log_streams;

/// What the tab shows, and what is being asked.
#[derive(Clone, Copy)]
struct Streams {
    all: RwSignal<Vec<LogStream>>,
    permission: Permission,
    creating: RwSignal<bool>,
    /// The one that is to be deleted.
    deleting: RwSignal<Option<LogStream>>,
}

/// Owners make streams, stop them, and delete them.
#[component]
pub fn LogStreamsTab() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_log_streams(), false);
    let shown = move |answer: Answer<Vec<LogStream>>| match answer {
        Ok(all) => view! { <Found all=all/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! { <Suspense fallback=|| view! { <SkeletonText lines=6/> }>{move || loaded.get().map(shown)}</Suspense> }
        .into_any()
}

#[component]
fn Found(all: Vec<LogStream>) -> impl IntoView {
    let streams = Streams {
        all: RwSignal::new(all),
        permission: use_settings_permission(),
        creating: RwSignal::new(false),
        deleting: RwSignal::new(None),
    };
    let permission = streams.permission;
    let table = move || match streams.all.with(Vec::is_empty) {
        true => view! {
            <EmptyState
                icon="external"
                title="No log streams"
                text="A log stream sends every event to a web server of yours, as it happens."
            />
        }
        .into_any(),
        false => view! { <Table streams=streams/> }.into_any(),
    };
    view! {
        <section class="log-streams">
            <div class="page-actions">
                <button
                    type="button"
                    class="button button-primary"
                    aria-haspopup="dialog"
                    aria-disabled=move || (!permission.may_edit.get()).then_some("true")
                    title=move || permission.reason.get()
                    on:click=move |_| {
                        if permission.may_edit.get_untracked() {
                            streams.creating.set(true);
                        }
                    }
                >
                    <Icon name="plus"/>
                    "Create Log Stream"
                </button>
            </div>
            {table}
        </section>
        <Create streams=streams/>
        <Delete streams=streams/>
    }
    .into_any()
}

#[component]
fn Table(streams: Streams) -> impl IntoView {
    let rows = move || {
        streams
            .all
            .get()
            .into_iter()
            .map(|stream| view! { <Row streams=streams stream=stream/> }.into_any())
            .collect_view()
    };
    view! {
        <div class="table-box">
            <div class="table-scroll" role="region" aria-label="Log streams" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Sends to"</th>
                            <th scope="col">"State"</th>
                            <th scope="col">"Delivered"</th>
                            <th scope="col" class="figure">"Waiting"</th>
                            <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
