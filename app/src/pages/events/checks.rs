//! The explanation of a login.

use leptos::prelude::*;

use super::words::Check;
use crate::components::Icon;

/// What was checked, in order, what came of it, and how long it took.
#[component]
pub(super) fn Checks(checks: Vec<Check>) -> impl IntoView {
    let rows = checks.into_iter().map(row).collect_view();
    view! {
        <h3 class="event-part">"How it was decided"</h3>
        <div class="table-box"><div class="table-scroll" tabindex="0" role="region" aria-label="Checks of the login">
            <table class="table event-checks">
                <thead>
                    <tr>
                        <th scope="col">"Check"</th>
                        <th scope="col">"Result"</th>
                        <th scope="col" class="figure">"Time"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div></div>
    }
    .into_any()
}

fn row(check: Check) -> AnyView {
    let (icon, class, word) =
        if check.is_passed { ("check", "check-passed", "passed") } else { ("x", "check-failed", "failed") };
    let reason =
        check.reason.map(|reason| view! { <span class="check-reason">": "<bdi>{reason}</bdi></span> }.into_any());
    view! {
        <tr>
            <th scope="row"><bdi>{check.what}</bdi></th>
            <td><span class=class><Icon name=icon/>{word}{reason}</span></td>
            <td class="figure">{check.milliseconds.map(|ms| format!("{ms} ms"))}</td>
        </tr>
    }
    .into_any()
}
