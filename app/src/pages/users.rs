//! The list of users.

mod actions;
mod address;
mod bulk;
mod columns;
mod connections;
mod counts;
mod create;
mod filters;
mod list;
mod pager;
pub(crate) mod parts;
mod query;
mod saved;
mod search;
mod selection;
mod table;
mod transfer;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::chunks::users_parts::later;
use crate::components::number;
use bulk::SelectionBar;
use filters::{Chips, Filters};
use list::List;
use parts::Part;
use search::{SearchBox, SearchField};
use table::{CreateButton, Loading, answer_view};
use transfer::TransferMenu;

/// Everybody, searched, filtered, sorted and paged by the server.
#[component]
pub fn UsersPage() -> impl IntoView {
    let list = List::new();
    let field = SearchField::new(list);
    let is_pending = RwSignal::new(false);
    let total = move || list.counts.total.get().map(|total| number(total.count));
    let rows = move || {
        // The address belongs to the answer and is read when that comes.
        list.columns.track();
        list.page.get().map(|answer| answer_view(list, list.drawn(answer)))
    };
    view! {
        <Title text="Users · Roster"/>
        <section class="page page-fill">
            <header class="page-head">
                <h1>"Users" <span class="page-count">{move || total()}</span></h1>
                <div class="page-actions"><TransferMenu list=list/><CreateButton list=list/></div>
            </header>
            <div class="toolbar">
                <SearchBox field=field/>
                <Filters field=field/>
            </div>
            <Chips list=list/>
            <div
                class="list"
                class:list-pending=move || is_pending.get()
                aria-busy=move || if is_pending.get() { "true" } else { "false" }
            >
                <Transition fallback=move || view! { <Loading list=list/> } set_pending=is_pending>
                    {move || rows()}
                </Transition>
            </div>
            <SelectionBar list=list/>
        </section>
        {move || list.has_dialogs.get().then(|| later(Part::Dialogs(list)))}
    }
}
