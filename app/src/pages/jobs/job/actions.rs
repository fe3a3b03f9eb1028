//! What can be done with a job.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::{Job, JobFormat, JobKind};

use super::CurrentJob;
use crate::components::{ConfirmDialog, Icon, Work, use_permission, use_toasts};
use crate::functions::jobs::{cancel_job, import_checked};
use crate::pages::jobs::job_path;
use crate::paths::encode;

/// The buttons: what fits to where the job is, for those who may.
#[component]
pub(super) fn Actions(current: CurrentJob) -> impl IntoView {
    let permission = use_permission();
    let asking = RwSignal::new(false);
    // Not anew at each row that is done: a button that has the focus would lose it.
    let state = Memo::new(move |_| current.0.with(|view| (view.job.kind, view.job.status.is_ended(), view.has_file)));
    let shown = move || {
        if !permission.may_edit.get() {
            return None;
        }
        match state.get() {
            (_, false, _) => Some(
                view! {
                    <button type="button" class="button" aria-haspopup="dialog" on:click=move |_| asking.set(true)>
                        <Icon name="x"/>
                        "Stop"
                    </button>
                }
                .into_any(),
            ),
            (JobKind::UsersImport, true, true) => Some(view! { <ImportNow current=current/> }.into_any()),
            (JobKind::UsersExport, true, true) => Some(view! { <Downloads current=current/> }.into_any()),
            _ => None,
        }
    };
    view! {
        {shown}
        <Stop current=current asking=asking/>
    }
    .into_any()
}

#[component]
fn Stop(current: CurrentJob, asking: RwSignal<bool>) -> impl IntoView {
    let work = Work::new(asking);
    let message = move || {
        current.with(|job| match job.kind {
            JobKind::UsersImport if !job.request.dry_run => "Users that it made or changed until now stay as they are.",
            JobKind::UsersImport => "Nothing was changed by it.",
            _ => "Its file is deleted.",
        })
    };
    let stop = move |()| {
        work.busy.set(true);
        work.refused.set(None);
        spawn_local(async move {
            let answer = cancel_job(current.id()).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(view) => {
                    let _ = current.0.try_set(view);
                    let _ = asking.try_set(false);
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    view! {
        <ConfirmDialog
            open=asking
            title=Signal::derive(move || format!("Stop this {}?", current.with(noun)))
            message=Signal::derive(move || message().to_owned())
            confirm="Yes, Stop It"
            danger=true
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=stop
        />
    }
    .into_any()
}

fn noun(job: &Job) -> &'static str {
    match job.kind {
        JobKind::UsersImport if job.request.dry_run => "check",
        JobKind::UsersImport => "import",
        JobKind::UsersExport => "export",
        JobKind::VerificationEmail => "job",
    }
}

/// Imports what was checked, from the file that the server has already.
#[component]
fn ImportNow(current: CurrentJob) -> impl IntoView {
    let is_busy = RwSignal::new(false);
    let toasts = use_toasts();
    let navigate = use_navigate();
    let import = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let answer = import_checked(current.id()).await;
            let _ = is_busy.try_set(false);
            match answer {
                Ok(id) => navigate(&job_path(&id), NavigateOptions::default()),
                Err(refusal) => toasts.failed(refusal.message.clone()),
            }
        });
    };
    view! {
        <button
            type="button"
            class="button button-primary"
            aria-disabled=move || is_busy.get().then_some("true")
            on:click=import
        >
            {move || is_busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
            <Icon name="upload"/>
            "Import Now"
        </button>
    }
    .into_any()
}

#[component]
fn Downloads(current: CurrentJob) -> impl IntoView {
    let href = format!("/files/exports/{}", encode(&current.id()));
    let plain = format!("{href}?plain");
    let form = match current.0.with_untracked(|view| view.job.request.format.unwrap_or_default()) {
        JobFormat::Json => "NDJSON",
        JobFormat::Csv => "CSV",
    };
    view! {
        <a class="button" href=plain rel="external" download="">
            <Icon name="download"/>
            {format!("Download {form}")}
        </a>
        <a class="button button-primary" href=href rel="external" download="">
            <Icon name="download"/>
            "Download gzip"
        </a>
    }
    .into_any()
}
