//! The dialog that asks, works and reports.

use leptos::prelude::*;
use model::{BulkAction, UserCount};

use super::super::list::List;
use super::run::Run;
use super::{selected, word};
use crate::components::{Dialog, FormError, TextField, number};
use crate::effect::effect;

fn users(count: Option<UserCount>) -> String {
    match count {
        None => "all users that match".to_owned(),
        Some(UserCount { count, is_capped: true }) => format!("all users that match, more than {}", number(count)),
        Some(UserCount { count: 1, .. }) => "1 user".to_owned(),
        Some(UserCount { count, .. }) => format!("{} users", number(count)),
    }
}

fn consequence(action: BulkAction) -> &'static str {
    match action {
        BulkAction::Block => "They cannot log in until they are unblocked, and their sessions and refresh tokens end.",
        BulkAction::Unblock => "They may log in again.",
        BulkAction::Delete => "Their profiles, metadata and passwords are lost, and it cannot be undone.",
    }
}

/// Asks, works and reports.
#[component]
pub(in crate::pages::users) fn BulkDialog(list: List) -> impl IntoView {
    let action = list.bulk;
    let open = RwSignal::new(false);
    effect(move || {
        if action.with(Option::is_some) {
            open.set(true);
        }
    });
    let run = Run::new();
    let title =
        Signal::derive(move || action.get().map_or_else(String::new, |action| format!("{} users", word(action))));
    let closed = move |()| {
        if run.was_started.get_untracked() {
            list.selection.clear();
            list.refresh();
        }
        run.reset();
        action.set(None);
    };
    view! {
        <Dialog open=open title=title busy=run.is_running on_close=closed>
            {move || action.get().map(|action| {
                if run.was_started.get() {
                    view! { <Progress run=run action=action open=open/> }.into_any()
                } else {
                    ask(list, run, action, open)
                }
            })}
        </Dialog>
    }
}

fn ask(list: List, run: Run, action: BulkAction, open: RwSignal<bool>) -> AnyView {
    let count = untrack(|| selected(list));
    let whom = users(count);
    let button = match (action, count) {
        (BulkAction::Delete, Some(UserCount { count: 1, is_capped: false })) => "Yes, Delete It".to_owned(),
        (BulkAction::Delete, Some(UserCount { is_capped: false, .. })) => format!("Yes, Delete {whom}"),
        (BulkAction::Delete, _) => "Yes, Delete Them All".to_owned(),
        (_, Some(UserCount { is_capped: false, .. })) => format!("{} {whom}", word(action)),
        _ => format!("{} Them All", word(action)),
    };
    let is_delete = action == BulkAction::Delete;
    let reason = (action == BulkAction::Block).then(|| {
        view! { <TextField label="Reason" name="bulk-reason" value=run.reason hint="Optional; at most 500 characters"/> }.into_any()
    });
    let class = if is_delete { "button button-danger" } else { "button button-primary" };
    view! {
        <div class="dialog-content">
            <p>{format!("{} ", word(action))}<strong>{whom}</strong>"? "{consequence(action)}</p>
            {reason}
        </div>
        <footer class="dialog-foot">
            <button type="button" class="button" autofocus=is_delete on:click=move |_| open.set(false)>"Cancel"</button>
            <button type="button" class=class autofocus=!is_delete on:click=move |_| run.start(list, action, count)>{button}</button>
        </footer>
    }
    .into_any()
}

/// How many were changed, and how many had nothing to change.
fn told(run: Run, action: BulkAction, done: &str) -> String {
    let already = match action {
        BulkAction::Block => "blocked already",
        BulkAction::Unblock => "not blocked",
        BulkAction::Delete => "gone already",
    };
    let unchanged = run.unchanged.get();
    let others = if unchanged > 0 { format!(", {} {already}", number(unchanged)) } else { String::new() };
    let dots = if run.is_running.get() { " …" } else { "" };
    format!("{} {done}{others}{dots}", number(run.changed.get()))
}

#[component]
fn Progress(run: Run, action: BulkAction, open: RwSignal<bool>) -> impl IntoView {
    let done = match action {
        BulkAction::Block => "blocked",
        BulkAction::Unblock => "unblocked",
        BulkAction::Delete => "deleted",
    };
    let bar = move || match (run.is_running.get(), run.total.get()) {
        (true, None) => view! { <progress aria-label="Progress"></progress> }.into_any(),
        (is_running, total) => {
            let reached =
                run.changed.get() + run.unchanged.get() + i64::try_from(run.failed.with(Vec::len)).unwrap_or(0);
            let max = if is_running || run.error.with(Option::is_some) {
                total.unwrap_or(reached).max(reached).max(1)
            } else {
                1
            };
            let value = if max == 1 { 1 } else { reached };
            view! { <progress aria-label="Progress" max=max.to_string() prop:value=value.to_string()></progress> }
                .into_any()
        }
    };
    let failures = move || {
        let failed = run.failed.get();
        (!failed.is_empty()).then(|| {
            let count = i64::try_from(failed.len()).unwrap_or(i64::MAX);
            let rows = failed.into_iter().map(|(id, why)| view! { <li><code>{id.to_string()}</code> " " {why.message}</li> }.into_any());
            view! {
                <p>{format!("{} could not be {done}:", number(count))}</p>
                <ul class="bulk-failures" tabindex="0" aria-label="Users that could not be changed">{rows.collect_view()}</ul>
            }
            .into_any()
        })
    };
    view! {
        <div class="dialog-content bulk-progress">
            {move || bar()}
            <p role="status">{move || told(run, action, done)}</p>
            {move || failures()}
            <FormError error=run.error/>
        </div>
        <footer class="dialog-foot">
            <Show when=move || run.error.with(Option::is_some)>
                <button type="button" class="button" on:click=move |_| run.resume()>"Go on"</button>
            </Show>
            <Show
                when=move || run.is_running.get()
                fallback=move || view! { <button type="button" class="button button-primary" on:click=move |_| open.set(false)>"Close"</button> }
            >
                <button type="button" class="button" on:click=move |_| run.stop()>"Stop"</button>
            </Show>
        </footer>
    }
}
