//! The same as the map, for keyboards and screen readers: the places, a row each.

use leptos::prelude::*;
use model::{LoginOutcome, Place};

use super::Shown;
use super::counted::{Days, Pin};
use super::outcome::dot;
use super::range::date;
use crate::components::Number;

/// The places; pointing at a row shows its pin.
#[component]
pub(super) fn PlaceTable(shown: Shown) -> impl IntoView {
    let pins = shown.pins;
    view! {
        <div class="table-box">
            <div class="table-scroll locations-table" tabindex="0" role="region" aria-label="Places">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"Place"</th>
                            <th scope="col" class="figure">{dot(LoginOutcome::Success)} "Successes"</th>
                            <th scope="col" class="figure">{dot(LoginOutcome::Failure)} "Failures"</th>
                            <th scope="col" class="figure">{dot(LoginOutcome::Impersonation)} "Impersonations"</th>
                            <th scope="col">"First"</th>
                            <th scope="col">"Last"</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || pins.get() key=|pin| key(pin) let:pin>
                            <PlaceRow pin=pin shown=shown/>
                        </For>
                    </tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// A row is another one once its figures are.
fn key(pin: &Pin) -> (usize, i64, i64, i64, Days) {
    (pin.place, pin.successes, pin.failures, pin.impersonations, pin.days)
}

#[component]
fn PlaceRow(pin: Pin, shown: Shown) -> impl IntoView {
    let place = pin.place;
    let label = shown.found.with_value(|found| found.places.get(place).map(Place::label)).unwrap_or_default();
    let is_chosen = move || shown.chosen.get() == Some(place);
    let choose = move |_| shown.chosen.update(|chosen| *chosen = (*chosen != Some(place)).then_some(place));
    view! {
        <tr
            class:row-selected=is_chosen
            on:pointerenter=move |_| shown.pointed.set(Some(place))
            on:pointerleave=move |_| shown.pointed.set(None)
            on:focusin=move |_| shown.pointed.set(Some(place))
            on:focusout=move |_| shown.pointed.set(None)
        >
            <th scope="row">
                <button
                    type="button"
                    class="link-button"
                    aria-pressed=move || if is_chosen() { "true" } else { "false" }
                    on:click=choose
                >
                    <bdi>{label}</bdi>
                </button>
            </th>
            <td class="figure"><Number value=pin.successes/></td>
            <td class="figure"><Number value=pin.failures/></td>
            <td class="figure"><Number value=pin.impersonations/></td>
            <td class="place-date">{date(pin.days.0)}</td>
            <td class="place-date">{date(pin.days.1)}</td>
        </tr>
    }
    .into_any()
}
