//! What stands where data will be.

use leptos::prelude::*;

/// Rows of a table that is not there yet.
#[component]
pub fn SkeletonRows(
    /// How many rows.
    rows: usize,
    /// How many columns.
    columns: usize,
) -> impl IntoView {
    let row = move || {
        let cells = (0..columns).map(|_| view! { <td><span class="skeleton"></span></td> }.into_any()).collect_view();
        view! { <tr aria-hidden="true">{cells}</tr> }.into_any()
    };
    (0..rows).map(|_| row()).collect_view()
}

/// Lines of text that are not there yet.
#[component]
pub fn SkeletonText(
    /// How many lines.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    let line = |_| view! { <span class="skeleton"></span> }.into_any();
    view! {
        <div class="skeleton-text" role="status">
            <span class="visually-hidden">"Loading"</span>
            {(0..lines).map(line).collect_view()}
        </div>
    }
}
