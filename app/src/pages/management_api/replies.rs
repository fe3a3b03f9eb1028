//! What may be answered.

use std::sync::Arc;

use leptos::prelude::*;

use super::document::{Document, Reply};
use super::outline::outline;
use super::schema;
use crate::components::{Badge, Tone};

/// Successes with what is in them, and the refusals.
#[component]
pub(super) fn Replies(document: Arc<Document>, replies: Vec<Reply>) -> impl IntoView {
    let (good, bad): (Vec<Reply>, Vec<Reply>) = replies.into_iter().partition(|reply| reply.status.starts_with('2'));
    let good = good.iter().map(|reply| success(&document, reply)).collect_view();
    let bad = bad
        .into_iter()
        .map(|reply| view! { <li><Badge tone=Tone::Neutral>{reply.status}</Badge> " " {reply.about}</li> }.into_any())
        .collect_view();
    view! {
        <section class="card" aria-labelledby="api-replies">
            <h3 id="api-replies">"Answers"</h3>
            <ul class="api-successes">{good}</ul>
            <ul class="api-refusals" aria-label="Refusals">{bad}</ul>
        </section>
    }
    .into_any()
}

fn success(document: &Document, reply: &Reply) -> AnyView {
    let kind = match &reply.content {
        None => "no body".to_owned(),
        Some((media, of)) if media == "application/json" => schema::kind(&document.root, of),
        Some((media, _)) => media.clone(),
    };
    let (status, about) = (reply.status.clone(), reply.about.clone());
    let head = view! {
        <Badge tone=Tone::Good>{status}</Badge>
        " "
        {about}
        " "
        <span class="api-kind">{kind}</span>
    }
    .into_any();
    let inside = reply.content.as_ref().and_then(|(_, of)| outline(&document.root, of, "Properties of the answer"));
    match inside {
        Some(inside) => view! { <li><details><summary>{head}</summary>{inside}</details></li> }.into_any(),
        None => view! { <li>{head}</li> }.into_any(),
    }
}
