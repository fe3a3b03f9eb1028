//! The rows.

mod head;
mod row;

use leptos::prelude::*;
use model::lucene::is_query;
use model::{UserId, UserPage};

use super::list::List;
use super::pager::Pager;
use crate::components::{EmptyState, ErrorState, Icon, SkeletonRows};
use crate::functions::{Answer, Refusal};
use head::Head;
use row::Row;

/// Rows, or why there are none.
pub(super) fn answer_view(list: List, answer: Answer<UserPage>) -> AnyView {
    match answer {
        Err(refusal) => match refusal.field("q") {
            Some(mistake) => unread(list, mistake.to_owned()),
            None => failed(list, refusal),
        },
        Ok(page) if page.users.is_empty() => nobody(list),
        Ok(page) => view! {
            <Table list=list page=page.clone()/>
            <Pager list=list page=page/>
        }
        .into_any(),
    }
}

#[component]
fn Table(list: List, page: UserPage) -> impl IntoView {
    let ids: Vec<UserId> = page.users.iter().map(|user| user.user_id.clone()).collect();
    let columns = list.columns.get();
    let rows =
        page.users.into_iter().map(|user| view! { <Row list=list user=user columns=columns.clone()/> }.into_any());
    let rows = rows.collect_view();
    view! {
        <div class="table-scroll" role="region" aria-label="Users" tabindex="0">
            <table class="table">
                <Head list=list ids=ids/>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// What stands there until the first answer.
#[component]
pub(super) fn Loading(list: List) -> impl IntoView {
    let columns = list.columns.with_untracked(Vec::len) + 3;
    view! {
        <div class="table-scroll">
            <span class="visually-hidden" role="status">"Loading users"</span>
            <table class="table table-loading">
                <tbody><SkeletonRows rows=12 columns=columns/></tbody>
            </table>
        </div>
    }
}

/// A search that cannot be read, where there were no rows before. Why not is told once.
fn unread(list: List, mistake: String) -> AnyView {
    let text = move || {
        let told = "What is wrong with it stands below the search box.";
        if list.is_mistake_told.get() { told.to_owned() } else { mistake.clone() }
    };
    (move || view! { <EmptyState icon="search" title="This search cannot be read" text=text()/> }).into_any()
}

fn nobody(list: List) -> AnyView {
    let address = list.drawn_address();
    if address.query.cursor.is_some() {
        let first = address.with(|_| ()).url();
        return view! {
            <EmptyState icon="users" title="Nobody on this page" text="The users that were here are gone, or were moved by a change.">
                <a class="button button-primary" href=first>"Go to the first page"</a>
            </EmptyState>
        }
        .into_any();
    }
    if address.query.is_filtered() {
        let everybody = address.without_filters().url();
        let text = if is_query(&address.query.q) {
            "A query compares whole values; one that ends with * finds whatever begins so."
        } else {
            "Words are looked for at the beginning of names, emails, usernames and phone numbers."
        };
        return view! {
            <EmptyState icon="search" title="No user matches" text=text>
                <a class="button button-primary" href=everybody>"Clear filters"</a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState icon="users" title="No users yet" text="They appear here when they sign up, or when you create them.">
            <CreateButton list=list/>
        </EmptyState>
    }
    .into_any()
}

fn failed(list: List, refusal: Refusal) -> AnyView {
    let address = list.drawn_address();
    let first = address.query.cursor.is_some().then(|| {
        let first = address.with(|_| ()).url();
        view! { <p class="state-more"><a href=first>"Go to the first page"</a></p> }.into_any()
    });
    view! {
        <ErrorState failure=refusal retry=move |()| list.refresh()/>
        {first}
    }
    .into_any()
}

/// Opens the dialog *Create User*.
#[component]
pub(super) fn CreateButton(list: List) -> impl IntoView {
    let permission = list.permission;
    view! {
        <button
            type="button"
            class="button button-primary"
            aria-haspopup="dialog"
            aria-disabled=move || (!permission.may_edit.get()).then_some("true")
            title=move || permission.reason.get()
            on:click=move |_| {
                if permission.may_edit.get_untracked() {
                    list.create.set(true);
                }
            }
        >
            <Icon name="plus"/>
            "Create User"
        </button>
    }
}
