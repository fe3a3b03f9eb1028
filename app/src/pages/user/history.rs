//! The tab *History*: what happened to the user.

mod event;
mod event_dialog;
mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{LogEvent, LogPage};

use self::event_dialog::EventDialog;
use self::table::EventTable;
use super::current::{CurrentUser, use_user};
use crate::components::{EmptyState, ErrorState, SkeletonText, use_toasts};
use crate::first_html::Loaded;
use crate::functions::logs::user_history;

/// What happened to the user, newest first.
#[component]
pub fn History() -> impl IntoView {
    let user = use_user();
    // A change of the user is an event more.
    let version = Memo::new(move |_| user.profile.read().updated_at);
    let first = Loaded::new_with_options(move || version.get(), move |_| user_history(user.id(), None), false);
    view! {
        <section class="history" aria-labelledby="history">
            <h2 id="history" class="visually-hidden">"History"</h2>
            <Transition fallback=|| {
                view! { <SkeletonText lines=6/> }
            }>
                {move || {
                    first
                        .get()
                        .map(|answer| match answer {
                            Ok(page) => view! { <Events user=user first=page/> }.into_any(),
                            Err(refusal) => {
                                view! { <ErrorState failure=refusal retry=move |()| first.refetch()/> }.into_any()
                            }
                        })
                }}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Events(user: CurrentUser, first: LogPage) -> impl IntoView {
    if first.events.is_empty() {
        return view! {
            <EmptyState
                icon="history"
                title="Nothing has happened yet"
                text="Changes that administrators and programs make to this user, and later each login, will stand here."
            />
        }
        .into_any();
    }
    let opened = RwSignal::new(None::<LogEvent>);
    let events = RwSignal::new(first.events);
    let next = RwSignal::new(first.next);
    view! {
        <EventTable events=events opened=opened/>
        <Older user=user events=events next=next/>
        <EventDialog opened=opened/>
    }
    .into_any()
}

/// The button that loads what happened before.
#[component]
fn Older(user: CurrentUser, events: RwSignal<Vec<LogEvent>>, next: RwSignal<Option<String>>) -> impl IntoView {
    let toasts = use_toasts();
    let is_busy = RwSignal::new(false);
    let load = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let (id, after) = (user.id(), next.get_untracked());
        spawn_local(async move {
            match user_history(id, after).await {
                Ok(page) => {
                    events.update(|events| events.extend(page.events));
                    next.set(page.next);
                }
                Err(refusal) => toasts.failed(refusal.0.message),
            }
            is_busy.set(false);
        });
    };
    view! {
        <p class="history-foot">
            {move || {
                if next.read().is_some() {
                    view! {
                        <button
                            type="button"
                            class="button"
                            aria-disabled=move || is_busy.get().then_some("true")
                            on:click=load
                        >
                            {move || is_busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                            "Load older"
                        </button>
                    }
                    .into_any()
                } else {
                    view! { <span class="history-end">"That is all."</span> }.into_any()
                }
            }}
        </p>
    }
    .into_any()
}
