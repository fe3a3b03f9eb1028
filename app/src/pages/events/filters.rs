//! Narrowing the events.

use leptos::prelude::*;
use model::LogGroup;

use super::address::{Address, Time};
use super::log::Log;
use super::words::{group_icon, group_label};
use crate::components::{Menu, MenuItem, MenuSeparator};

/// The menus that narrow.
#[component]
pub(crate) fn Filters(log: Log) -> impl IntoView {
    view! {
        <div class="filters">
            <KindFilter log=log/>
            <ApplicationFilter log=log/>
            <ConnectionFilter log=log/>
            <TimeFilter log=log/>
        </div>
    }
    .into_any()
}

fn change(log: Log, change: impl FnOnce(&mut Address)) {
    log.go(&log.address.get_untracked().with(change));
}

#[component]
fn KindFilter(log: Log) -> impl IntoView {
    let choice = move |group: LogGroup| {
        let is_chosen = Signal::derive(move || log.address.with(|address| address.groups.contains(&group)));
        let choose = move |()| {
            let is_in = !is_chosen.get_untracked();
            change(log, |address| address.set_group(group, is_in));
        };
        view! {
            <MenuItem icon=group_icon(Some(group)) label=group_label(group) checked=is_chosen multiple=true on_select=choose/>
        }
        .into_any()
    };
    view! {
        <Menu label="Kind" icon="filter" show_label=true>
            {LogGroup::ALL.map(choice).collect_view()}
        </Menu>
    }
    .into_any()
}

#[component]
fn ApplicationFilter(log: Log) -> impl IntoView {
    let choice = move |id: Option<String>, label: String| {
        let chosen = id.clone();
        let is_chosen = Signal::derive(move || log.address.with(|address| address.client_id == chosen));
        let choose = move |()| change(log, |address| address.client_id.clone_from(&id));
        view! { <MenuItem icon="device" label=label checked=is_chosen on_select=choose/> }.into_any()
    };
    let choices = move || {
        let clients = log.names.clients.get();
        clients.into_iter().map(|(id, name)| choice(Some(id), name)).collect_view()
    };
    view! {
        <Menu label="Application" icon="device" show_label=true>
            {choice(None, "Any application".to_owned())}
            <MenuSeparator/>
            {move || choices()}
        </Menu>
    }
    .into_any()
}

#[component]
fn ConnectionFilter(log: Log) -> impl IntoView {
    let choice = move |name: Option<String>| {
        let label = name.clone().unwrap_or_else(|| "Any identity provider".to_owned());
        let chosen = name.clone();
        let is_chosen = Signal::derive(move || log.address.with(|address| address.connection == chosen));
        let choose = move |()| change(log, |address| address.connection.clone_from(&name));
        view! { <MenuItem icon="database" label=label checked=is_chosen on_select=choose/> }.into_any()
    };
    let choices = move || log.names.connections.get().into_iter().map(|name| choice(Some(name))).collect_view();
    view! {
        <Menu label="Identity provider" icon="database" show_label=true>
            {choice(None)}
            <MenuSeparator/>
            {move || choices()}
        </Menu>
    }
    .into_any()
}

#[component]
fn TimeFilter(log: Log) -> impl IntoView {
    let choice = move |(time, _, label): (Time, &'static str, &'static str)| {
        let is_chosen = Signal::derive(move || log.address.with(|address| address.time == time));
        let choose = move |()| change(log, |address| address.time = time);
        view! { <MenuItem icon="clock" label=label checked=is_chosen on_select=choose/> }.into_any()
    };
    view! {
        <Menu label="Time" icon="calendar" show_label=true>
            {Time::CHOICES.map(choice).collect_view()}
        </Menu>
    }
    .into_any()
}
