//! What is inside of a body.

use leptos::prelude::*;
use serde_json::Value;

use super::schema::{self, Row};
use crate::components::{Badge, Tone};

/// The properties of a schema, each with its type.
#[component]
pub(super) fn Outline(rows: Vec<Row>, label: String) -> impl IntoView {
    view! { <ul class="api-outline" aria-label=label>{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
}

/// The schema's outline; none where it has no parts.
pub(super) fn outline(root: &Value, schema: &Value, label: &str) -> Option<AnyView> {
    let rows = schema::outline(root, schema);
    (!rows.is_empty()).then(|| view! { <Outline rows=rows label=label.to_owned()/> }.into_any())
}

fn row(row: Row) -> AnyView {
    let about = (!row.about.is_empty()).then(|| view! { <span class="api-about">{row.about}</span> }.into_any());
    view! {
        <li class=format!("json-depth-{}", row.depth)>
            <code>{row.name}</code>
            " "
            <span class="api-kind">{row.kind}</span>
            {row.is_required.then(required)}
            {about}
        </li>
    }
    .into_any()
}

/// The word that something must be there.
pub(super) fn required() -> AnyView {
    view! { " " <Badge tone=Tone::Neutral>"required"</Badge> }.into_any()
}
