//! What the user allowed applications.

use leptos::prelude::*;
use model::GrantedApplication;

use super::{AskButton, Asked, Part, Rows, Tab};
use crate::components::When;

/// A row a grant.
#[component]
pub(super) fn Grants(tab: Tab, grants: Vec<GrantedApplication>) -> impl IntoView {
    let shown = if grants.is_empty() {
        view! { <p class="access-none">"No application has asked this user for anything."</p> }.into_any()
    } else {
        let heads = vec!["Application", "API", "Scopes", "Since"];
        let rows = grants.into_iter().map(|grant| view! { <Row tab=tab grant=grant/> }.into_any()).collect_view();
        view! { <Rows label="Authorized applications" heads=heads>{rows}</Rows> }.into_any()
    };
    view! {
        <Part id="access-grants" title="Authorized applications" note="What the user allowed when an application asked.">
            {shown}
        </Part>
    }
    .into_any()
}

#[component]
fn Row(tab: Tab, grant: GrantedApplication) -> impl IntoView {
    let label = format!("Revoke what {} may", grant.application);
    let asked = StoredValue::new(grant.clone());
    let api = match grant.api.as_str() {
        "" => view! { <td class="access-none">"profile"</td> }.into_any(),
        api => view! { <td><bdi>{api.to_owned()}</bdi></td> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><bdi>{grant.application.clone()}</bdi></th>
            {api}
            <td class="access-names"><bdi>{grant.scope.join(", ")}</bdi></td>
            <td><When at=Some(grant.created_at)/></td>
            <td class="access-action">
                <AskButton tab=tab word="Revoke" label=label asked=move || Asked::Revoke(asked.get_value())/>
            </td>
        </tr>
    }
    .into_any()
}
