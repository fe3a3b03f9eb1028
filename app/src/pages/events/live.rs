//! Events that happen while the page is open.

use leptos::html;
use leptos::prelude::*;
use model::LogEvent;

use super::feed::follow;
use super::list::Listed;
use super::log::Log;
use crate::components::Icon;
use crate::effect::effect;

/// Puts what happens at the top of the list: at once where the top is in view and nothing narrows the list, otherwise when
/// the button that says so is pressed.
#[component]
pub(super) fn Live(log: Log, listed: Listed) -> impl IntoView {
    let waiting = RwSignal::new(Vec::<LogEvent>::new());
    let announced = RwSignal::new(String::new());
    let top = NodeRef::<html::Div>::new();
    let is_at_top = move || {
        let place = top.get_untracked().map(|top| top.get_bounding_client_rect().top());
        place.is_some_and(|place| place >= 0.0) && !log.address.with_untracked(super::Address::is_filtered)
    };
    let show = move |_| {
        let news = waiting.try_update(std::mem::take).unwrap_or_default();
        insert(listed, news);
        if let Some(top) = top.get_untracked() {
            top.scroll_into_view();
        }
    };
    let tell = move |event: LogEvent| {
        let is_known = |events: &Vec<LogEvent>| events.iter().any(|known| known.log_id == event.log_id);
        if listed.events.with_untracked(is_known) || waiting.with_untracked(is_known) {
            return;
        }
        if let Some(on_news) = log.on_news.get_value() {
            on_news.run(());
        }
        if is_at_top() && waiting.with_untracked(Vec::is_empty) {
            announced.set(format!("New event: {}", super::words::title(&event)));
            insert(listed, vec![event]);
        } else {
            waiting.update(|waiting| waiting.push(event));
            announced.set(count(waiting.with_untracked(Vec::len)));
        }
    };
    effect(move || {
        top.track();
        let address = log.address.get_untracked();
        let url = move || {
            let newest = |events: &Vec<LogEvent>| events.iter().map(|event| event.log_id.clone()).max();
            let last = waiting
                .try_with_untracked(newest)
                .flatten()
                .or_else(|| listed.events.try_with_untracked(newest).flatten());
            address.feed(log.user().as_ref(), last.as_deref())
        };
        follow(url, tell);
    });
    view! {
        <div class="log-news" node_ref=top>
            {move || {
                let is_there = !waiting.read().is_empty();
                is_there
                    .then(|| {
                        view! {
                            <button type="button" class="log-pill" on:click=show>
                                <Icon name="chevron-up"/>
                                {move || count(waiting.read().len())}
                            </button>
                        }
                        .into_any()
                    })
            }}
            <p class="visually-hidden" role="status">{move || announced.get()}</p>
        </div>
    }
    .into_any()
}

fn count(events: usize) -> String {
    if events == 1 { "1 new event".to_owned() } else { format!("{events} new events") }
}

/// Newest first, whatever the order in which they were told.
fn insert(listed: Listed, news: Vec<LogEvent>) {
    listed.events.update(|events| {
        events.extend(news);
        events.sort_by(|one, other| other.log_id.cmp(&one.log_id));
        events.dedup_by(|one, other| one.log_id == other.log_id);
    });
}
