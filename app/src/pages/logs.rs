//! The tenant's log.

mod bars;
mod chart;
mod drag;
mod search;

use leptos::prelude::*;
use leptos_meta::Title;

use self::chart::Chart;
use self::search::SearchBox;
use super::events::{Chips, EventDialog, EventList, Filters, Log};

/// What happened in the tenant, newest first.
#[component]
pub fn LogsPage() -> impl IntoView {
    let log = Log::new("/logs".to_owned(), None);
    view! {
        <Title text="Logs · Roster"/>
        <section class="page log">
            <header class="page-head"><h1>"Logs"</h1></header>
            <Chart log=log/>
            <div class="toolbar">
                <SearchBox log=log/>
                <Filters log=log/>
            </div>
            <Chips log=log/>
            <EventList log=log has_users=true/>
            <EventDialog log=log/>
        </section>
    }
    .into_any()
}
