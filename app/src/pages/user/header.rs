//! The head of the page.

use leptos::prelude::*;
use model::UserProfile;

use super::actions::Actions;
use super::current::CurrentUser;
use super::sign_in_as::SignInAs;
use crate::components::{Avatar, CopyButton, Icon, Tab, Tabs, UserBadges};
use crate::{LastUsersUrl, user_path};

/// The way back to the list, where it was left.
#[component]
pub(super) fn BackToUsers() -> impl IntoView {
    let last = LastUsersUrl::from_context();
    view! {
        <a class="user-back" href=move || last.get()>
            <Icon name="chevron-left"/>
            "Users"
        </a>
    }
    .into_any()
}

/// Who it is, in which state, and what can be done.
#[component]
pub(super) fn UserHeader(user: CurrentUser) -> impl IntoView {
    let name = Memo::new(move |_| user.profile.read().display_name().to_owned());
    view! {
        <BackToUsers/>
        <header class="user-head">
            {move || view! { <Avatar name=name.get() id=user.id().to_string() large=true/> }.into_any()}
            <div class="user-head-text">
                <h1 class="user-name">
                    <bdi>{name}</bdi>
                    <State user=user/>
                </h1>
                <p class="user-handles">
                    <Email user=user/>
                    <Id id=user.id().to_string()/>
                </p>
            </div>
            <div class="user-head-actions">
                <SignInAs user=user/>
                <Actions user=user/>
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn State(user: CurrentUser) -> impl IntoView {
    let state = Memo::new(move |_| {
        let profile = user.profile.read();
        (profile.is_blocked(), profile.is_pending(), is_unverified(&profile))
    });
    let badges = move || {
        let (blocked, pending, unverified) = state.get();
        view! { <UserBadges blocked=blocked pending=pending unverified=unverified/> }.into_any()
    };
    view! { {move || badges()} }.into_any()
}

#[component]
fn Id(id: String) -> impl IntoView {
    view! {
        <span class="user-id">
            <code><bdi>{id.clone()}</bdi></code>
            <CopyButton text=id label="Copy user id"/>
        </span>
    }
    .into_any()
}

/// An email address that is there but was not verified.
fn is_unverified(profile: &UserProfile) -> bool {
    profile.email.is_some() && profile.email_verified != Some(true)
}

#[component]
fn Email(user: CurrentUser) -> impl IntoView {
    let email = Memo::new(move |_| user.profile.read().email.clone());
    let is_verified = Memo::new(move |_| user.profile.read().email_verified == Some(true));
    let shown = move || {
        email.get().map(|email| {
            view! {
                <span class="user-email">
                    <bdi>{email}</bdi>
                    {is_verified.get().then(|| view! { <VerifiedMark/> }.into_any())}
                </span>
            }
            .into_any()
        })
    };
    view! { {move || shown()} }.into_any()
}

/// Says that an address was verified.
#[component]
pub(super) fn VerifiedMark() -> impl IntoView {
    view! {
        <span class="verified" title="verified">
            <Icon name="check"/>
            <span class="visually-hidden">"verified"</span>
        </span>
    }
    .into_any()
}

/// The tabs of the page.
#[component]
pub(super) fn UserTabs(user: CurrentUser) -> impl IntoView {
    let base = user_path(&user.id());
    let tab = |path: &str, label: &'static str| Tab { href: format!("{base}{path}"), label };
    let tabs = vec![
        tab("", "Details"),
        tab("/devices", "Devices"),
        tab("/history", "History"),
        tab("/locations", "Locations"),
        tab("/raw-json", "Raw JSON"),
    ];
    view! { <Tabs tabs=tabs/> }
}
