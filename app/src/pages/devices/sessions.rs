//! Browsers that the user is logged in with.

use leptos::prelude::*;
use model::BrowserLogin;

use super::{AskButton, Asked, Part, Rows, Tab, names, place};
use crate::components::{Badge, Icon, Tone, When};

/// A row a session.
#[component]
pub(super) fn Sessions(tab: Tab, sessions: Vec<BrowserLogin>) -> impl IntoView {
    let shown = if sessions.is_empty() {
        view! { <p class="access-none">"No browser is logged in."</p> }.into_any()
    } else {
        let heads = vec!["Browser", "Applications", "Began", "Last seen", "Where", "Ends"];
        let rows =
            sessions.into_iter().map(|session| view! { <Row tab=tab session=session/> }.into_any()).collect_view();
        view! { <Rows label="Sessions" heads=heads>{rows}</Rows> }.into_any()
    };
    view! {
        <Part id="access-sessions" title="Sessions" note="Logins of browsers. Every application that is opened there is logged in with them.">
            {shown}
        </Part>
    }
    .into_any()
}

#[component]
fn Row(tab: Tab, session: BrowserLogin) -> impl IntoView {
    let label = format!("End the session in {}", session.agent);
    let asked = StoredValue::new(session.clone());
    let impersonation = session
        .is_impersonation
        .then(|| view! { <Badge tone=Tone::Warning><Icon name="eye"/>"administrator"</Badge> }.into_any());
    view! {
        <tr>
            <th scope="row" class="access-device">
                <Icon name="monitor"/>
                <span class="access-name"><bdi>{session.agent.clone()}</bdi></span>
                {impersonation}
            </th>
            {names(&session.applications)}
            <td><When at=Some(session.created_at)/></td>
            <td><When at=Some(session.last_seen_at)/></td>
            {place(session.place.clone(), session.ip.clone())}
            <td><When at=Some(session.ends_at)/></td>
            <td class="access-action">
                <AskButton tab=tab word="End" label=label asked=move || Asked::End(asked.get_value())/>
            </td>
        </tr>
    }
    .into_any()
}
