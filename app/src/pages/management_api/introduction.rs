//! What stands there before an operation is chosen.

use std::sync::Arc;

use leptos::prelude::*;

use super::document::Document;
use crate::components::{CopyButton, use_viewer};

/// Where the API is, and how programs and the administrator come to it.
#[component]
pub(super) fn Introduction(document: Arc<Document>) -> impl IntoView {
    let base = document.base.clone();
    let viewer = use_viewer();
    let role = move || viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.role.as_str()));
    view! {
        <section class="card api-introduction" aria-labelledby="api-introduction">
            <h2 id="api-introduction">"Everything that a program can do here"</h2>
            <p class="api-address">
                <code>{base.clone()}</code>
                <CopyButton text=base label="Copy base URL"/>
            </p>
            <p>
                "Choose an operation to see what it takes and answers, and to try it. What you send is done at once, to the data of this \
                 tenant, with your own rights: your role is " <strong>{role}</strong> "."
            </p>
            <p>
                "Programs send a token instead. "
                <a href="/apis">"Under APIs"</a>
                ", the page of the Auth0 Management API creates machine applications with the scopes that they need, and shows the commands \
                 that get a token and call with it."
            </p>
        </section>
    }
    .into_any()
}
