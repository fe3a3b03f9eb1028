//! The events: those that are there, older ones, and those that happen meanwhile.

use leptos::prelude::*;
use model::{LogEvent, LogPage, Timestamp};

use super::live::Live;
use super::log::Log;
use super::older::Older;
use super::table::EventTable;
use crate::components::{EmptyState, ErrorState, SkeletonText};
use crate::functions::Refusal;

/// The events that one answer began with.
#[derive(Clone, Copy)]
pub(super) struct Listed {
    pub(super) events: RwSignal<Vec<LogEvent>>,
    /// Where older ones go on.
    pub(super) next: RwSignal<Option<String>>,
    /// How far back was searched, where the search paused.
    pub(super) searched_to: RwSignal<Option<Timestamp>>,
}

/// The events that the address asks for.
#[component]
pub(crate) fn EventList(
    log: Log,
    /// Whether each row names its user.
    has_users: bool,
) -> impl IntoView {
    let is_pending = RwSignal::new(false);
    let shown = move || {
        log.first.get().map(|answer| match answer {
            Ok(page) => view! { <Events log=log first=page has_users=has_users/> }.into_any(),
            Err(refusal) => failed(log, refusal),
        })
    };
    view! {
        <div class="log-list" aria-busy=move || if is_pending.get() { "true" } else { "false" }>
            <Transition fallback=|| view! { <SkeletonText lines=6/> } set_pending=is_pending>
                {move || shown()}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Events(log: Log, first: LogPage, has_users: bool) -> impl IntoView {
    let LogPage { events, next, searched_to } = first;
    let listed =
        Listed { events: RwSignal::new(events), next: RwSignal::new(next), searched_to: RwSignal::new(searched_to) };
    let is_empty = Memo::new(move |_| listed.events.read().is_empty());
    view! {
        <Live log=log listed=listed/>
        {move || {
            if is_empty.get() {
                (listed.next.read().is_none()).then(|| empty(log))
            } else {
                Some(view! { <EventTable log=log events=listed.events has_users=has_users/> }.into_any())
            }
        }}
        <Older log=log listed=listed/>
    }
    .into_any()
}

fn empty(log: Log) -> AnyView {
    let address = log.address.get();
    if address.is_filtered() {
        let all = log.url(&super::Address { time: address.time, ..super::Address::default() });
        return view! {
            <EmptyState
                icon="search"
                title="No event matches"
                text="A search compares whole values, upper and lower case apart: *login* finds what stands inside."
            >
                <a class="button" href=all data-noscroll="true">"Clear the search and filters"</a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState
            icon="history"
            title="Nothing happened in this time"
            text="Logins, tokens and changes stand here as soon as they happen."
        />
    }
    .into_any()
}

fn failed(log: Log, refusal: Refusal) -> AnyView {
    let Some(mistake) = refusal.field("q").map(str::to_owned) else {
        return view! { <ErrorState failure=refusal retry=move |()| log.first.refetch()/> }.into_any();
    };
    // The place is counted from 1, and what stands before it is not longer than a line of the box.
    let place = mistake.strip_prefix("Position ").and_then(|rest| rest.split(':').next()?.parse::<usize>().ok());
    let q = log.address.with(|address| address.q.clone());
    let marked = place.map(|place| {
        let before: String = q.chars().take(place - 1).collect();
        let after: String = q.chars().skip(place - 1).collect();
        view! {
            <code class="log-mistake"><bdi>{before}<mark>{if after.is_empty() { " ".to_owned() } else { after }}</mark></bdi></code>
        }
        .into_any()
    });
    view! {
        <div class="state state-failed" role="alert" id="log-mistake">
            <h2>"The search cannot be read"</h2>
            {marked}
            <p>{mistake}</p>
        </div>
    }
    .into_any()
}
