//! The rows of the page.

use leptos::prelude::*;
use model::{Impersonation, ImpersonationState};

use super::{Shown, is_open};
use crate::components::{Badge, Icon, Tone, When};
use crate::user_path;

/// Those that are under way, and links that wait.
#[component]
pub(super) fn UnderWay(shown: Shown) -> impl IntoView {
    let rows = move || {
        let open: Vec<_> = shown.all.with(|all| all.iter().filter(|it| is_open(it)).cloned().collect());
        if open.is_empty() {
            return view! { <p class="page-note">"Nobody is signed in as a user now."</p> }.into_any();
        }
        let rows = open.into_iter().map(|it| under_way(shown, it)).collect_view();
        view! {
            <div class="table-box">
                <div class="table-scroll" role="region" aria-label="Under way" tabindex="0">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">"User"</th>
                                <th scope="col">"Administrator"</th>
                                <th scope="col">"Application"</th>
                                <th scope="col">"Reason"</th>
                                <th scope="col">"Since"</th>
                                <th scope="col">"Ends"</th>
                                <th scope="col"><span class="visually-hidden">"Actions"</span></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="impersonations">
            <h2>"Under way"</h2>
            {rows}
        </section>
    }
    .into_any()
}

fn under_way(shown: Shown, it: Impersonation) -> AnyView {
    let waits = (it.state == ImpersonationState::Offered)
        .then(|| view! { " "<Badge tone=Tone::Neutral><Icon name="clock"/>"link waits"</Badge> }.into_any());
    let label = format!("End {} as {}", it.impersonator.email, it.user_name);
    let reason = (!it.may_end).then_some("Only owners end what others are in");
    let row = StoredValue::new(it.clone());
    view! {
        <tr>
            <th scope="row">{user(&it)}{waits}</th>
            <td><bdi>{it.impersonator.email.clone()}</bdi></td>
            <td>{application(&it)}</td>
            <td class="impersonations-reason"><bdi>{it.reason.clone()}</bdi></td>
            <td><When at=it.opened_at missing="not opened"/></td>
            <td><When at=Some(it.expires_at)/></td>
            <td class="figure">
                <button
                    type="button"
                    class="button button-small"
                    aria-haspopup="dialog"
                    aria-label=label
                    aria-disabled=(!it.may_end).then_some("true")
                    title=reason
                    on:click=move |_| {
                        let row = row.get_value();
                        if row.may_end {
                            shown.ending.set(Some(row));
                        }
                    }
                >
                    "End"
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// Those that are over.
#[component]
pub(super) fn Past(shown: Shown) -> impl IntoView {
    let rows = move || {
        let over: Vec<_> = shown.all.with(|all| all.iter().filter(|it| !is_open(it)).cloned().collect());
        if over.is_empty() {
            return view! { <p class="page-note">"None yet."</p> }.into_any();
        }
        let rows = over.into_iter().map(past).collect_view();
        view! {
            <div class="table-box">
                <div class="table-scroll" role="region" aria-label="Over" tabindex="0">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">"User"</th>
                                <th scope="col">"Administrator"</th>
                                <th scope="col">"Application"</th>
                                <th scope="col">"Reason"</th>
                                <th scope="col">"When"</th>
                                <th scope="col">"End"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="impersonations">
            <h2>"Over"</h2>
            {rows}
        </section>
    }
    .into_any()
}

fn past(it: Impersonation) -> AnyView {
    let end = match it.state {
        ImpersonationState::Lapsed => view! { <Badge tone=Tone::Neutral>"never opened"</Badge> }.into_any(),
        _ => {
            let why = it.end_reason.clone().unwrap_or_else(|| "Its time was over, or it may not go on".to_owned());
            view! { {why}" "<When at=it.ended_at missing=""/> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{user(&it)}</th>
            <td><bdi>{it.impersonator.email.clone()}</bdi></td>
            <td>{application(&it)}</td>
            <td class="impersonations-reason"><bdi>{it.reason.clone()}</bdi></td>
            <td><When at=Some(it.opened_at.unwrap_or(it.created_at))/></td>
            <td class="impersonations-reason">{end}</td>
        </tr>
    }
    .into_any()
}

fn user(it: &Impersonation) -> AnyView {
    view! { <a href=format!("{}/history", user_path(&it.user_id))><bdi>{it.user_name.clone()}</bdi></a> }.into_any()
}

fn application(it: &Impersonation) -> AnyView {
    let view_only = it.is_view_only.then(|| view! { " "<Badge tone=Tone::Neutral>"view only"</Badge> }.into_any());
    view! { <bdi>{it.client_name.clone()}</bdi>{view_only} }.into_any()
}
