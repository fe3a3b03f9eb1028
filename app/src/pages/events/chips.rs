//! What the events are narrowed to, as sentences.

use leptos::prelude::*;
use model::Timestamp;

use super::address::{Address, Time};
use super::log::Log;
use super::words::group_label;
use crate::components::{Icon, exact_time, use_now};

/// One chip for each filter, each with a link that takes it away, and the time that is shown.
#[component]
pub(crate) fn Chips(log: Log) -> impl IntoView {
    let chips = move || {
        let address = log.address.get();
        let chips = chips_of(log, &address);
        let is_empty = chips.is_empty();
        let views = chips.into_iter().map(|(what, value, without)| {
            let remove = format!("Remove the filter: {what} {value}");
            view! {
                <li class="chip">
                    <span>{what} " " <strong><bdi>{value}</bdi></strong></span>
                    <a href=log.url(&without) aria-label=remove data-noscroll="true"><Icon name="x"/></a>
                </li>
            }
            .into_any()
        });
        let views = views.collect_view();
        (!is_empty).then(|| view! { <div class="chips"><ul aria-label="Filters">{views}</ul></div> }.into_any())
    };
    view! {
        {move || chips()}
        {move || hint(log)}
    }
    .into_any()
}

/// Says that older events are not shown, and shows them.
fn hint(log: Log) -> Option<AnyView> {
    let address = log.address.get();
    let (_, _, label) = Time::CHOICES.into_iter().find(|(time, ..)| *time == address.time)?;
    if address.time == Time::All {
        return None;
    }
    let all = log.url(&address.with(|address| address.time = Time::All));
    let period = label.to_ascii_lowercase();
    Some(
        view! {
            <p class="log-hint">
                <Icon name="clock"/>
                <span>{format!("Showing the {period}.")}</span>
                <a href=all data-noscroll="true">"Show everything"</a>
            </p>
        }
        .into_any(),
    )
}

/// What is narrowed, to what, and the list without that. The search has its own box.
fn chips_of(log: Log, address: &Address) -> Vec<(&'static str, String, Address)> {
    let mut chips = Vec::new();
    for group in &address.groups {
        let without = address.with(|address| address.set_group(*group, false));
        chips.push(("kind is", group_label(*group).to_lowercase(), without));
    }
    if let Some(id) = &address.client_id {
        chips.push(("application is", log.names.of_client(id), address.with(|address| address.client_id = None)));
    }
    if let Some(name) = &address.connection {
        chips.push(("identity provider is", name.clone(), address.with(|address| address.connection = None)));
    }
    if let Some(ip) = &address.ip {
        chips.push(("IP address is", ip.clone(), address.with(|address| address.ip = None)));
    }
    if let Time::Span(from, to) = address.time {
        let without = address.with(|address| address.time = Time::default());
        chips.push(("time is", span(from, to), without));
    }
    chips
}

/// In the viewer's zone once the page stands; the server does not know it.
fn span(from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let is_here = use_now().get().is_some();
    let text = |at: Timestamp| {
        let local = if is_here { exact_time(at) } else { at.to_string() };
        local.lines().next().unwrap_or_default().to_owned()
    };
    match (from.map(text), to.map(text)) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "any".to_owned(),
    }
}
