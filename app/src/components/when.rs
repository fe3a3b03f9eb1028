//! Points in time, as people say them.

use std::time::Duration;

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use model::Timestamp;
use wasm_bindgen::JsValue;

use super::use_tips;
use crate::effect::effect;

/// A time: how long ago, and exactly on hover and focus.
#[component]
pub fn When(
    /// The time, if there is one.
    at: Option<Timestamp>,
    /// What to say where there is none.
    #[prop(default = "never")]
    missing: &'static str,
) -> impl IntoView {
    match at {
        None => view! { <span class="when-missing">{missing}</span> }.into_any(),
        Some(at) => time(at),
    }
}

fn time(at: Timestamp) -> AnyView {
    let now = use_now();
    let tips = use_tips();
    // The server knows neither the viewer's zone nor language, so the first HTML has the date in UTC, and hydration
    // must find the same.

    view! {
        <time
            class="when"
            datetime=at.to_string()
            tabindex="0"
            on:pointerenter=move |event| tips.show_at(&event_target(&event), exact_time(at))
            on:pointerleave=move |_| tips.hide()
            on:focus=move |event| tips.show_at(&event_target(&event), exact_time(at))
            on:blur=move |_| tips.hide()
        >
            {move || now.get().map_or_else(|| at.date(), |now| relative(at, now))}
        </time>
    }
    .into_any()
}

/// The time in the viewer's zone, and in UTC. Only in the browser.
pub fn exact_time(at: Timestamp) -> String {
    let local = format_date(at, &[("dateStyle", "medium"), ("timeStyle", "long")]);
    let utc = at.to_string();
    format!("{local}\n{} {} UTC", &utc[..10], &utc[11..19])
}

/// The time to the minute in UTC, for a sentence: `2026-11-24 18:30 UTC`.
pub fn utc_time(at: Timestamp) -> String {
    let utc = at.to_string();
    format!("{} {} UTC", &utc[..10], &utc[11..16])
}

#[derive(Clone, Copy)]
struct Now(RwSignal<Option<Timestamp>>);

/// Makes the present known to all [`When`]s, and turns it twice a minute.
pub fn provide_now() {
    let now = RwSignal::new(None);
    provide_context(Now(now));
    effect(move || {
        now.set(Some(present()));
        if let Ok(timer) = set_interval_with_handle(move || now.set(Some(present())), Duration::from_secs(30)) {
            on_cleanup(move || timer.clear());
        }
    });
}

/// The present; `None` on the server and until the page is hydrated.
pub fn use_now() -> Signal<Option<Timestamp>> {
    use_context::<Now>().map_or_else(|| Signal::stored(None), |now| now.0.into())
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
fn present() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The largest unit that fits, and how many of it; negative in the past.
fn distance(milliseconds: i64) -> (i64, &'static str) {
    match milliseconds.abs() {
        ..MINUTE => (milliseconds / 1000, "second"),
        MINUTE..HOUR => (milliseconds / MINUTE, "minute"),
        HOUR..DAY => (milliseconds / HOUR, "hour"),
        size if size < 30 * DAY => (milliseconds / DAY, "day"),
        size if size < 365 * DAY => (milliseconds / (30 * DAY), "month"),
        _ => (milliseconds / (365 * DAY), "year"),
    }
}

fn relative(at: Timestamp, now: Timestamp) -> String {
    // Clocks of server and browser differ by seconds; what just happened is never in the future.
    let difference = at.since(now);
    let difference = if (0..MINUTE).contains(&difference) { 0 } else { difference };
    let (count, unit) = distance(difference);
    thread_local! {
        static FORMAT: js_sys::Intl::RelativeTimeFormat = js_sys::Intl::RelativeTimeFormat::new(
            &Array::new(),
            &options(&[("numeric", "auto"), ("style", "short")]),
        );
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of years at most")]
    FORMAT.with(|format| String::from(format.format(count as f64, unit)))
}

fn format_date(at: Timestamp, settings: &[(&str, &str)]) -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&Array::new(), &options(settings));
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are exact in a double")]
    let date = js_sys::Date::new(&JsValue::from_f64(at.0 as f64));
    format.format().call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn options(settings: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in settings {
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_told_in_the_largest_unit_that_fits() {
        let cases = [
            (-5_000, (-5, "second")),
            (-3 * MINUTE - 1, (-3, "minute")),
            (-HOUR, (-1, "hour")),
            (-29 * DAY, (-29, "day")),
            (-364 * DAY, (-12, "month")),
            (-800 * DAY, (-2, "year")),
            (2 * DAY, (2, "day")),
        ];
        for (milliseconds, expected) in cases {
            assert_eq!(distance(milliseconds), expected, "{milliseconds}");
        }
    }
}
