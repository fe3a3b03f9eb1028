//! One operation: what it takes, what it needs, and trying it.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::Failure;
use web_sys::Url;

use super::PAGE;
use super::answer::AnswerView;
use super::body::BodyFields;
use super::document::{Document, Operation};
use super::draft::Draft;
use super::fields::Fields;
use super::list::Method;
use super::outline::outline;
use super::replies::Replies;
use super::send::{Answered, Content, send};
use crate::components::{ConfirmDialog, CopyButton, FormError, Icon, use_permission};
use crate::effect::effect;
use crate::focus::{focus, focus_when_drawn};

/// What is being tried.
#[derive(Clone, Copy)]
struct Attempt {
    draft: Draft,
    is_busy: RwSignal<bool>,
    answered: RwSignal<Option<Answered>>,
    refused: RwSignal<Option<Failure>>,
    /// Whether it is asked if that is meant.
    is_asking: RwSignal<bool>,
}

/// All of an operation.
#[component]
pub(super) fn OperationPanel(document: Arc<Document>, operation: Operation) -> impl IntoView {
    let attempt = Attempt {
        draft: Draft::new(&document.root, &operation),
        is_busy: RwSignal::new(false),
        answered: RwSignal::new(None),
        refused: RwSignal::new(None),
        is_asking: RwSignal::new(false),
    };
    on_cleanup(move || attempt.forget_file());
    effect(move || request_animation_frame(keep_focus));
    let about = (!operation.about.is_empty()).then(|| view! { <p>{operation.about.clone()}</p> }.into_any());
    let replies = operation.replies.clone();
    let path = operation.path.clone();
    view! {
        <article class="api-operation" aria-labelledby="operation">
            <a class="user-back api-back" href=PAGE>
                <Icon name="chevron-left"/>
                "All operations"
            </a>
            <header>
                <h2 id="operation" tabindex="-1">{operation.summary.clone()}</h2>
                <p class="api-address">
                    <Method name=operation.method.clone()/>
                    <code>{path.clone()}</code>
                    <CopyButton text=path label="Copy path"/>
                </p>
                {about}
                {scopes(&operation)}
            </header>
            <Request document=document.clone() operation=operation attempt=attempt/>
            {move || attempt.answered.get().map(|answered| view! { <AnswerView answered=answered replies=replies.clone()/> }.into_any())}
            <Replies document=document replies=attempt.draft.operation.with_value(|it| it.replies.clone())/>
        </article>
    }
    .into_any()
}

/// What a program must have, in a sentence.
fn scopes(operation: &Operation) -> AnyView {
    if operation.is_public() {
        return view! { <p class="api-scopes">"No token is needed."</p> }.into_any();
    }
    let many = operation.scopes.len();
    let word = match operation.scopes.first().map_or(0, Vec::len) {
        _ if many > 1 => "Needs one of these scopes: ",
        1 => "Needs the scope ",
        _ => "Needs all of these scopes: ",
    };
    let names = operation.scopes.iter().map(|set| {
        let names = set.iter().map(|name| view! { <code>{name.clone()}</code> " " }.into_any()).collect_view();
        names.into_any()
    });
    view! { <p class="api-scopes">{word}{names.collect_view()}</p> }.into_any()
}

#[component]
fn Request(document: Arc<Document>, operation: Operation, attempt: Attempt) -> impl IntoView {
    let draft = attempt.draft;
    let submitted = move |event: SubmitEvent| {
        event.prevent_default();
        attempt.ask_or_send();
    };
    let pressed = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            attempt.ask_or_send();
        }
    };
    let parameters = draft.parameters.get_value();
    let parameters = (!parameters.is_empty())
        .then(|| view! { <Fields draft=draft fields=parameters legend="Parameters"/> }.into_any());
    let body = operation.body.clone().map(|body| {
        let inside = outline(&document.root, &body.schema, "Properties of the body");
        view! { <BodyFields draft=draft body=body inside=inside/> }.into_any()
    });
    let target = move || draft.operation.with_value(|it| it.method.clone()) + " " + &draft.path();
    view! {
        <form class="card api-request" aria-label="Request" novalidate=true on:submit=submitted on:keydown=pressed>
            {parameters}
            {body}
            <RoleNote is_read=operation.is_read()/>
            <FormError error=Signal::derive(move || attempt.refused.with(|it| it.as_ref().map(|it| it.message.clone())))/>
            <Buttons attempt=attempt/>
            <Command draft=draft/>
        </form>
        <ConfirmDialog
            open=attempt.is_asking
            title="Send this request?"
            confirm="Yes, Send It"
            danger=true
            on_confirm=move |()| {
                attempt.is_asking.set(false);
                attempt.send();
            }
        >
            <p class="api-confirmed"><code>{target}</code></p>
            <p>"It acts on the data of this tenant at once. "<strong>"What it deletes is gone for ever."</strong></p>
        </ConfirmDialog>
    }
    .into_any()
}

