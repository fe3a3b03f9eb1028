//! The head of the table: links that sort.

use leptos::prelude::*;
use model::{SortOrder, UserId, UserSort};

use super::super::list::List;
use crate::components::Icon;

#[component]
pub(super) fn Head(list: List, ids: Vec<UserId>) -> impl IntoView {
    let columns = list.columns.get();
    let cells = columns
        .into_iter()
        .map(|column| {
            let class = format!("cell-{}", column.name());
            let content = match column.sort() {
                Some(sort) => sort_link(list, sort, column.label()),
                None => column.label().into_any(),
            };
            view! { <th scope="col" class=class aria-sort=aria_sort(list, column.sort().as_slice())>{content}</th> }
                .into_any()
        })
        .collect_view();
    view! {
        <thead>
            <tr>
                <th scope="col" class="cell-select"><SelectAll list=list ids=ids/></th>
                <th scope="col" class="cell-name" aria-sort=aria_sort(list, &[UserSort::Name, UserSort::Email])>
                    {sort_link(list, UserSort::Name, "Name")}
                    <span class="sort-between" aria-hidden="true">"/"</span>
                    {sort_link(list, UserSort::Email, "Email")}
                </th>
                {cells}
                <th scope="col" class="cell-actions"><span class="visually-hidden">"Actions"</span></th>
            </tr>
        </thead>
    }
}

fn sort_link(list: List, sort: UserSort, label: &'static str) -> AnyView {
    let address = list.drawn_address();
    let arrow = match address.query.order {
        SortOrder::Ascending => "sort-up",
        SortOrder::Descending => "sort-down",
    };
    let icon = (address.query.sort == sort).then_some(arrow);
    view! {
        <a class="sort" href=address.sorted_by(sort).url() data-noscroll="true">
            {label}
            {icon.map(|icon| view! { <Icon name=icon/> }.into_any())}
        </a>
    }
    .into_any()
}

fn aria_sort(list: List, sorts: &[UserSort]) -> Option<&'static str> {
    let query = list.drawn_address().query;
    sorts.contains(&query.sort).then_some(match query.order {
        SortOrder::Ascending => "ascending",
        SortOrder::Descending => "descending",
    })
}

#[component]
fn SelectAll(list: List, ids: Vec<UserId>) -> impl IntoView {
    let ids = StoredValue::new(ids);
    let selected = move || ids.with_value(|ids| ids.iter().filter(|id| list.selection.contains(id)).count());
    let count = ids.with_value(Vec::len);
    view! {
        <input
            type="checkbox"
            class="checkbox"
            aria-label="Select all on this page"
            prop:checked=move || selected() == count
            prop:indeterminate=move || (1..count).contains(&selected())
            on:change=move |event| ids.with_value(|ids| list.selection.set_all(ids, event_target_checked(&event)))
        />
    }
}
