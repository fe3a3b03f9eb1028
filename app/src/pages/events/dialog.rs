//! One event in full.

use leptos::prelude::*;
use model::{LogEvent, UserId};
use serde_json::Value;

use super::checks::Checks;
use super::log::Log;
use super::receipt::{ReceiptView, receipt};
use super::words::{Change, actor, changes, checks, title};
use crate::components::json_tree::{JsonPath, JsonTree, JsonTreeState, pretty};
use crate::components::{CopyButton, Dialog, When, exact_time, use_now};
use crate::effect::effect;
use crate::paths::user_path;

/// One event in full: what happened, how a login was decided, what was changed from what to what, and the event as the log
/// keeps it.
#[component]
pub(crate) fn EventDialog(log: Log) -> impl IntoView {
    let open = RwSignal::new(false);
    effect(move || open.set(log.opened.read().is_some()));
    let heading = Signal::derive(move || log.opened.read().as_ref().map(title).unwrap_or_default());
    view! {
        <Dialog open=open title=heading wide=true on_close=move |()| log.close()>
            {move || log.opened.get().map(|event| view! { <Event event=event/> }.into_any())}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Event(event: LogEvent) -> impl IntoView {
    let (changes, checks, receipt) = (changes(&event), checks(&event), receipt(&event));
    let raw = serde_json::to_value(&event).unwrap_or_default();
    let state = JsonTreeState::new("event", raw.clone());
    view! {
        <div class="dialog-content event">
            <Summary event=event/>
            {(!checks.is_empty()).then(|| view! { <Checks checks=checks/> }.into_any())}
            {receipt.map(|receipt| view! { <ReceiptView receipt=receipt/> }.into_any())}
            {(!changes.is_empty()).then(|| view! { <Changes changes=changes/> }.into_any())}
            <header class="event-head">
                <h3>"The event"</h3>
                <CopyButton text=pretty(&raw) label="Copy the event"/>
            </header>
            <JsonTree state=state label="The event"/>
            <JsonPath state=state/>
        </div>
    }
    .into_any()
}

#[component]
fn Summary(event: LogEvent) -> impl IntoView {
    let now = use_now();
    let at = event.date;
    let exact = move || now.get().map(|_| exact_time(at).replace('\n', " · "));
    let actor = actor(&event);
    let application = match (event.client_name.filter(|name| !name.is_empty()), event.client_id) {
        (Some(name), Some(id)) => Some(format!("{name} ({id})")),
        (name, id) => name.or(id),
    };
    let user = event.user_id.filter(|id| !id.is_empty()).map(|id| {
        let name = event.user_name.clone().unwrap_or_else(|| id.clone());
        view! { <a href=user_path(&UserId::from(id))><bdi>{name}</bdi></a> }.into_any()
    });
    let user = user.or_else(|| event.user_name.clone().map(text));
    view! {
        <dl class="facts event-facts">
            {fact("When", Some(view! { <When at=Some(at)/><span class="event-exact">{exact}</span> }.into_any()))}
            {fact("What", event.description.map(text))}
            {fact("Code", Some(view! { <code><bdi>{event.kind}</bdi></code> }.into_any()))}
            {fact("User", user)}
            {fact("By", actor.map(text))}
            {fact("Application", application.map(text))}
            {fact("Identity provider", event.connection.map(text))}
            {fact("IP address", event.ip.map(text))}
            {fact("Where", event.location_info.map(|place| text(place.label())))}
            {fact("Browser", event.user_agent.map(text))}
        </dl>
    }
    .into_any()
}

fn text(value: String) -> AnyView {
    view! { <bdi>{value}</bdi> }.into_any()
}

fn fact(name: &'static str, value: Option<AnyView>) -> Option<AnyView> {
    value.map(|value| view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> }.into_any())
}

#[component]
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|change| {
            view! {
                <tr>
                    <th scope="row"><code><bdi>{change.field}</bdi></code></th>
                    <td>{side(change.before)}</td>
                    <td>{side(change.after)}</td>
                </tr>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <h3 class="event-part">"What was changed"</h3>
        <div class="table-box"><div class="table-scroll" tabindex="0" role="region" aria-label="Fields that were changed">
            <table class="table event-changes">
                <thead>
                    <tr>
                        <th scope="col">"Changed"</th>
                        <th scope="col">"Before"</th>
                        <th scope="col">"After"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div></div>
    }
    .into_any()
}

fn side(value: Option<Value>) -> AnyView {
    match value {
        Some(Value::String(value)) => text(value),
        Some(value) => view! { <pre class="event-value" tabindex="0"><code>{pretty(&value)}</code></pre> }.into_any(),
        None => view! { <span class="fact-none">"none"</span> }.into_any(),
    }
}
