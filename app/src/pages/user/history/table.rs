//! The events, a row each.

use leptos::prelude::*;
use model::LogEvent;

use super::event::{actor, title};
use crate::components::When;

/// The events; a click on a row opens one.
#[component]
pub(super) fn EventTable(events: RwSignal<Vec<LogEvent>>, opened: RwSignal<Option<LogEvent>>) -> impl IntoView {
    view! {
        <div class="table-box"><div class="table-scroll">
            <table class="table history-table">
                <thead>
                    <tr>
                        <th scope="col">"Event"</th>
                        <th scope="col">"When"</th>
                        <th scope="col">"By"</th>
                        <th scope="col">"Application"</th>
                        <th scope="col">"Identity provider"</th>
                        <th scope="col">"IP address"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || events.get() key=|event| event.log_id.clone() let:event>
                        <EventRow event=event opened=opened/>
                    </For>
                </tbody>
            </table>
        </div></div>
    }
    .into_any()
}

#[component]
fn EventRow(event: LogEvent, opened: RwSignal<Option<LogEvent>>) -> impl IntoView {
    let event = StoredValue::new(event);
    let open = move |_| opened.set(Some(event.get_value()));
    let LogEvent { date, kind, client_name, connection, ip, .. } = event.get_value();
    let (title, actor) = event.with_value(|event| (title(event), actor(event)));
    view! {
        <tr class="history-row" on:click=open>
            <td>
                <button type="button" class="link-button">{title}</button>
                <code class="history-code">{kind}</code>
            </td>
            <td><When at=Some(date)/></td>
            {cell(actor)}
            {cell(client_name)}
            {cell(connection)}
            {cell(ip)}
        </tr>
    }
    .into_any()
}

fn cell(text: Option<String>) -> impl IntoView {
    match text {
        Some(text) => view! { <td><bdi>{text}</bdi></td> }.into_any(),
        None => view! { <td class="history-none">"–"</td> }.into_any(),
    }
}
