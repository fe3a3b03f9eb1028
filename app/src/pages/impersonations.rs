//! Who is, and was, in whose place.

mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use model::{Impersonation, ImpersonationPage, ImpersonationState};

use self::table::{Past, UnderWay};
use crate::components::{ConfirmDialog, EmptyState, ErrorState, SkeletonText, Work, use_toasts};
use crate::effect::effect;
use crate::first_html::Loaded;
use crate::functions::Answer;
use crate::functions::impersonations::{end_impersonation, list_impersonations};

/// What the page shows.
#[derive(Clone, Copy)]
struct Shown {
    all: RwSignal<Vec<Impersonation>>,
    next: RwSignal<Option<String>>,
    /// The one that is to be ended.
    ending: RwSignal<Option<Impersonation>>,
}

/// Administrators in users' places: under way, and over.
#[component]
pub fn ImpersonationsPage() -> impl IntoView {
    let loaded = Loaded::new_with_options(|| (), |()| list_impersonations(None), false);
    let shown = move |answer: Answer<ImpersonationPage>| match answer {
        Ok(page) => view! { <Found page=page/> }.into_any(),
        Err(refusal) => view! { <ErrorState failure=refusal retry=move |()| loaded.refetch()/> }.into_any(),
    };
    view! {
        <Title text="Impersonations · Roster"/>
        <section class="page">
            <header class="page-head"><h1>"Impersonations"</h1></header>
            <p class="page-note">
                "Administrators who signed in as users, of the last 30 days. Each stands in the user's history too."
            </p>
            <Suspense fallback=|| view! { <SkeletonText lines=6/> }>{move || loaded.get().map(shown)}</Suspense>
        </section>
    }
    .into_any()
}

#[component]
fn Found(page: ImpersonationPage) -> impl IntoView {
    if page.impersonations.is_empty() {
        return view! {
            <EmptyState
                icon="eye"
                title="Nobody signed in as a user"
                text="An owner allows it under Settings, and gives the permission under Administrators. The button is on each user's \
                      page."
            />
        }
        .into_any();
    }
    let shown =
        Shown { all: RwSignal::new(page.impersonations), next: RwSignal::new(page.next), ending: RwSignal::new(None) };
    view! {
        <UnderWay shown=shown/>
        <Past shown=shown/>
        <Older shown=shown/>
        <End shown=shown/>
    }
    .into_any()
}

/// Whether it can still do something.
fn is_open(it: &Impersonation) -> bool {
    matches!(it.state, ImpersonationState::Offered | ImpersonationState::UnderWay)
}

/// The button that loads older ones.
#[component]
fn Older(shown: Shown) -> impl IntoView {
    let toasts = use_toasts();
    let is_busy = RwSignal::new(false);
    let load = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let after = shown.next.get_untracked();
        spawn_local(async move {
            match list_impersonations(after).await {
                Ok(page) => {
                    shown.all.update(|all| all.extend(page.impersonations));
                    shown.next.set(page.next);
                }
                Err(refusal) => toasts.failed(refusal.0.message),
            }
            is_busy.set(false);
        });
    };
    let button = move || {
        shown.next.with(Option::is_some).then(|| {
            view! {
                <p class="log-foot">
                    <button type="button" class="button" aria-disabled=move || is_busy.get().then_some("true") on:click=load>
                        "Load older"
                    </button>
                </p>
            }
            .into_any()
        })
    };
    view! { {button} }.into_any()
}

/// Asks before one is ended.
#[component]
fn End(shown: Shown) -> impl IntoView {
    let open = RwSignal::new(false);
    effect(move || {
        if shown.ending.with(Option::is_some) {
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            shown.ending.set(None);
        }
    });
    let work = Work::new(open);
    let toasts = use_toasts();
    let names = move || {
        shown
            .ending
            .with(|it| it.as_ref().map(|it| (it.impersonator.email.clone(), it.user_name.clone())).unwrap_or_default())
    };
    let send = move |()| {
        let Some(it) = shown.ending.get_untracked() else { return };
        work.busy.set(true);
        spawn_local(async move {
            let answer = end_impersonation(it.id).await;
            let _ = work.busy.try_set(false);
            match answer {
                Ok(page) => {
                    toasts.done(format!("{} is no longer signed in as {}", it.impersonator.email, it.user_name));
                    let _ = work.open.try_set(false);
                    let _ = shown.all.try_set(page.impersonations);
                    let _ = shown.next.try_set(page.next);
                }
                Err(refusal) => {
                    let _ = work.refused.try_set(Some(refusal));
                }
            }
        });
    };
    view! {
        <ConfirmDialog
            open=work.open
            title=Signal::derive(move || format!("End being signed in as {}?", names().1))
            message=Signal::derive(move || {
                format!("{} is out at once: the session ends, and its tokens are good for nothing at Roster.", names().0)
            })
            confirm="End It"
            busy=work.busy
            error=Signal::derive(move || work.refused_otherwise(&[]))
            on_confirm=send
        />
    }
    .into_any()
}
