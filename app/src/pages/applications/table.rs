//! The rows of the page.

use leptos::prelude::*;
use model::{Client, ClientPage};

use super::application_path;
use super::kinds::kind_name;
use crate::components::{CopyButton, Icon};

/// One page of applications, and the way to the next.
#[component]
pub(super) fn Table(page: ClientPage, after: RwSignal<Option<String>>) -> impl IntoView {
    let rows = page.clients.into_iter().map(row).collect_view();
    let is_first = after.read_untracked().is_none();
    let next = page.next;
    let has_next = next.is_some();
    let pager = (!is_first || has_next).then(|| {
        view! {
            <nav class="pager" aria-label="Pages of applications">
                <button type="button" class="button" disabled=is_first on:click=move |_| after.set(None)>"First"</button>
                <button type="button" class="button" disabled=!has_next on:click=move |_| after.set(next.clone())>"Next"</button>
            </nav>
        }
        .into_any()
    });
    view! {
        <div class="table-box">
            <div class="table-scroll" role="region" aria-label="Applications" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Kind"</th>
                            <th scope="col">"Client ID"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
        {pager}
    }
    .into_any()
}

fn row(client: Client) -> AnyView {
    let copy = format!("Copy client ID of {}", client.name);
    view! {
        <tr>
            <th scope="row">
                <span class="connection-cell">
                    <Icon name="device"/>
                    <a href=application_path(&client.client_id)><bdi>{client.name}</bdi></a>
                </span>
            </th>
            <td>{kind_name(client.app_type)}</td>
            <td><span class="user-id"><code>{client.client_id.clone()}</code><CopyButton text=client.client_id label=copy/></span></td>
        </tr>
    }
    .into_any()
}
