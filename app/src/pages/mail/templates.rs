//! The tab *Templates*, and the page of one.

mod editor;
mod preview;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use model::{MailKind, NamedTemplate};

use self::editor::Editor;
use crate::components::{Badge, EmptyState, ErrorState, Icon, SkeletonText, Tone};
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::mails::mail_templates;

/// Every template, and when it is sent.
#[component]
pub fn Templates() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| mail_templates(), false);
    let shown = move |answer: Answer<Vec<NamedTemplate>>| match answer {
        Ok(templates) => view! { <List templates=templates/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <section class="mails" aria-labelledby="templates">
            <h2 id="templates" class="visually-hidden">"Templates"</h2>
            <Suspense fallback=|| view! { <SkeletonText lines=6/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}

#[component]
fn List(templates: Vec<NamedTemplate>) -> impl IntoView {
    let row = |named: NamedTemplate| {
        let NamedTemplate { kind, template, is_default } = named;
        let own = if is_default { "Roster's" } else { "your own" };
        view! {
            <tr>
                <td><a href=format!("/mail/templates/{kind}")>{kind.label()}</a></td>
                <td class="mail-occasion">{kind.occasion()}</td>
                <td>{own}</td>
                <td><Enabled enabled=template.enabled/></td>
            </tr>
        }
        .into_any()
    };
    view! {
        <div class="table-box"><div class="table-scroll">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"Mail"</th>
                        <th scope="col">"Sent"</th>
                        <th scope="col">"Words"</th>
                        <th scope="col">"State"</th>
                    </tr>
                </thead>
                <tbody>{templates.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div></div>
    }
    .into_any()
}

#[component]
fn Enabled(enabled: bool) -> impl IntoView {
    if enabled {
        view! { <Badge tone=Tone::Good>"on"</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Neutral>"off"</Badge> }.into_any()
    }
}

/// The page of one template.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let params = use_params_map();
    let kind = Memo::new(move |_| params.read().get("kind").and_then(|name| MailKind::parse(&name)));
    let loaded = Loaded::new_with_options(|| (), |()| mail_templates(), false);
    let shown = move |answer: Answer<Vec<NamedTemplate>>| match answer {
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
        Ok(templates) => match templates.into_iter().find(|named| Some(named.kind) == kind.get()) {
            Some(named) => view! { <Editor named=named/> }.into_any(),
            None => view! {
                <EmptyState
                    icon="mail"
                    title="There is no such template"
                    text="The address is not complete, or names a mail that Roster does not send."
                />
            }
            .into_any(),
        },
    };
    let title = move || kind.get().map_or("Template", MailKind::label);
    view! {
        <Title text=move || format!("{} · Mail · Roster", title())/>
        <section class="page">
            <a class="user-back" href="/mail/templates">
                <Icon name="chevron-left"/>
                "Templates"
            </a>
            <header class="page-head"><h1>{title}</h1></header>
            <p class="mail-occasion">{move || kind.get().map(MailKind::occasion)}</p>
            <Suspense fallback=|| view! { <SkeletonText lines=8/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}
