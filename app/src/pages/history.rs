//! The tab *History* of a user: what happened to them.

use leptos::prelude::*;

use super::events::{Chips, EventDialog, EventList, Filters, Log};
use super::user::current::use_user;
use crate::paths::user_path;

/// What happened to the user, newest first.
#[component]
pub fn History() -> impl IntoView {
    let id = use_user().id();
    let log = Log::new(format!("{}/history", user_path(&id)), Some(id));
    view! {
        <section class="log" aria-labelledby="history">
            <h2 id="history" class="visually-hidden">"History"</h2>
            <div class="toolbar"><Filters log=log/></div>
            <Chips log=log/>
            <EventList log=log has_users=false/>
            <EventDialog log=log/>
        </section>
    }
    .into_any()
}
