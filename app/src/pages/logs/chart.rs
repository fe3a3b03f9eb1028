//! Logins and failures over time; dragging over it shows the events of that time.

use leptos::prelude::*;
use model::{LoginChart, Timestamp};

use super::bars::{Bar, bars, scale};
use super::drag::Drag;
use crate::components::{ErrorState, SkeletonText, exact_time, number};
use crate::effect::effect;
use crate::functions::logs::chart_logins;
use crate::later::Later;
use crate::pages::events::{Log, Time};

/// Hours that can be shown, and what that is called.
const CHOICES: [(u32, &str); 3] = [(24, "24 hours"), (168, "7 days"), (720, "30 days")];

/// The chart, and the same as a table.
#[component]
pub(super) fn Chart(log: Log) -> impl IntoView {
    let hours = RwSignal::new(24);
    // The chart is drawn anew when something happened; its table stays open.
    let is_open = RwSignal::new(false);
    let chart = Later::new(move || chart_logins(hours.get()));
    log.when_news(move || chart.refetch());
    // Whoever marks a part of the chart keeps the chart that they see.
    let drag = Drag::new();
    let seen = RwSignal::new(None);
    let is_marking = Memo::new(move |_| drag.is_going_on());
    effect(move || {
        if !is_marking.get() {
            seen.set(chart.get());
        }
    });
    let choices = CHOICES.map(|(count, label)| {
        view! {
            <button
                type="button"
                class="chart-choice"
                aria-pressed=move || if hours.get() == count { "true" } else { "false" }
                on:click=move |_| hours.set(count)
            >
                {label}
            </button>
        }
        .into_any()
    });
    let shown = move || match seen.get() {
        None => view! { <SkeletonText lines=3/> }.into_any(),
        Some(Ok(found)) => view! { <Drawn log=log chart=found drag=drag is_open=is_open/> }.into_any(),
        Some(Err(refusal)) => view! { <ErrorState failure=refusal retry=move |()| chart.refetch()/> }.into_any(),
    };
    view! {
        <section class="card chart" aria-labelledby="chart">
            <header class="chart-head">
                <h2 id="chart">"Logins and failures"</h2>
                <div class="chart-choices" role="group" aria-label="Time of the chart">{choices.collect_view()}</div>
            </header>
            {move || shown()}
        </section>
    }
    .into_any()
}

#[component]
fn Drawn(log: Log, chart: LoginChart, drag: Drag, is_open: RwSignal<bool>) -> impl IntoView {
    let bars = bars(&chart);
    let (successes, failures) = bars.iter().fold((0, 0), |(s, f), bar| (s + bar.successes, f + bar.failures));
    let ends = (bars.first().map(|bar| bar.from), bars.last().map(|bar| bar.until));
    let told = format!("{} logins and {} failures", number(successes), number(failures));
    let highest = number(scale(&bars));
    view! {
        <div class="chart-legend">
            <span class="chart-key chart-key-success">{format!("{} logins", number(successes))}</span>
            <span class="chart-key chart-key-failure">{format!("{} failures", number(failures))}</span>
            <span class="chart-hint">"Drag over the chart to see the events of that time."</span>
        </div>
        <div class="chart-frame">
            <span class="chart-highest" aria-hidden="true">{highest}</span>
            <Bars log=log bars=bars.clone() drag=drag label=told/>
            <p class="chart-ends" aria-hidden="true">
                <span>{ends.0.map(short)}</span>
                <span>{ends.1.map(short)}</span>
            </p>
        </div>
        <Figures log=log bars=bars is_open=is_open/>
    }
    .into_any()
}

#[component]
fn Bars(log: Log, bars: Vec<Bar>, drag: Drag, label: String) -> impl IntoView {
    const HEIGHT: i64 = 1000;
    let highest = scale(&bars);
    let count = i64::try_from(bars.len()).unwrap_or(1).max(1);
    let part = |value: i64| value * HEIGHT / highest;
    let drawn = bars.iter().zip(0i64..).map(|(bar, index)| {
        let (x, next) = (index * 1000 / count, (index + 1) * 1000 / count);
        let width = (next - x - 1).max(1);
        let (good, bad) = (part(bar.successes), part(bar.failures));
        view! {
            <rect class="bar-success" x=x y=HEIGHT - good width=width height=good></rect>
            <rect class="bar-failure" x=x y=HEIGHT - good - bad width=width height=bad></rect>
        }
        .into_any()
    });
    let drawn = drawn.collect_view();
    let bars = StoredValue::new(bars);
    let chosen = move |event: leptos::ev::PointerEvent| {
        if let Some((first, last)) = bars.with_value(|bars| drag.end(&event, bars)) {
            show(log, first.from, last.until);
        }
    };
    // What the list is narrowed to, as long as nothing is being marked.
    let marked = move || drag.shown().or_else(|| bars.with_value(|bars| narrowed(log, bars)));
    view! {
        <svg
            class="chart-bars"
            viewBox="0 0 1000 1000"
            preserveAspectRatio="none"
            role="img"
            aria-label=label
            on:pointerdown=move |event| drag.begin(&event)
            on:pointermove=move |event| drag.go_on(&event)
            on:pointerup=chosen
            on:pointercancel=move |_| drag.cancel()
        >
            {drawn}
            {move || {
                marked()
                    .map(|(x, width)| {
                        view! { <rect class="chart-mark" x=x y="0" width=width height="1000"></rect> }.into_any()
                    })
            }}
        </svg>
    }
    .into_any()
}

/// The part of the chart that the list shows.
fn narrowed(log: Log, bars: &[Bar]) -> Option<(i32, i32)> {
    let Time::Span(Some(from), Some(to)) = log.address.with(|address| address.time) else { return None };
    let (begin, end) = (bars.first()?.from.0, bars.last()?.until.0);
    let place = |at: Timestamp| (at.0.clamp(begin, end) - begin) * 1000 / (end - begin).max(1);
    let (x, until) = (place(from), place(to));
    (until > x).then_some((i32::try_from(x).ok()?, i32::try_from(until - x).ok()?))
}

fn show(log: Log, from: Timestamp, until: Timestamp) {
    log.go(&log.address.get_untracked().with(|address| address.time = Time::Span(Some(from), Some(until))));
}

/// The same for who sees no bars or drags nothing.
#[component]
fn Figures(log: Log, bars: Vec<Bar>, is_open: RwSignal<bool>) -> impl IntoView {
    let rows = bars.into_iter().rev().filter(|bar| bar.successes + bar.failures > 0).map(|bar| {
        view! {
            <tr>
                <th scope="row">
                    <button type="button" class="link-button" on:click=move |_| show(log, bar.from, bar.until)>
                        {short(bar.from)}
                    </button>
                </th>
                <td class="figure">{number(bar.successes)}</td>
                <td class="figure">{number(bar.failures)}</td>
            </tr>
        }
        .into_any()
    });
    let rows = rows.collect_view();
    view! {
        <details
            class="chart-figures"
            open=is_open.get_untracked()
            on:toggle=move |event| is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"))
        >
            <summary>"Show as a table"</summary>
            <div class="table-scroll" tabindex="0" role="region" aria-label="Figures of the chart">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"From"</th>
                            <th scope="col" class="figure">"Logins"</th>
                            <th scope="col" class="figure">"Failures"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// In the viewer's zone: the chart is drawn in the browser alone.
fn short(at: Timestamp) -> String {
    let exact = exact_time(at);
    let line = exact.lines().next().unwrap_or_default();
    // Without seconds and zone, which stand after the second colon.
    line.match_indices(':').nth(1).map_or(line, |(end, _)| &line[..end]).to_owned()
}
