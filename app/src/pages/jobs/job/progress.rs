//! How far the job is: a bar, and what came of it so far.

use leptos::prelude::*;
use model::{JobKind, JobStatus, JobView};

use super::CurrentJob;
use crate::components::{Number, grouped};

#[component]
pub(super) fn Progress(current: CurrentJob) -> impl IntoView {
    let percentage = Memo::new(move |_| current.with(|job| job.percentage_done()));
    let is_shown = Memo::new(move |_| !current.status().is_ended());
    let bar = move || {
        is_shown.get().then(|| {
            view! {
                <progress aria-label="Progress" max="100" value=move || percentage.get().to_string()></progress>
                <p class="job-numbers">{move || current.0.with(numbers)}</p>
            }
            .into_any()
        })
    };
    let counts = Memo::new(move |_| current.with(|job| (job.kind, job.request.dry_run, job.summary)));
    let figures = move || {
        let (kind, is_dry, summary) = counts.get();
        let of = |label: &'static str, value: i64, class: &'static str| {
            view! { <div class=class><dt>{label}</dt><dd><Number value=value/></dd></div> }.into_any()
        };
        if kind == JobKind::UsersExport {
            return vec![of("Users", summary.total, "")];
        }
        let (new, changed, failed) = match is_dry {
            true => ("Would be new", "Would be changed", "Would not be taken"),
            false => ("New", "Changed", "Not taken"),
        };
        vec![
            of("Rows", summary.total, ""),
            of(new, summary.inserted, ""),
            of(changed, summary.updated, ""),
            of(failed, summary.failed, if summary.failed > 0 { "job-count-bad" } else { "" }),
        ]
    };
    view! {
        <section class="card job-progress" aria-label="Progress">
            {bar}
            <dl class="job-counts">{figures}</dl>
        </section>
    }
    .into_any()
}

/// `1,250 of 2,300 rows · 54 % · about 12 seconds left`
fn numbers(view: &JobView) -> String {
    let job = &view.job;
    if job.status == JobStatus::Pending {
        return "Waiting for what was asked for before.".to_owned();
    }
    let Some(rows) = job.rows else { return "Looking at the whole file first.".to_owned() };
    let what = if job.kind == JobKind::UsersExport { "users" } else { "rows" };
    let mut text = format!("{} of {} {what} · {} %", grouped(job.summary.total), grouped(rows), job.percentage_done());
    match view.time_left {
        Some(seconds) if seconds > 90 => text.push_str(&format!(" · about {} minutes left", (seconds + 30) / 60)),
        Some(1) => text.push_str(" · about a second left"),
        Some(seconds) if seconds > 0 => text.push_str(&format!(" · about {seconds} seconds left")),
        _ => {}
    }
    text
}
