//! The page of one job: how far it is, live, and what came of it.

mod actions;
mod errors;
mod progress;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use model::{FailureKind, Job, JobKind, JobStatus, JobView};

use self::actions::Actions;
use self::errors::Errors;
use self::progress::Progress;
use super::words::{StatusBadge, title};
use crate::components::{EmptyState, ErrorState, Icon, SkeletonText, When};
use crate::effect::effect;
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::jobs::get_job;
use crate::pages::events::feed::follow;

/// The job whose page is open.
#[derive(Clone, Copy)]
struct CurrentJob(RwSignal<JobView>);

impl CurrentJob {
    fn id(self) -> String {
        self.0.with_untracked(|view| view.job.id.clone())
    }

    fn with<T>(self, read: impl FnOnce(&Job) -> T) -> T {
        self.0.with(|view| read(&view.job))
    }

    fn status(self) -> JobStatus {
        self.with(|job| job.status)
    }
}

/// A job's page. It follows the job until it has ended.
#[component]
pub fn JobPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let loaded = Loaded::new_with_options(move || id.get(), get_job, true);
    let shown = move |answer: Answer<JobView>| match answer {
        Ok(view) => view! { <Found view=view/> }.into_any(),
        Err(refusal) if refusal.kind == FailureKind::NotFound => view! { <NotFound/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <div class="page">
            <a class="user-back" href="/users/jobs">
                <Icon name="chevron-left"/>
                "Imports and exports"
            </a>
            <Suspense fallback=|| view! { <SkeletonText lines=8/> }>{move || loaded.get().map(shown)}</Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Found(view: JobView) -> impl IntoView {
    let name = title(&view.job);
    let (created_at, asked_by, is_import) =
        (view.job.created_at, view.asked_by.clone(), view.job.kind == JobKind::UsersImport);
    let current = CurrentJob(RwSignal::new(view));
    effect(move || {
        if current.0.with_untracked(|view| view.job.status.is_ended()) {
            return;
        }
        let address = format!("/events/jobs/{}", crate::paths::encode(&current.id()));
        follow(
            move || Some(address.clone()),
            move |news: JobView| {
                let _ = current.0.try_set(news);
            },
        );
    });
    let status = Memo::new(move |_| current.status());
    view! {
        <Title text=format!("{name} · Roster")/>
        <header class="page-head">
            <h1>
                <bdi>{name}</bdi>
                <span role="status">{move || view! { <StatusBadge status=status.get()/> }.into_any()}</span>
            </h1>
            <div class="page-actions"><Actions current=current/></div>
        </header>
        <p class="page-note">"Asked for by "<bdi>{asked_by}</bdi>" "<When at=Some(created_at)/>". "{told(current)}</p>
        <Outcome current=current/>
        <Progress current=current/>
        {is_import.then(|| view! { <Errors current=current/> }.into_any())}
    }
    .into_any()
}

/// What was asked for, where it is not what is usual.
fn told(current: CurrentJob) -> String {
    current.0.with_untracked(|view| {
        let request = &view.job.request;
        let external = request.external_id.as_ref().map(|id| format!("External id: {id}."));
        let parts = [
            request.upsert.then(|| "Users who are there already are changed.".to_owned()),
            (request.send_completion_email && !request.dry_run).then(|| "Owners are told by mail.".to_owned()),
            external,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    })
}

/// In a sentence, what it means that the job is where it is.
#[component]
fn Outcome(current: CurrentJob) -> impl IntoView {
    let said = Memo::new(move |_| {
        current.0.with(|view| {
            let job = &view.job;
            let is_dry = job.request.dry_run;
            match (job.kind, job.status) {
                (_, JobStatus::Failed | JobStatus::Canceled) => {
                    let why = job.details.clone().unwrap_or_else(|| "It cannot go on.".to_owned());
                    let is_import = job.kind == JobKind::UsersImport && !is_dry && job.summary.total > 0;
                    let stays = if is_import { " What was imported until then stays." } else { "" };
                    Some((true, format!("{why}{stays}")))
                }
                (JobKind::UsersImport, JobStatus::Completed) if is_dry && view.has_file => Some((
                    false,
                    "Nothing was changed: this is what the import would do. The file is kept for an hour.".to_owned(),
                )),
                (JobKind::UsersImport, JobStatus::Completed) if is_dry => {
                    Some((false, "Nothing was changed: this is what the import would have done.".to_owned()))
                }
                (JobKind::UsersExport, JobStatus::Completed) if view.has_file => {
                    Some((false, "The file can be downloaded for a day.".to_owned()))
                }
                (JobKind::UsersExport, JobStatus::Completed) => {
                    Some((false, "The file is not kept any more, or is not for your role.".to_owned()))
                }
                _ => None,
            }
        })
    });
    let shown = move || {
        said.get().map(|(is_bad, text)| {
            let (class, icon) = if is_bad { ("notice notice-danger", "alert") } else { ("notice notice-info", "info") };
            view! { <p class=class><Icon name=icon/><span>{text}</span></p> }.into_any()
        })
    };
    view! { <div role="status">{shown}</div> }.into_any()
}

#[component]
fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="No such import or export · Roster"/>
        <EmptyState
            is_page=true
            icon="transfer"
            title="There is no such import or export"
            text="They are forgotten after 30 days, or the address is not complete."
        >
            <a class="button" href="/users/jobs">"Show all imports and exports"</a>
        </EmptyState>
    }
    .into_any()
}
