//! The tab *Outbox*: every mail of the last 30 days.

mod mail_dialog;
mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::{MailPage, MailRow};

use self::mail_dialog::MailDialog;
use self::table::MailTable;
use crate::components::{EmptyState, ErrorState, SkeletonText, use_toasts};
use crate::first_html::Loaded;
use crate::functions::mails::list_mails;

/// What was written to users, newest first.
#[component]
pub fn Outbox() -> impl IntoView {
    let first = Loaded::new_with_options(|| (), |()| list_mails(None), false);
    view! {
        <section class="mails" aria-labelledby="outbox">
            <h2 id="outbox" class="visually-hidden">"Outbox"</h2>
            <Transition fallback=|| {
                view! { <SkeletonText lines=6/> }
            }>
                {move || {
                    first
                        .get()
                        .map(|answer| match answer {
                            Ok(page) => view! { <Mails first=page refresh=move |()| first.refetch()/> }.into_any(),
                            Err(refusal) => {
                                view! { <ErrorState failure=refusal retry=move |()| first.refetch()/> }.into_any()
                            }
                        })
                }}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Mails(first: MailPage, #[prop(into)] refresh: Callback<()>) -> impl IntoView {
    let note = (!first.is_sending).then(|| {
        view! {
            <p class="mails-note">
                "Mails are not sent but kept here: there are no SMTP settings, or they are switched off. "
                <a href="/mail/settings">"Set up sending"</a>
            </p>
        }
        .into_any()
    });
    if first.mails.is_empty() {
        return view! {
            {note}
            <EmptyState
                icon="mail"
                title="No mails yet"
                text="Mails that users get to confirm their address or to choose a new password stand here for 30 days."
            />
        }
        .into_any();
    }
    let opened = RwSignal::new(None::<String>);
    let mails = RwSignal::new(first.mails);
    let next = RwSignal::new(first.next);
    view! {
        {note}
        <MailTable mails=mails opened=opened/>
        <Older mails=mails next=next/>
        <MailDialog opened=opened refresh=refresh/>
    }
    .into_any()
}

/// The button that loads what was written before.
#[component]
fn Older(mails: RwSignal<Vec<MailRow>>, next: RwSignal<Option<String>>) -> impl IntoView {
    let toasts = use_toasts();
    let is_busy = RwSignal::new(false);
    let load = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let after = next.get_untracked();
        spawn_local(async move {
            match list_mails(after).await {
                Ok(page) => {
                    mails.update(|mails| mails.extend(page.mails));
                    next.set(page.next);
                }
                Err(refusal) => toasts.failed(refusal.0.message),
            }
            is_busy.set(false);
        });
    };
    let foot = move || {
        if next.read().is_none() {
            return view! { <span class="log-end">"That is all."</span> }.into_any();
        }
        view! {
            <button type="button" class="button" aria-disabled=move || is_busy.get().then_some("true") on:click=load>
                {move || is_busy.get().then(|| view! { <span class="spinner" aria-hidden="true"></span> }.into_any())}
                "Load older"
            </button>
        }
        .into_any()
    };
    view! { <p class="log-foot">{foot}</p> }.into_any()
}