/// The server decides; this only tells beforehand.
#[component]
fn RoleNote(is_read: bool) -> impl IntoView {
    let permission = use_permission();
    let note = move || {
        let is_refused = !is_read && !permission.may_edit.get();
        is_refused.then(|| {
            view! {
                <p class="notice notice-warning">
                    <Icon name="alert"/>
                    <span>"Your role is viewer: what changes something is refused."</span>
                </p>
            }
            .into_any()
        })
    };
    view! { {note} }
}

#[component]
fn Buttons(attempt: Attempt) -> impl IntoView {
    let spinner = move || {
        let icon = || view! { <Icon name="chevron-right"/> }.into_any();
        if attempt.is_busy.get() {
            view! { <span class="spinner" aria-hidden="true"></span> }.into_any()
        } else {
            icon()
        }
    };
    view! {
        <div class="api-buttons">
            <button
                type="submit"
                class="button button-primary"
                aria-keyshortcuts="Control+Enter Meta+Enter"
                aria-disabled=move || attempt.is_busy.get().then_some("true")
            >
                {spinner}
                "Send"
            </button>
            <CopyButton text=Signal::derive(move || attempt.draft.curl()) label="Copy as curl" show_label=true/>
        </div>
    }
    .into_any()
}

#[component]
fn Command(draft: Draft) -> impl IntoView {
    view! {
        <details class="api-command">
            <summary>"The command"</summary>
            <pre class="api-text" tabindex="0" role="region" aria-label="The request as a command"><code>{move || draft.curl()}</code></pre>
        </details>
    }
    .into_any()
}

impl Attempt {
    /// What deletes is asked about, as everywhere.
    fn ask_or_send(self) {
        self.draft.has_tried.set(true);
        if self.draft.outgoing().is_none() {
            focus_when_drawn(".api-request [aria-invalid=true]");
        } else if self.draft.operation.with_value(|it| it.method == "DELETE") {
            self.is_asking.set(true);
        } else {
            self.send();
        }
    }

    fn send(self) {
        let Some(request) = self.draft.outgoing().filter(|_| !self.is_busy.get_untracked()) else { return };
        self.is_busy.set(true);
        self.refused.set(None);
        spawn_local(async move {
            let answer = send(request).await;
            // The operation may have been left meanwhile.
            if self.is_busy.try_set(false).is_some() {
                return;
            }
            self.forget_file();
            match answer {
                Ok(answered) => {
                    self.answered.set(Some(answered));
                    request_animation_frame(show_answer);
                }
                Err(failure) => {
                    self.answered.set(None);
                    self.refused.set(Some(failure));
                }
            }
        });
    }

    /// The browser keeps a file as long as it has an address.
    fn forget_file(self) {
        let answered = self.answered.try_get_untracked().flatten();
        if let Some(Answered { content: Content::File { url, .. }, .. }) = answered {
            let _ = Url::revoke_object_url(&url);
        }
    }
}

/// On narrow screens the list is gone, with the link that had the focus.
fn keep_focus() {
    let list = document().query_selector(".api-list").ok().flatten();
    if list.is_some_and(|list| list.client_height() == 0) {
        focus("#operation");
    }
}

/// Scrolls to the answer where it came below what is seen.
fn show_answer() {
    let Some(answer) = document().get_element_by_id("answer-title") else { return };
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    if answer.get_bounding_client_rect().bottom() > height {
        answer.scroll_into_view();
    }
}
