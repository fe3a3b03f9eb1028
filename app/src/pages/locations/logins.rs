//! The logins behind a pin, and the travel that nobody can have made: each a link into History.

use leptos::prelude::*;
use model::{DAY, Place, PlacedLogin};

use super::Shown;
use super::counted::Leg;
use super::outcome::{dot, word};
use crate::components::{Icon, When, grouped};

/// Logins of one list.
const MOST: usize = 50;

/// The logins of the place that was chosen, newest first.
#[component]
pub(super) fn ChosenPlace(shown: Shown) -> impl IntoView {
    move || shown.chosen.get().map(|place| chosen(shown, place))
}

fn chosen(shown: Shown, place: usize) -> AnyView {
    let (from, to) = shown.days.get();
    let is_shown = |login: &&PlacedLogin| login.place == place && (from..=to).contains(&login.date.0.div_euclid(DAY));
    let (label, logins) = shown.found.with_value(|found| {
        let label = found.places.get(place).map(Place::label).unwrap_or_default();
        (label, found.logins.iter().rev().filter(is_shown).take(MOST).cloned().collect::<Vec<_>>())
    });
    let total = shown.pins.with(|pins| pins.iter().find(|pin| pin.place == place).map_or(0, |pin| pin.total()));
    let listed = logins.len();
    let rest = (i64::try_from(listed).is_ok_and(|listed| listed < total)).then(|| {
        let text = format!("The newest {listed} of {} logins. ", grouped(total));
        view! {
            <p class="chosen-rest">{text} <a href=shown.history()>"All are in History"</a> "."</p>
        }
        .into_any()
    });
    let entry = |login: PlacedLogin| {
        view! {
            <li>
                {dot(login.outcome)}
                <a href=shown.event(&login.log_id)>{word(login.outcome)}</a>
                <When at=Some(login.date)/>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="card chosen-place" aria-labelledby="chosen-place">
            <div class="chosen-head">
                <h3 id="chosen-place">"Logins from " <bdi>{label}</bdi></h3>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close the list of logins"
                    on:click=move |_| shown.chosen.set(None)
                >
                    <Icon name="x"/>
                </button>
            </div>
            <ul class="chosen-logins" tabindex="0" aria-label="Logins">{logins.into_iter().map(entry).collect_view()}</ul>
            {rest}
        </section>
    }
    .into_any()
}

/// The ways that are too fast for anybody.
#[component]
pub(super) fn ImpossibleTravels(shown: Shown) -> impl IntoView {
    let entry = move |leg: Leg| {
        let label = |place: usize| shown.found.with_value(|found| found.places[place].label());
        let text = format!("{} → {}", label(leg.from), label(leg.to));
        view! {
            <li>
                <span class="line-sample is-impossible" aria-hidden="true"></span>
                <a href=shown.event(&leg.log_id)><bdi>{text}</bdi></a>
                <span>{format!("{} km in {}", grouped(whole(leg.travel.distance_km)), duration(leg.travel.hours))}</span>
                <When at=Some(leg.date)/>
            </li>
        }
        .into_any()
    };
    move || {
        let mut legs = shown.legs.get();
        legs.retain(|leg| leg.travel.is_impossible());
        if legs.is_empty() {
            return ().into_any();
        }
        legs.reverse();
        view! {
            <section class="card impossible-travels" aria-labelledby="impossible-travels">
                <h3 id="impossible-travels"><Icon name="alert"/> "Impossible travel"</h3>
                <p>
                    "Faster than 900 km/h between two successful logins: a proxy or a VPN, a second device far away, \
                     or somebody else who knows the password."
                </p>
                <ul>{legs.into_iter().take(MOST).map(entry).collect_view()}</ul>
            </section>
        }
        .into_any()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "no way on earth is longer than 20,015 km, and hours are of one life"
)]
fn whole(number: f64) -> i64 {
    (number + 0.5) as i64
}

/// Without a fraction: formatting one costs more WASM than it says.
fn duration(hours: f64) -> String {
    let minutes = whole(hours * 60.0);
    match minutes {
        0 => "under a minute".to_owned(),
        1..=59 => format!("{minutes} min"),
        _ => format!("{} h {:02} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_hours_and_minutes() {
        for (hours, text) in [(0.0003, "under a minute"), (0.5, "30 min"), (1.0, "1 h 00 min"), (26.1, "26 h 06 min")] {
            assert_eq!(duration(hours), text);
        }
    }
}
