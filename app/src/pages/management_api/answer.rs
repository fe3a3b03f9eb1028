//! What came back.

use leptos::prelude::*;
use serde_json::Value;

use super::document::Reply;
use super::send::{Answered, Content};
use crate::components::json_tree::{JsonPath, JsonSearch, JsonTree, JsonTreeState, pretty};
use crate::components::{Badge, CopyButton, Icon, Tone, download_text, number};

/// Status, time, headers and body.
#[component]
pub(super) fn AnswerView(answered: Answered, replies: Vec<Reply>) -> impl IntoView {
    let status = answered.status.to_string();
    let words = replies.into_iter().find(|reply| reply.status == status).map(|reply| reply.about).unwrap_or_default();
    let tone = match answered.status {
        200..300 => Tone::Good,
        400..500 => Tone::Warning,
        500.. => Tone::Danger,
        _ => Tone::Neutral,
    };
    let headers = answered
        .headers
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd><code>{value}</code></dd></div> }.into_any())
        .collect_view();
    view! {
        <section class="card api-answer" aria-labelledby="answer-title">
            <header class="card-head">
                <h3 id="answer-title">"Answer"</h3>
                <p class="api-status" role="status">
                    <Badge tone=tone>{format!("{status} {words}")}</Badge>
                    <span>{format!("{} ms", number(answered.milliseconds))}</span>
                    <span>{format!("{} bytes", number(answered.size))}</span>
                </p>
            </header>
            <dl class="api-headers">{headers}</dl>
            {body(answered.content)}
        </section>
    }
    .into_any()
}

fn body(content: Content) -> AnyView {
    match content {
        Content::Nothing => view! { <p class="api-nothing">"The answer has no body."</p> }.into_any(),
        Content::Json(value) => view! { <Json value=value/> }.into_any(),
        Content::Text(text) => view! {
            <div class="api-tools"><CopyButton text=text.clone() label="Copy all" show_label=true/></div>
            <Text text=text/>
        }
        .into_any(),
        Content::File { url, name } => view! {
            <p>
                <a class="button" href=url download=name.clone() rel="external">
                    <Icon name="download"/>
                    {format!("Save {name}")}
                </a>
            </p>
        }
        .into_any(),
    }
}

#[component]
fn Json(value: Value) -> impl IntoView {
    let is_text = RwSignal::new(false);
    let text = pretty(&value);
    let state = JsonTreeState::new("answer", value);
    let download = {
        let text = text.clone();
        move |_| download_text("answer.json", "application/json", &text)
    };
    let choice = move |label: &'static str, of: bool| {
        let pressed = move || if is_text.get() == of { "true" } else { "false" };
        view! {
            <button type="button" class="button" aria-pressed=pressed on:click=move |_| is_text.set(of)>{label}</button>
        }
        .into_any()
    };
    let copied = text.clone();
    let shown = move || match is_text.get() {
        true => view! { <Text text=text.clone()/> }.into_any(),
        false => view! {
            <JsonSearch state=state/>
            <JsonTree state=state label="Answer"/>
            <JsonPath state=state/>
        }
        .into_any(),
    };
    view! {
        <div class="api-tools">
            <div class="api-choice" role="group" aria-label="Show the answer as">{choice("Tree", false)}{choice("JSON", true)}</div>
            <CopyButton text=copied label="Copy all" show_label=true/>
            <button type="button" class="button" on:click=download>
                <Icon name="download"/>
                "Download"
            </button>
        </div>
        {shown}
    }
    .into_any()
}

#[component]
fn Text(text: String) -> impl IntoView {
    view! { <pre class="api-text" tabindex="0" role="region" aria-label="The answer as text"><code>{text}</code></pre> }
        .into_any()
}
