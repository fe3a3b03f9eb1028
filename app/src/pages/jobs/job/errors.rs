//! The rows that were not taken: on which line, and why.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{FailedRow, FailedRows, RowError};
use serde_json::Value;

use super::CurrentJob;
use crate::components::{Icon, Number, use_toasts};
use crate::effect::effect;
use crate::functions::jobs::job_errors;
use crate::paths::encode;

/// What is known of them.
#[derive(Clone, Copy)]
struct Known {
    current: CurrentJob,
    rows: RwSignal<Vec<FailedRow>>,
    next: RwSignal<Option<(i64, i64)>>,
    is_busy: RwSignal<bool>,
    /// Whether more failed while those before were asked for.
    is_late: RwSignal<bool>,
    why: RwSignal<Option<String>>,
}

impl Known {
    /// Asks for the first ones again, which there may be more of.
    fn refresh(self) {
        if self.is_busy.get_untracked() {
            self.is_late.set(true);
            return;
        }
        self.is_busy.set(true);
        self.is_late.set(false);
        spawn_local(async move {
            let answer = job_errors(self.current.id(), None).await;
            // The page may be gone.
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(FailedRows { rows, next }) => {
                    self.rows.set(rows);
                    self.next.set(next);
                    self.why.set(None);
                }
                Err(refusal) => self.why.set(Some(refusal.message.clone())),
            }
            if self.is_late.get_untracked() {
                self.refresh();
            }
        });
    }
}

#[component]
pub(super) fn Errors(current: CurrentJob) -> impl IntoView {
    let known = Known {
        current,
        rows: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        is_busy: RwSignal::new(false),
        is_late: RwSignal::new(false),
        why: RwSignal::new(None),
    };
    let failed = Memo::new(move |_| current.with(|job| job.summary.failed));
    effect(move || {
        // Where a whole part of them is shown, more are a matter of the button.
        let is_open = known.next.with_untracked(Option::is_none) || known.rows.with_untracked(Vec::is_empty);
        if failed.get() > 0 && is_open {
            known.refresh();
        }
    });
    let has_failed = Memo::new(move |_| failed.get() > 0);
    let shown = move || has_failed.get().then(|| view! { <Table known=known failed=failed/> }.into_any());
    view! { {shown} }.into_any()
}

#[component]
fn Table(known: Known, failed: Memo<i64>) -> impl IntoView {
    let href = format!("/files/imports/{}/errors", encode(&known.current.id()));
    let lines = move || known.rows.with(|rows| rows.iter().flat_map(lines_of).collect::<Vec<_>>());
    let why = move || {
        known.why.get().map(|why| view! { <p class="form-error" role="alert"><Icon name="alert"/>{why}</p> }.into_any())
    };
    view! {
        <section class="job-errors" aria-labelledby="job-errors">
            <header class="card-head">
                <h2 id="job-errors">
                    "Rows that were not taken "
                    <span class="page-count">{move || view! { <Number value=failed.get()/> }.into_any()}</span>
                </h2>
                <a class="button" href=href rel="external" download="">
                    <Icon name="download"/>
                    "Download as CSV"
                </a>
            </header>
            {why}
            <div class="table-box">
                <div class="table-scroll" role="region" aria-label="Rows that were not taken" tabindex="0">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col" class="figure">"Line"</th>
                                <th scope="col">"Who"</th>
                                <th scope="col">"Property"</th>
                                <th scope="col">"Reason"</th>
                            </tr>
                        </thead>
                        <tbody>{move || lines().into_iter().map(row_view).collect_view()}</tbody>
                    </table>
                </div>
            </div>
            <More known=known/>
        </section>
    }
    .into_any()
}

/// Who a row is about, and one thing that is wrong with it.
fn lines_of(row: &FailedRow) -> Vec<(String, RowError)> {
    let who = ["email", "username", "user_id", "phone_number"];
    let who = who.iter().find_map(|name| row.user.get(*name).and_then(Value::as_str)).unwrap_or_default();
    row.errors.iter().map(|error| (who.to_owned(), error.clone())).collect()
}

fn row_view((who, error): (String, RowError)) -> AnyView {
    view! {
        <tr>
            <td class="figure"><Number value=error.line/></td>
            <td class="job-error-who"><bdi>{who}</bdi></td>
            <td><code>{error.path}</code></td>
            <td class="job-error-reason">{error.message}" "<span class="job-error-code">{error.code}</span></td>
        </tr>
    }
    .into_any()
}

/// The button that loads what is further down in the file.
#[component]
fn More(known: Known) -> impl IntoView {
    let toasts = use_toasts();
    let load = move |_| {
        let next = known.next.get_untracked();
        if known.is_busy.get_untracked() || next.is_none() {
            return;
        }
        known.is_busy.set(true);
        spawn_local(async move {
            let answer = job_errors(known.current.id(), next).await;
            if known.is_busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(more) => {
                    known.rows.update(|rows| rows.extend(more.rows));
                    known.next.set(more.next);
                }
                Err(refusal) => toasts.failed(refusal.message.clone()),
            }
        });
    };
    let button = move || {
        known.next.with(Option::is_some).then(|| {
            view! {
                <p class="log-foot">
                    <button
                        type="button"
                        class="button"
                        aria-disabled=move || known.is_busy.get().then_some("true")
                        on:click=load
                    >
                        "Show more"
                    </button>
                </p>
            }
            .into_any()
        })
    };
    view! { {button} }.into_any()
}
