//! Past imports and exports.

use leptos::prelude::*;
use leptos_meta::Title;
use model::{JobKind, JobView};

use super::words::{StatusBadge, title};
use super::{BackToUsers, job_path};
use crate::components::{EmptyState, ErrorState, Icon, Number, SkeletonText, When, use_permission};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::jobs::list_jobs;

/// The imports and exports of the last 30 days, the newest first, at most a hundred.
#[component]
pub fn JobsPage() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_jobs(), false);
    let shown = move |answer: Answer<Vec<JobView>>| match answer {
        Ok(jobs) => view! { <Found jobs=jobs/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    let permission = use_permission();
    let actions = move || {
        permission.may_edit.get().then(|| {
            view! {
                <a class="button" href="/users/export"><Icon name="download"/>"Export Users"</a>
                <a class="button button-primary" href="/users/import"><Icon name="upload"/>"Import Users"</a>
            }
            .into_any()
        })
    };
    view! {
        <Title text="Imports and exports · Roster"/>
        <section class="page">
            <BackToUsers/>
            <header class="page-head">
                <h1>"Imports and exports"</h1>
                <div class="page-actions">{actions}</div>
            </header>
            <p class="page-note">"Of the last 30 days. The file of an export is kept for a day."</p>
            <Suspense fallback=|| view! { <SkeletonText lines=6/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}

#[component]
fn Found(jobs: Vec<JobView>) -> impl IntoView {
    let rows: Vec<AnyView> = jobs
        .into_iter()
        .filter(|view| view.job.kind != JobKind::VerificationEmail)
        .map(|view| view! { <Row view=view/> }.into_any())
        .collect();
    if rows.is_empty() {
        return view! {
            <EmptyState icon="transfer" title="Nothing was imported or exported" text="What goes on, and what came of it, stands here."/>
        }
        .into_any();
    }
    view! {
        <div class="table-box">
            <div class="table-scroll" role="region" aria-label="Imports and exports" tabindex="0">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">"What"</th>
                            <th scope="col">"State"</th>
                            <th scope="col" class="figure">"Users"</th>
                            <th scope="col" class="figure">"Not taken"</th>
                            <th scope="col">"When"</th>
                            <th scope="col">"Asked for by"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Row(view: JobView) -> impl IntoView {
    let JobView { job, asked_by, .. } = view;
    let summary = job.summary;
    view! {
        <tr>
            <th scope="row"><a href=job_path(&job.id)><bdi>{title(&job)}</bdi></a></th>
            <td><StatusBadge status=job.status/></td>
            <td class="figure"><Number value=summary.total - summary.failed/></td>
            <td class="figure"><Number value=summary.failed/></td>
            <td><When at=Some(job.created_at)/></td>
            <td><bdi>{asked_by}</bdi></td>
        </tr>
    }
    .into_any()
}
