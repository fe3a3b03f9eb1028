//! Narrowing the list: what can be chosen, and what was.

mod chips;
mod dates;

use leptos::prelude::*;
use model::{SortOrder, UserSort, UserStatus};

pub(super) use chips::{Chips, chips_of};
use dates::DateFilter;

use super::address::first_order;
use super::columns::ColumnMenu;
use super::list::List;
use super::saved::SavedMenu;
use super::search::SearchField;
use crate::components::{Menu, MenuItem, MenuSeparator};

/// The two ranges of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    Login,
    Created,
}

/// The menus that narrow and sort: to a saved search, or by one thing each.
#[component]
pub(super) fn Filters(field: SearchField) -> impl IntoView {
    let list = field.list;
    view! {
        <div class="filters">
            <SavedMenu field=field/>
            <StatusFilter list=list/>
            <ConnectionFilter list=list/>
            <DateFilter list=list range=Range::Login/>
            <DateFilter list=list range=Range::Created/>
            <SortMenu list=list/>
            <ColumnMenu list=list/>
        </div>
    }
}

#[component]
fn StatusFilter(list: List) -> impl IntoView {
    let choice = move |status: Option<UserStatus>, icon: &'static str, label: &'static str| {
        let is_chosen = Signal::derive(move || list.address.with(|address| address.query.status == status));
        let choose = move |()| list.go(&list.address.get_untracked().with(|query| query.status = status));
        view! { <MenuItem icon=icon label=label checked=is_chosen on_select=choose/> }.into_any()
    };
    view! {
        <Menu label="Status" icon="filter" show_label=true>
            {choice(None, "users", "Any status")}
            <MenuSeparator/>
            {choice(Some(UserStatus::Blocked), "block", "Blocked")}
            {choice(Some(UserStatus::Pending), "clock", "Pending")}
            {choice(Some(UserStatus::Unverified), "mail", "Unverified")}
        </Menu>
    }
}

#[component]
fn ConnectionFilter(list: List) -> impl IntoView {
    let choice = move |name: Option<String>| {
        let label = name.clone().unwrap_or_else(|| "Any connection".to_owned());
        let chosen = name.clone();
        let is_chosen = Signal::derive(move || list.address.with(|address| address.query.connection == chosen));
        let choose = move |()| list.go(&list.address.get_untracked().with(|query| query.connection.clone_from(&name)));
        view! { <MenuItem icon="database" label=label checked=is_chosen on_select=choose/> }.into_any()
    };
    view! {
        <Menu label="Connection" icon="database" show_label=true>
            {choice(None)}
            <MenuSeparator/>
            {move || list.connections.names().into_iter().map(|name| choice(Some(name))).collect_view()}
        </Menu>
    }
}

#[component]
fn SortMenu(list: List) -> impl IntoView {
    let by = move |sort: UserSort| {
        let is_chosen = Signal::derive(move || list.address.with(|address| address.query.sort == sort));
        let choose = move |()| {
            let address = list.address.get_untracked();
            list.go(&address.with(|query| (query.sort, query.order) = (sort, first_order(sort))));
        };
        view! { <MenuItem icon="columns" label=sort_label(sort) checked=is_chosen on_select=choose/> }.into_any()
    };
    let order = move |order: SortOrder, icon: &'static str, label: &'static str| {
        let is_chosen = Signal::derive(move || list.address.with(|address| address.query.order == order));
        let choose = move |()| list.go(&list.address.get_untracked().with(|query| query.order = order));
        view! { <MenuItem icon=icon label=label checked=is_chosen on_select=choose/> }.into_any()
    };
    let icon = Signal::derive(move || {
        if list.address.with(|address| address.query.order == SortOrder::Ascending) { "sort-up" } else { "sort-down" }
    });
    let label = Signal::derive(move || sort_label(list.address.with(|address| address.query.sort)).to_owned());
    view! {
        <Menu label=Signal::derive(move || format!("Sort by {}", label.get().to_ascii_lowercase())) icon=icon show_label=true>
            {UserSort::ALL.map(by).collect_view()}
            <MenuSeparator/>
            {order(SortOrder::Ascending, "sort-up", "Ascending")}
            {order(SortOrder::Descending, "sort-down", "Descending")}
        </Menu>
    }
}

fn sort_label(sort: UserSort) -> &'static str {
    match sort {
        UserSort::Name => "Name",
        UserSort::Email => "Email",
        UserSort::Logins => "Logins",
        UserSort::LatestLogin => "Latest login",
        UserSort::Created => "Created",
    }
}
