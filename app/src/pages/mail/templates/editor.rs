//! The editor of a template.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{MailKind, MailTemplate, NamedTemplate, PLACEHOLDERS};

use super::preview::Preview;
use crate::components::text_area::TextArea;
use crate::components::{ConfirmDialog, FieldError, FormError, TextField, use_permission, use_toasts};
use crate::functions::Refusal;
use crate::functions::mails::{reset_mail_template, update_mail_template};

/// A template as it is being edited.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) kind: MailKind,
    enabled: RwSignal<bool>,
    from: RwSignal<String>,
    subject: RwSignal<String>,
    text: RwSignal<String>,
    html: RwSignal<String>,
    is_default: RwSignal<bool>,
    refused: RwSignal<Option<Refusal>>,
    busy: RwSignal<bool>,
}

impl Draft {
    fn new(named: NamedTemplate) -> Self {
        let NamedTemplate { kind, template, is_default } = named;
        Self {
            kind,
            enabled: RwSignal::new(template.enabled),
            from: RwSignal::new(template.from),
            subject: RwSignal::new(template.subject),
            text: RwSignal::new(template.text),
            html: RwSignal::new(template.html),
            is_default: RwSignal::new(is_default),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    fn show(self, named: NamedTemplate) {
        self.enabled.set(named.template.enabled);
        self.from.set(named.template.from);
        self.subject.set(named.template.subject);
        self.text.set(named.template.text);
        self.html.set(named.template.html);
        self.is_default.set(named.is_default);
        self.refused.set(None);
    }

    /// What is in the fields.
    pub(super) fn template(self) -> MailTemplate {
        MailTemplate {
            enabled: self.enabled.get_untracked(),
            from: self.from.get_untracked().trim().to_owned(),
            subject: self.subject.get_untracked(),
            text: self.text.get_untracked(),
            html: self.html.get_untracked(),
        }
    }

    fn mistake(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.refused.read().as_ref().and_then(|refusal| refusal.field(field)).map(str::to_owned))
    }

    fn other_mistake(self) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.refused
                .read()
                .as_ref()
                .filter(|refusal| refusal.fields.is_empty())
                .map(|refusal| refusal.message.clone())
        })
    }
}

/// The fields of a template, what may stand in them, and what comes of it.
#[component]
pub(super) fn Editor(named: NamedTemplate) -> impl IntoView {
    let draft = Draft::new(named);
    let toasts = use_toasts();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if draft.busy.get_untracked() {
            return;
        }
        draft.busy.set(true);
        spawn_local(async move {
            match update_mail_template(draft.kind, draft.template()).await {
                Ok(named) => {
                    draft.show(named);
                    toasts.done("The template was saved");
                }
                Err(refusal) => draft.refused.set(Some(refusal)),
            }
            draft.busy.set(false);
        });
    };
    view! {
        <div class="mail-template">
            <form class="card" novalidate=true on:submit=save>
                <Fields draft=draft/>
                <FormError error=draft.other_mistake()/>
                <Buttons draft=draft/>
            </form>
            <aside class="mail-template-side">
                <Placeholders/>
                <Preview draft=draft/>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn Fields(draft: Draft) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                class="checkbox"
                prop:checked=draft.enabled
                checked=draft.enabled.get_untracked()
                on:change=move |event| draft.enabled.set(event_target_checked(&event))
            />
            <span>"This mail is sent"</span>
        </label>
        <TextField
            label="From"
            name="from"
            value=draft.from
            error=draft.mistake("from")
            hint="Name <name@example.com>; empty for the sender of the SMTP settings".to_owned()
        />
        <TextField label="Subject" name="subject" value=draft.subject error=draft.mistake("subject") required=true/>
        <Body name="text" label="Text" value=draft.text error=draft.mistake("text")/>
        <Body name="html" label="HTML" value=draft.html error=draft.mistake("html")/>
    }
    .into_any()
}

#[component]
fn Body(
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let (id, error_id) = (format!("field-{name}"), format!("error-{name}"));
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>{label}</label>
            <TextArea
                id=id
                label=label.to_owned()
                value=value
                class="input mail-body"
                is_invalid=Signal::derive(move || error.with(Option::is_some))
                described_by=error_id.clone()
            />
            <FieldError id=error_id error=error/>
        </div>
    }
    .into_any()
}

#[component]
fn Buttons(draft: Draft) -> impl IntoView {
    let permission = use_permission();
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    let off = move || (draft.busy.get() || !permission.may_edit.get()).then_some("true");
    let reset = move |()| {
        draft.busy.set(true);
        spawn_local(async move {
            match reset_mail_template(draft.kind).await {
                Ok(named) => {
                    draft.show(named);
                    asking.set(false);
                    toasts.done("The template has Roster's own words again");
                }
                Err(refusal) => draft.refused.set(Some(refusal)),
            }
            draft.busy.set(false);
        });
    };
    view! {
        <footer class="form-foot">
            <button
                type="button"
                class="button"
                disabled=move || draft.is_default.get() || !permission.may_edit.get()
                on:click=move |_| asking.set(true)
            >
                "Reset to Default"
            </button>
            <button type="submit" class="button button-primary" aria-disabled=off title=move || permission.reason.get()>
                {move || draft.busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                "Save"
            </button>
        </footer>
        <ConfirmDialog
            open=asking
            title="Reset to default?"
            message=Signal::stored("Your own words of this mail are lost, and it says what Roster says.".to_owned())
            confirm="Reset to Default"
            danger=true
            busy=draft.busy
            on_confirm=reset
        />
    }
    .into_any()
}

#[component]
fn Placeholders() -> impl IntoView {
    let row = |(name, meaning): (&'static str, &'static str)| {
        view! {
            <div class="fact">
                <dt><code>{format!("{{{{ {name} }}}}")}</code></dt>
                <dd>{meaning}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="card mail-placeholders" aria-labelledby="placeholders">
            <header class="card-head"><h2 id="placeholders">"Placeholders"</h2></header>
            <dl class="facts">{PLACEHOLDERS.into_iter().map(row).collect_view()}</dl>
        </section>
    }
    .into_any()
}
