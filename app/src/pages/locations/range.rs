//! The range of days that is shown.

use leptos::prelude::*;
use model::{DAY, Timestamp};

use super::counted::Days;

/// Two handles, for the first and for the last day.
#[component]
pub(super) fn DayRange(
    /// The days that there are.
    all: Days,
    /// The days that are shown.
    shown: RwSignal<Days>,
) -> impl IntoView {
    let (first, last) = all;
    if first == last {
        return ().into_any();
    }
    let set_first = move |day: i64| shown.update(|days| *days = (day, days.1.max(day)));
    let set_last = move |day: i64| shown.update(|days| *days = (days.0.min(day), day));
    view! {
        <fieldset class="day-range">
            <legend class="visually-hidden">"Days that are shown"</legend>
            {handle("First day", all, Signal::derive(move || shown.get().0), set_first)}
            {handle("Last day", all, Signal::derive(move || shown.get().1), set_last)}
            <button
                type="button"
                class="button"
                aria-disabled=move || (shown.get() == all).then_some("true")
                on:click=move |_| shown.set(all)
            >
                "All days"
            </button>
        </fieldset>
    }
    .into_any()
}

fn handle(label: &'static str, (first, last): Days, day: Signal<i64>, set: impl Fn(i64) + Send + 'static) -> AnyView {
    let moved = move |event| {
        if let Ok(day) = event_target_value(&event).parse() {
            set(day);
        }
    };
    view! {
        <label class="day-handle">
            <span class="day-label">{label}</span>
            <input
                type="range"
                min=first.to_string()
                max=last.to_string()
                value=day.get_untracked().to_string()
                prop:value=move || day.get().to_string()
                aria-valuetext=move || date(day.get())
                on:input=moved
            />
            <span class="day-date">{move || date(day.get())}</span>
        </label>
    }
    .into_any()
}

/// The day as the log writes it.
pub(super) fn date(day: i64) -> String {
    Timestamp(day * DAY).date()
}
