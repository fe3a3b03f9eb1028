//! The events, a row each.

use leptos::prelude::*;
use model::{LogEvent, LogGroup, UserId};

use super::log::Log;
use super::words::{group_icon, note, title};
use crate::components::{Icon, When};
use crate::paths::user_path;

/// The events; a click on a row opens one.
#[component]
pub(super) fn EventTable(log: Log, events: RwSignal<Vec<LogEvent>>, has_users: bool) -> impl IntoView {
    view! {
        <div class="table-box"><div class="table-scroll" role="region" aria-label="Events" tabindex="0">
            <table class="table log-table">
                <thead>
                    <tr>
                        <th scope="col">"Event"</th>
                        <th scope="col">"When"</th>
                        {has_users.then(|| view! { <th scope="col">"User"</th> }.into_any())}
                        <th scope="col">"Application"</th>
                        <th scope="col">"Identity provider"</th>
                        <th scope="col">"IP address"</th>
                        <th scope="col">"Where"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || events.get() key=|event| event.log_id.clone() let:event>
                        <EventRow log=log event=event has_users=has_users/>
                    </For>
                </tbody>
            </table>
        </div></div>
    }
    .into_any()
}

#[component]
fn EventRow(log: Log, event: LogEvent, has_users: bool) -> impl IntoView {
    let event = StoredValue::new(event);
    let open = move |_| log.open(event.get_value());
    let LogEvent { date, kind, client_name, client_id, connection, ip, user_id, user_name, location_info, .. } =
        event.get_value();
    let (title, note) = event.with_value(|event| (title(event), note(event)));
    let group = LogGroup::of(&kind);
    let mark = format!("log-mark log-mark-{}", group.map_or("other", LogGroup::as_str));
    view! {
        <tr class="log-row" on:click=open>
            <td>
                <div class="log-what">
                    <span class=mark><Icon name=group_icon(group)/></span>
                    <span class="log-text">
                        <span class="log-title">
                            <button type="button" class="link-button"><bdi>{title}</bdi></button>
                            <code class="log-code"><bdi>{kind}</bdi></code>
                        </span>
                        {note.map(|note| view! { <span class="log-note"><bdi>{note}</bdi></span> }.into_any())}
                    </span>
                </div>
            </td>
            <td><When at=Some(date)/></td>
            {has_users.then(|| user(user_id, user_name))}
            {cell(client_name.filter(|name| !name.is_empty()).or(client_id))}
            {cell(connection)}
            {cell(ip)}
            {cell(location_info.map(|place| place.label()))}
        </tr>
    }
    .into_any()
}

/// A link of its own: a click on it does not open the event.
fn user(id: Option<String>, name: Option<String>) -> AnyView {
    let Some(id) = id.filter(|id| !id.is_empty()) else { return cell(name.filter(|name| !name.is_empty())) };
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
    view! {
        <td class="log-cell">
            <a href=user_path(&UserId::from(id)) on:click=|event| event.stop_propagation()><bdi>{name}</bdi></a>
        </td>
    }
    .into_any()
}

fn cell(text: Option<String>) -> AnyView {
    match text {
        Some(text) => view! { <td class="log-cell"><bdi>{text}</bdi></td> }.into_any(),
        None => view! { <td class="log-none">"–"</td> }.into_any(),
    }
}
