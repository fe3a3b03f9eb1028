//! Devices that hold refresh tokens.

use leptos::prelude::*;
use model::LinkedDevice;

use super::{AskButton, Asked, Part, Rows, Tab, names, place};
use crate::components::{Badge, Icon, Number, Tone, When};

/// A row a device.
#[component]
pub(super) fn Linked(tab: Tab, devices: Vec<LinkedDevice>) -> impl IntoView {
    let shown = if devices.is_empty() {
        view! { <p class="access-none">"No device holds a refresh token."</p> }.into_any()
    } else {
        let heads = vec!["Device", "Applications", "First used", "Last used", "Where", "Tokens"];
        let rows = devices.into_iter().map(|device| view! { <Row tab=tab device=device/> }.into_any()).collect_view();
        view! { <Rows label="Devices" heads=heads>{rows}</Rows> }.into_any()
    };
    view! {
        <Part id="access-devices" title="Devices" note="Each holds refresh tokens: its applications stay logged in without a browser.">
            {shown}
        </Part>
    }
    .into_any()
}

#[component]
fn Row(tab: Tab, device: LinkedDevice) -> impl IntoView {
    let agent = (device.agent != device.name)
        .then(|| view! { <span class="access-small"><bdi>{device.agent.clone()}</bdi></span> }.into_any());
    let is_signed_in = device
        .is_signed_in
        .then(|| view! { <Badge tone=Tone::Good><Icon name="check"/>"signed in"</Badge> }.into_any());
    let label = format!("Unlink {}", device.name);
    let asked = StoredValue::new(device.clone());
    view! {
        <tr>
            <th scope="row" class="access-device">
                <Icon name="device"/>
                <span>
                    <span class="access-name"><bdi>{device.name.clone()}</bdi>{is_signed_in}</span>
                    {agent}
                </span>
            </th>
            {names(&device.applications)}
            <td><When at=Some(device.created_at)/></td>
            <td><When at=Some(device.last_used_at)/></td>
            {place(device.last_place.clone(), device.last_ip.clone())}
            <td class="figure"><Number value=device.refresh_tokens/></td>
            <td class="access-action">
                <AskButton tab=tab word="Unlink" label=label asked=move || Asked::Unlink(asked.get_value())/>
            </td>
        </tr>
    }
    .into_any()
}
