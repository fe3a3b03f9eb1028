//! One event in full.

use leptos::prelude::*;
use model::LogEvent;
use serde_json::Value;

use super::event::{Change, changes, title};
use crate::components::json_tree::{JsonPath, JsonTree, JsonTreeState, pretty};
use crate::components::{CopyButton, Dialog, When};
use crate::effect::effect;

/// One event in full: what was changed from what to what, and the event as the log keeps it.
#[component]
pub(super) fn EventDialog(opened: RwSignal<Option<LogEvent>>) -> impl IntoView {
    let open = RwSignal::new(false);
    effect(move || {
        if opened.read().is_some() {
            open.set(true);
        }
    });
    let heading = Signal::derive(move || opened.read().as_ref().map(title).unwrap_or_default());
    view! {
        <Dialog open=open title=heading wide=true on_close=move |()| opened.set(None)>
            {move || opened.get().map(|event| view! { <Event event=event/> }.into_any())}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Event(event: LogEvent) -> impl IntoView {
    let changes = changes(&event);
    let raw = serde_json::to_value(&event).unwrap_or_default();
    let state = JsonTreeState::new("event", raw.clone());
    view! {
        <div class="dialog-content event">
            <p class="event-when"><When at=Some(event.date)/></p>
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
fn Changes(changes: Vec<Change>) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|change| {
            view! {
            <tr>
                <th scope="row"><code><bdi>{change.field}</bdi></code></th>
                <td>{side(change.before)}</td>
                <td>{side(change.after)}</td></tr>}
            .into_any()
        })
        .collect_view();
    view! {
        <div class="table-box"><div class="table-scroll">
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
        Some(Value::String(text)) => view! { <bdi>{text}</bdi> }.into_any(),
        Some(value) => view! { <pre class="event-value" tabindex="0"><code>{pretty(&value)}</code></pre> }.into_any(),
        None => view! { <span class="fact-none">"none"</span> }.into_any(),
    }
}
