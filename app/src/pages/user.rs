//! The page of one user: who it is, what can be done, and the tabs.

mod actions;
mod blocked;
pub(crate) mod current;
mod details;
mod header;
mod login_blocks;
mod raw_json;
mod sign_in_as;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use model::{FailureKind, UserId, UserProfile};

pub use self::details::Details;
pub use self::raw_json::RawJson;

use self::blocked::BlockNotice;
use self::current::{CurrentUser, provide_user};
use self::header::{BackToUsers, UserHeader, UserTabs};
use self::login_blocks::LoginBlocks;
use crate::components::json_tree::written;
use crate::components::{EmptyState, ErrorState};
use crate::first_html::Loaded;
use crate::functions::Refusal;
use crate::functions::users::get_user;

/// A user's page. Its tabs are routes of their own and share the profile that is loaded here.
#[component]
pub fn UserPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| UserId::from(params.read().get("id").unwrap_or_default()));
    let loaded = Loaded::new_with_options(move || id.get(), get_user, true);
    let shown = move |answer: Result<UserProfile, Refusal>| match answer {
        Ok(profile) => view! { <Found user=provide_user(profile)/> }.into_any(),
        Err(refusal) if refusal.kind == FailureKind::NotFound => view! { <NotFound id=id.get_untracked()/> }.into_any(),
        Err(refusal) => view! {
            <BackToUsers/>
            <ErrorState failure=refusal retry=move |()| loaded.refetch()/>
        }
        .into_any(),
    };
    view! {
        <div class="user-page">
            <Suspense fallback=|| view! { <Skeleton/> }>{move || loaded.get().map(shown)}</Suspense>
        </div>
    }
    .into_any()
}

#[component]
fn Found(user: CurrentUser) -> impl IntoView {
    view! {
        <Title text=move || format!("{} · Roster", user.profile.read().display_name())/>
        <UserHeader user=user/>
        <BlockNotice user=user/>
        <LoginBlocks user=user/>
        <UserTabs user=user/>
        <Outlet/>
    }
    .into_any()
}

#[component]
fn NotFound(id: UserId) -> impl IntoView {
    answer_not_found();
    let text = format!(
        "No user of this tenant has the id {}. They may have been deleted, or the address is not complete.",
        written(id.as_str())
    );
    view! {
        <Title text="No such user · Roster"/>
        <BackToUsers/>
        <EmptyState is_page=true icon="user" title="There is no such user" text=text>
            <a class="button" href="/users">"Show all users"</a>
        </EmptyState>
    }
    .into_any()
}

/// What the page looks like before the profile is there.
#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <BackToUsers/>
        <div class="user-skeleton" aria-hidden="true">
            <div class="user-skeleton-head">
                <span class="skeleton is-avatar"></span>
                <span class="skeleton is-title"></span>
            </div>
            <span class="skeleton is-tabs"></span>
            <div class="user-details">
                <span class="skeleton is-card"></span>
                <span class="skeleton is-card"></span>
            </div>
        </div>
        <p class="visually-hidden" role="status">"Loading the user"</p>
    }
    .into_any()
}

/// The first HTML has the status of a page that is not there.
fn answer_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
}
